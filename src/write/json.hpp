#pragma once

// JSON: rows as an array or a line each, and values of any shape put together by JsonText.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "write/row_writer.hpp"

namespace iscm::write {

std::unique_ptr<RowWriter> json_writer(Sink& sink, const WriterOptions& options);
std::unique_ptr<RowWriter> ndjson_writer(Sink& sink, const WriterOptions& options);

/// Appends a JSON string literal (RFC 8259), quotes included. Characters that could steer a terminal or hide (see
/// text::is_unseen) are written as \u escapes, which read back as the same characters. JSON has no way to carry bytes
/// that are not UTF-8: each becomes U+FFFD.
void append_json_string(std::string& json, std::string_view text);

std::string json_string(std::string_view text);

/// The text as a JSON string; null if it is empty.
std::string json_or_null(std::string_view text);

/// An array of strings, as ["a","b"].
std::string json_array(std::span<const std::string_view> texts);
std::string json_array(std::span<const std::string> texts);

/// An object or an array in the making: JsonText::object().add("code", "midsa").add("rows", 3).text().
class JsonText {
public:
  enum class Layout {
    compact,  ///< {"a":1,"b":2}
    spaced    ///< {"a": 1, "b": 2}
  };
  static JsonText object(Layout layout = Layout::compact);
  static JsonText array(Layout layout = Layout::compact);

  /// Sets each member on a line of its own, so far indented (2 at least); the closing bracket two columns less.
  JsonText& indented(std::size_t columns);

  /// Adds a member to an object. `json` is a value as JSON has it.
  JsonText& add(std::string_view name, std::string_view text);
  JsonText& add(std::string_view name, std::int64_t number);
  JsonText& add_json(std::string_view name, std::string_view json);

  /// Adds an item to an array.
  JsonText& add(std::string_view text);
  JsonText& add_json(std::string_view json);

  [[nodiscard]] bool is_empty() const { return members_.empty(); }
  [[nodiscard]] std::string text() const;

private:
  JsonText(char open, char close, Layout layout) : open_(open), close_(close), layout_(layout) {}
  void begin_member(std::string_view name);
  void begin_item();

  char open_;
  char close_;
  Layout layout_;
  std::size_t indent_ = 0;  // 0: all on one line
  std::string members_;
};

}  // namespace iscm::write
