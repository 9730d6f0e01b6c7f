#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "read/row_source.hpp"
#include "read/text_position.hpp"
#include "read/text_window.hpp"

namespace iscm::read {

/// How the objects of a JSON text stand in it.
enum class JsonShape { array, lines };

/// Cuts a JSON text into the texts of its rows, without looking at what is in them.
class JsonRecords {
public:
  JsonRecords(TextWindow& window, JsonShape shape) : window_(window), shape_(shape) {}

  /// Goes to the next row; false at the end, and where problem() says why the text cannot be read on.
  bool next();

  /// The text of the row and where it starts; valid until next().
  [[nodiscard]] std::string_view text() const { return window_.text().substr(0, length_); }
  [[nodiscard]] const TextPosition& start() const { return at_; }
  /// The row is cut where it breaks off: it is no JSON, and there is no telling where the next one starts.
  [[nodiscard]] bool torn() const { return torn_; }
  /// Where that is, start() says; the message has no place.
  [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }
  [[nodiscard]] bool ends_with_newline() const { return last_ == '\n'; }

private:
  enum class State { before, first, later, done };

  bool next_line();
  bool next_element();
  bool open_array();
  bool end_array();
  bool cut_object();
  void skip_blanks();
  [[nodiscard]] char peek();
  [[nodiscard]] std::string_view found_until(std::string_view ends);
  void consume(std::size_t bytes);
  bool stop(std::string_view code, std::string_view found, std::string message);
  bool stop_where_text_ends();
  bool stop_too_long();

  TextWindow& window_;
  JsonShape shape_;
  State state_ = State::before;
  TextPosition at_;  // of the start of the window
  std::size_t length_ = 0;
  bool torn_ = false;
  char last_ = 0;
  std::optional<Problem> problem_;
};

}  // namespace iscm::read
