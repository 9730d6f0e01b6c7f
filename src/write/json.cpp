#include "write/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "text/utf8.hpp"
#include "text/visible.hpp"

namespace iscm::write {
namespace {

constexpr char32_t kFirstBeyondBmp = 0x10000;
constexpr char32_t kReplacement = 0xFFFD;

void append_unit(std::string& json, char32_t unit) {
  fmt::format_to(std::back_inserter(json), "\\u{:04x}", static_cast<unsigned>(unit));
}

void append_escaped(std::string& json, char32_t code_point) {
  if (code_point < kFirstBeyondBmp) return append_unit(json, code_point);
  const char32_t offset = code_point - kFirstBeyondBmp;
  append_unit(json, 0xD800 + (offset >> 10U));
  append_unit(json, 0xDC00 + (offset & 0x3FFU));
}

/// The characters whose escape is a letter, and these letters.
constexpr std::u32string_view kWithLetter = U"\"\\\n\r\t";
constexpr std::string_view kLetters = "\"\\nrt";

bool needs_no_escape(char c) {
  return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

/// The names of the columns, made unique: of two values under one key, a reader keeps only the last. "n", "n" becomes
/// "n", "n_2".
std::vector<std::string> unique_names(std::span<const Column> columns) {
  std::unordered_set<std::string> taken;
  for (const Column& column : columns) taken.insert(column.name);
  std::unordered_set<std::string> used;
  std::vector<std::string> names;
  for (const Column& column : columns) {
    std::string name = column.name;
    for (int number = 2; used.contains(name) || (name != column.name && taken.contains(name)); ++number) {
      name = column.name + "_" + std::to_string(number);
    }
    used.insert(name);
    names.push_back(std::move(name));
  }
  return names;
}

struct AppendValueTo {
  std::string& json;

  void operator()(std::monostate) const { json += "null"; }
  void operator()(std::int64_t number) const { json += std::to_string(number); }
  void operator()(double number) const {
    if (std::isfinite(number)) {
      append_number(json, number);
    } else {
      json += "null";  // JSON has no infinity, and 9e999 makes strict readers fail
    }
  }
  void operator()(std::string_view text) const { append_json_string(json, text); }
};

/// An object a line: within one array, or alone, so that each line can be read by itself (NDJSON).
class JsonWriter final : public RowWriter {
public:
  JsonWriter(Sink& sink, const WriterOptions& options, bool is_array)
      : sink_(sink), final_newline_(options.final_newline), is_array_(is_array) {}

private:
  void do_begin(std::span<const Column> columns) override {
    for (const std::string& name : unique_names(columns)) {
      keys_.push_back((keys_.empty() ? "{" : ",") + json_string(name) + ":");
    }
    if (is_array_) sink_.write("[");
  }

  void do_row(std::span<const Cell> cells) override {
    if (is_array_) {
      sink_.write(empty_ ? "\n" : ",\n");
    } else if (!empty_) {
      sink_.write("\n");
    }
    object_.clear();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      object_ += keys_[i];
      std::visit(AppendValueTo{object_}, cells[i]);
    }
    object_ += cells.empty() ? "{}" : "}";
    sink_.write(object_);
    empty_ = false;
  }

  void do_end() override {
    if (is_array_) sink_.write(empty_ ? "]" : "\n]");
    if (final_newline_ && (is_array_ || !empty_)) sink_.write("\n");
  }

  Sink& sink_;
  bool final_newline_;
  bool is_array_;
  std::vector<std::string> keys_;  // each with what is before and after it in an object
  std::string object_;             // kept between rows for its memory
  bool empty_ = true;
};

template <typename Text>
std::string array_of(std::span<const Text> texts) {
  JsonText array = JsonText::array();
  for (const Text& text : texts) array.add(text);
  return array.text();
}

}  // namespace

void append_json_string(std::string& json, std::string_view text) {
  json += '"';
  while (!text.empty()) {
    const auto plain =
        static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), needs_no_escape) - text.begin());
    json += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const auto point = text::first_code_point(text);
    const auto letter = kWithLetter.find(point.value);
    if (!point.valid) {
      append_unit(json, kReplacement);
    } else if (letter != std::u32string_view::npos) {
      json.append(1, '\\') += kLetters[letter];
    } else if (text::is_unseen(point.value)) {
      append_escaped(json, point.value);
    } else {
      json += point.bytes;
    }
    text.remove_prefix(point.bytes.size());
  }
  json += '"';
}

std::string json_string(std::string_view text) {
  std::string json;
  append_json_string(json, text);
  return json;
}

std::string json_or_null(std::string_view text) {
  return text.empty() ? "null" : json_string(text);
}

std::string json_array(std::span<const std::string_view> texts) {
  return array_of(texts);
}

std::string json_array(std::span<const std::string> texts) {
  return array_of(texts);
}

JsonText JsonText::object(Layout layout) {
  return {'{', '}', layout};
}

JsonText JsonText::array(Layout layout) {
  return {'[', ']', layout};
}

JsonText& JsonText::indented(std::size_t columns) {
  indent_ = columns;
  return *this;
}

JsonText& JsonText::add(std::string_view name, std::string_view text) {
  begin_member(name);
  append_json_string(members_, text);
  return *this;
}

JsonText& JsonText::add(std::string_view name, std::int64_t number) {
  return add_json(name, std::to_string(number));
}

JsonText& JsonText::add_json(std::string_view name, std::string_view json) {
  begin_member(name);
  members_ += json;
  return *this;
}

JsonText& JsonText::add(std::string_view text) {
  begin_item();
  append_json_string(members_, text);
  return *this;
}

JsonText& JsonText::add_json(std::string_view json) {
  begin_item();
  members_ += json;
  return *this;
}

void JsonText::begin_member(std::string_view name) {
  begin_item();
  append_json_string(members_, name);
  members_ += layout_ == Layout::spaced ? ": " : ":";
}

void JsonText::begin_item() {
  if (!members_.empty()) members_ += layout_ == Layout::spaced && indent_ == 0 ? ", " : ",";
  if (indent_ > 0) members_.append("\n").append(indent_, ' ');
}

std::string JsonText::text() const {
  const bool lines = indent_ > 0 && !members_.empty();
  std::string text = open_ + members_;
  if (lines) text.append("\n").append(indent_ - 2, ' ');
  return text + close_;
}

std::unique_ptr<RowWriter> json_writer(Sink& sink, const WriterOptions& options) {
  return std::make_unique<JsonWriter>(sink, options, true);
}

std::unique_ptr<RowWriter> ndjson_writer(Sink& sink, const WriterOptions& options) {
  return std::make_unique<JsonWriter>(sink, options, false);
}

}  // namespace iscm::write
