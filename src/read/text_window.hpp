#pragma once

// The text of an input as a reader looks at it: a window that moves on, and the place of what is in it.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "read/bytes.hpp"

namespace iscm::read {

/// Where something is in an input.
struct TextPosition {
  std::size_t line = 1;
  std::size_t character = 1;  ///< in the line, from 1

  /// The position after `text`, which begins here.
  [[nodiscard]] TextPosition after(std::string_view text, char line_end = '\n') const;
};

/// The start of `text`, of whole characters, short enough for a message.
std::string shortened(std::string_view text);

/// Without ASCII white space at the ends.
std::string_view trimmed_name(std::string_view text);

/// The part of an input's text that a reader looks at: it starts where the reader is, and grows on demand.
class TextWindow {
public:
  explicit TextWindow(std::unique_ptr<ByteSource> source);

  /// What is known of the text from here on. Growing and consuming invalidate it.
  [[nodiscard]] std::string_view text() const { return std::string_view(buffer_).substr(start_); }
  /// Adds the next chunk; false if there is none.
  bool grow();
  /// The place of `c` within the first `most` bytes, after growing as far as needed; npos if it is not there.
  std::size_t find(char c, std::size_t most);
  /// Moves the start past the next `bytes`, which text() must have.
  void consume(std::size_t bytes) { start_ += bytes; }

  /// Goes back to the start of the input, as ByteSource::restart() does.
  void restart();

  /// Keeps the text from here on, until it is released, so that return_to_mark() can go back to here.
  void set_mark() { mark_ = start_; }
  void release_mark() { mark_.reset(); }
  void return_to_mark() { start_ = *mark_; }
  /// How far the start has moved since the mark was set.
  [[nodiscard]] std::size_t after_mark() const { return start_ - *mark_; }

  /// Whether grow() found no more, because the text ends or because it is broken: see source().broken().
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] ByteSource& source() const { return *source_; }

private:
  std::unique_ptr<ByteSource> source_;
  std::string buffer_;
  std::size_t start_ = 0;
  std::optional<std::size_t> mark_;  // in buffer_
  bool ended_ = false;
};

}  // namespace iscm::read
