#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "read/bytes.hpp"

namespace iscm::read {

/// The part of an input's text that a reader looks at: it starts where the reader stands, and grows on demand.
class TextWindow {
public:
  explicit TextWindow(std::unique_ptr<ByteSource> source);

  /// What is known of the text from here on. Growing and consuming invalidate it.
  [[nodiscard]] std::string_view text() const { return std::string_view(buffer_).substr(start_); }
  /// Adds the next chunk; false when there is none.
  bool grow();
  /// Moves the start behind the next `bytes`, which text() must have.
  void consume(std::size_t bytes) { start_ += bytes; }

  /// Goes back to the start of the input, as ByteSource::restart() does.
  void restart();

  /// Keeps the text from here on, until it is released, so that return_to_mark() can go back to here.
  void set_mark() { mark_ = start_; }
  void release_mark() { mark_.reset(); }
  void return_to_mark() { start_ = *mark_; }
  /// How far the start has moved since the mark was set.
  [[nodiscard]] std::size_t behind_mark() const { return start_ - *mark_; }

  /// Whether grow() found no more, be it that the text ends or that it is broken: see source().broken().
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
