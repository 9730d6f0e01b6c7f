#include "core/field_rules.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/fields.hpp"
#include "core/import/spreadsheet.hpp"
#include "text/partial_date.hpp"
#include "text/utf8.hpp"

namespace iscm::core {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2100;
constexpr std::size_t kLongestCode = 100;

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_code(std::string_view value) {
  return value.size() <= kLongestCode && text::is_ascii_word(value, "+._-") &&
         text::is_ascii_word(value.substr(0, 1), {});
}

bool is_count(std::string_view value) {
  constexpr std::size_t kMostDigits = 12;
  return value.size() <= kMostDigits && text::is_digits(value) && (value.size() == 1 || value[0] != '0');
}

bool is_year(std::string_view value) {
  if (value.size() != 4 || !text::is_digits(value)) return false;
  int year = 0;
  std::from_chars(value.data(), value.data() + value.size(), year);
  return year >= kFirstYear && year <= kLastYear;
}

bool is_address(std::string_view value) {
  const auto begins = [&](std::string_view start) {
    return value.size() > start.size() && value.substr(0, start.size()) == start;
  };
  const bool is_one_word =
      std::all_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) > ' '; });
  return is_one_word && (begins("http://") || begins("https://"));
}

bool is_one_of(std::string_view value, std::string_view choices) {
  const auto known = words(choices);
  return std::find(known.begin(), known.end(), value) != known.end();
}

}  // namespace

std::string_view broken_rule(const Field& field, std::string_view value) {
  switch (field.type) {
    case FieldType::code:
      return is_code(value) && !is_shortened_number(value) ? "" : "not-a-code";
    case FieldType::count:
      return is_count(value) ? "" : "not-a-count";
    case FieldType::position:
      return is_count(value) && value != "0" ? "" : "not-a-position";
    case FieldType::year:
      return is_year(value) ? "" : "not-a-year";
    case FieldType::date:
      return text::is_partial_date(value) ? "" : "not-a-date";
    case FieldType::choice:
      return is_one_of(value, field.choices) ? "" : "not-a-choice";
    case FieldType::address:
      return is_address(value) ? "" : "not-an-address";
    case FieldType::iso2:
      return value.size() == 2 && std::all_of(value.begin(), value.end(), is_capital) ? "" : "not-iso2";
    case FieldType::m49:
      return value.size() == 3 && text::is_digits(value) ? "" : "not-m49";
    case FieldType::text:
    case FieldType::reference:
    case FieldType::list:
      return "";
  }
  return "";
}

std::vector<Span> spans_of(const Entity& entity) {
  constexpr std::pair<std::string_view, std::string_view> kSpans[] = {{"valid_from", "valid_to"},
                                                                      {"year_established", "year_ended"}};
  std::vector<Span> spans;
  for (const auto& [from, to] : kSpans) {
    const Span span{entity.field(from), entity.field(to)};
    if (span.from != nullptr && span.to != nullptr) spans.push_back(span);
  }
  return spans;
}

}  // namespace iscm::core
