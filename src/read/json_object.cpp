#include "read/json_object.hpp"

#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>
#include <unordered_set>
#include <utility>

#include "read/limits.hpp"
#include "read/text_position.hpp"

namespace iscm::read {
namespace {

using nlohmann::json;

/// Walks over a text and tells how far it was read: the parser's own events have no place.
class Walk {
public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Walk(const char* at, std::size_t* walked) : at_(at), walked_(walked) {}

  reference operator*() const { return *at_; }
  Walk& operator++() {
    ++at_;
    ++*walked_;
    return *this;
  }
  Walk operator++(int) {
    Walk before = *this;
    ++*this;
    return before;
  }
  bool operator==(const Walk& other) const { return at_ == other.at_; }
  bool operator!=(const Walk& other) const { return at_ != other.at_; }

private:
  const char* at_;
  std::size_t* walked_;
};

/// What the parser says is wrong, without its own prefix and position: "... - unexpected '}'; expected string literal".
std::string reason_of(std::string_view what) {
  const std::size_t reason = what.find(" - ");
  if (reason != std::string_view::npos) what.remove_prefix(reason + 3);
  return std::string(what.substr(0, what.find("; last read")));
}

class ObjectReader final : public json::json_sax_t {
public:
  ObjectReader(std::string_view text, const std::function<void(std::string_view, std::string_view)>& take)
      : text_(text), take_(take) {}

  std::optional<JsonFlaw> run() {
    const char* begin = text_.data();
    json::sax_parse(Walk(begin, &walked_), Walk(begin + text_.size(), &walked_), this);
    return std::move(flaw_);
  }

  bool null() override { return in_list_ ? refuse_item("null") : value({}); }
  bool boolean(bool is_true) override {
    const char* word = is_true ? "true" : "false";
    if (in_list_) return refuse_item(word);
    if (depth_ == 0) return refuse_row(word);
    return refuse("json-boolean", word, walked_ - std::string_view(word).size(),
                  fmt::format("{} is no value of a field; write the value as text", word));
  }
  // Only minus zero is an integer with a sign and without a value.
  bool number_integer(number_integer_t number) override { return value(number == 0 ? "-0" : std::to_string(number)); }
  bool number_unsigned(number_unsigned_t number) override { return value(std::to_string(number)); }
  bool number_float(number_float_t /*rounded*/, const string_t& written) override { return value(written); }
  bool string(string_t& text) override {
    const std::size_t nul = text.find('\0');
    if (nul == std::string::npos) return value(text);
    return refuse("nul-byte", text.substr(0, nul), token_start(), "the text has a NUL (\\u0000), which no text has");
  }
  bool binary(binary_t& /*bytes*/) override { return false; }  // JSON has none

  bool start_object(std::size_t /*elements*/) override {
    if (depth_ > 0)
      return refuse("json-nested", "{", walked_ - 1,
                    "an object within a row; a cell is a text, a number or a list of them");
    ++depth_;
    return true;
  }
  bool key(string_t& name) override {
    key_ = trimmed_name(name);
    if (key_.find('\0') != std::string::npos) {
      return refuse("nul-byte", {}, token_start(), "the name of a column has a NUL (\\u0000)");
    }
    if (keys_.insert(key_).second) return true;
    return refuse("duplicate-key", key_, token_start(), "the row has this key twice");
  }
  bool end_object() override {
    --depth_;
    return true;
  }
  bool start_array(std::size_t /*elements*/) override {
    if (depth_ == 0) return refuse_row("[");
    if (in_list_)
      return refuse("json-nested", "[", walked_ - 1,
                    "a list within a list; a cell is a text, a number or a list of them");
    in_list_ = true;
    list_.clear();
    return true;
  }
  bool end_array() override {
    in_list_ = false;
    return value(list_);
  }
  bool parse_error(std::size_t position, const std::string& /*token*/, const json::exception& error) override {
    const std::size_t offset = position > 0 ? position - 1 : 0;
    if (const std::string_view number = zero_led_number(offset); !number.empty()) {
      return refuse("json-syntax", number, static_cast<std::size_t>(number.data() - text_.data()),
                    fmt::format("{} begins with a zero, as no number of JSON does; put it in quotes", number));
    }
    return refuse("json-syntax", {}, offset, reason_of(error.what()));
  }

private:
  bool value(std::string_view text) {
    if (depth_ == 0) return refuse_row(text);
    if (in_list_) return item(text);
    if (text.size() > kMaxCellBytes) {
      return refuse("cell-too-long", text, token_start(),
                    fmt::format("the cell has more than {} bytes", kMaxCellBytes));
    }
    take_(key_, text);
    return true;
  }

  bool item(std::string_view text) {
    if (text.find(kListSeparator.front()) != std::string_view::npos) {
      return refuse(
          "json-list", text, token_start(),
          "a text in a list has a semicolon, which stands between the items of a list; give each its own text");
    }
    if (!list_.empty()) list_ += kListSeparator;
    list_ += text;
    return true;
  }

  bool refuse_item(std::string_view word) {
    return refuse("json-list", word, walked_ - word.size(), fmt::format("{} in a list; a list is of texts", word));
  }

  bool refuse_row(std::string_view found) {
    return refuse("json-row", found, 0, R"(a row is an object, as {"name": "value"})");
  }

  bool refuse(std::string_view code, std::string_view found, std::size_t offset, std::string message) {
    flaw_ = {std::string(code), key_, shortened(found), offset, std::move(message)};
    return false;
  }

  /// The digits around `offset`, where they begin with a zero and more follows: a code such as 024.
  [[nodiscard]] std::string_view zero_led_number(std::size_t offset) const {
    constexpr std::string_view digits = "0123456789";
    const std::string_view before = text_.substr(0, offset);
    const std::size_t start = before.find_last_not_of(digits) + 1;  // 0 where there is none: npos + 1
    const std::string_view number = text_.substr(start, text_.find_first_not_of(digits, start) - start);
    const bool is_value = start > 0 && std::string_view(":[, ").find(text_[start - 1]) != std::string_view::npos;
    return is_value && number.size() > 1 && number.front() == '0' ? number : std::string_view();
  }

  /// Of the string that was read last: the opening quote is the last one before the closing quote that is not escaped.
  [[nodiscard]] std::size_t token_start() const {
    const std::size_t closing = walked_ - 1;
    for (std::size_t at = closing; at-- > 0;) {
      if (text_[at] != '"') continue;
      std::size_t escapes = 0;
      while (escapes < at && text_[at - 1 - escapes] == '\\') ++escapes;
      if (escapes % 2 == 0) return at;
    }
    return closing;
  }

  std::string_view text_;
  const std::function<void(std::string_view, std::string_view)>& take_;
  std::size_t walked_ = 0;
  std::size_t depth_ = 0;
  bool in_list_ = false;
  std::string key_;
  std::string list_;
  std::unordered_set<std::string> keys_;
  std::optional<JsonFlaw> flaw_;
};

}  // namespace

std::optional<JsonFlaw> read_json_object(std::string_view text,
                                         const std::function<void(std::string_view, std::string_view)>& take) {
  return ObjectReader(text, take).run();
}

}  // namespace iscm::read
