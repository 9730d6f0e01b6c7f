#include "model/field_types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "text/partial_date.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"

namespace iscm::model {
namespace {

struct TypeWords {
  FieldType type;
  std::string_view name;
  std::string_view rule;
};

constexpr TypeWords kTypes[] = {
    {FieldType::code, "code", "a code has up to 100 of A-Z a-z 0-9 + . _ - and begins with a letter or digit"},
    {FieldType::text, "text", ""},
    {FieldType::count, "count", "a whole number, 0 or more, in digits alone"},
    {FieldType::position, "position", "a whole number, 1 or more, in digits alone"},
    {FieldType::year, "year", "a year from 1900 to 2100 in four digits"},
    {FieldType::date, "date", "a date as 2013, 2013-05 or 2013-05-14"},
    {FieldType::choice, "choice", "one of {}"},
    {FieldType::address, "address", "an address that begins with http:// or https://"},
    {FieldType::iso2, "iso2", "the two capitals of ISO 3166-1 alpha-2"},
    {FieldType::m49, "m49", "three digits with their leading zeros, as 024"},
    {FieldType::reference, "reference", "the code or a name of a {}"},
    {FieldType::list, "list", "codes or names of {}, with {} between"},
};

const TypeWords& words_of(const Field& field) {
  return *std::find_if(std::begin(kTypes), std::end(kTypes),
                       [&](const TypeWords& candidate) { return candidate.type == field.type; });
}

/// "– or ;": any of the characters may stand between items.
std::string separators_in_words(std::string_view separators) {
  std::vector<std::string_view> characters;
  for (const text::CodePoint& point : text::CodePoints(separators)) characters.push_back(point.bytes);
  return fmt::format("{}", fmt::join(characters, " or "));
}

}  // namespace

std::string type_in_words(const Field& field) {
  std::string name(words_of(field).name);
  if (field.type == FieldType::reference) return fmt::format("{} to {}", name, field.target);
  if (field.type == FieldType::list) return fmt::format("{} of {}", name, field.target);
  return name;
}

std::string rule_in_words(const Field& field) {
  const auto in_words = fmt::runtime(words_of(field).rule);
  switch (field.type) {
    case FieldType::choice:
      return fmt::format(in_words, fmt::join(words(field.choices), ", "));
    case FieldType::reference:
      return fmt::format(in_words, field.target);
    case FieldType::list:
      return fmt::format(in_words, entity_named(field.target).plural, separators_in_words(field.separator));
    default:
      return std::string(words_of(field).rule);
  }
}

std::vector<const Field*> all_fields(const Entity& entity) {
  std::vector<const Field*> fields;
  for (const Field& field : entity.fields) fields.push_back(&field);
  fields.push_back(&source_field());
  return fields;
}

const Field* label_field(const Entity& entity) {
  const auto find = [&](auto&& fits) {
    const auto found = std::find_if(entity.fields.begin(), entity.fields.end(), fits);
    return found == entity.fields.end() ? nullptr : &*found;
  };
  if (const Field* name = find([](const Field& field) { return field.tier == NameTier::name; })) return name;
  return find([](const Field& field) { return field.required && field.type == FieldType::text; });
}

namespace {

constexpr std::string_view kAsText = "format the column as text, so that the spreadsheet leaves it";

int number_of(std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

/// The parts of a text around the first of some characters; the second is empty where there is none.
std::pair<std::string_view, std::string_view> halves(std::string_view text, std::string_view separators) {
  const std::size_t at = text.find_first_of(separators);
  if (at == std::string_view::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + 1)};
}

struct MonthWord {
  std::string_view word;
  int month;
};

/// How spreadsheets shorten months in English, French and Spanish.
constexpr MonthWord kMonths[] = {
    {"jan", 1},  {"janv", 1}, {"ene", 1}, {"feb", 2},  {"févr", 2}, {"fev", 2},  {"mar", 3},  {"mars", 3}, {"apr", 4},
    {"avr", 4},  {"abr", 4},  {"may", 5}, {"mai", 5},  {"jun", 6},  {"juin", 6}, {"jul", 7},  {"juil", 7}, {"aug", 8},
    {"août", 8}, {"ago", 8},  {"sep", 9}, {"sept", 9}, {"oct", 10}, {"nov", 11}, {"dec", 12}, {"déc", 12}, {"dic", 12}};

std::optional<int> month_of(std::string_view word) {
  std::string lower = text::ascii_lower(word);
  if (lower.ends_with('.')) lower.pop_back();
  for (const MonthWord& known : kMonths) {
    if (known.word == lower) return known.month;
  }
  return std::nullopt;
}

/// May-13 or May-2013, and 13-May: what spreadsheets show for a month of a year and a day of a month.
std::optional<SpreadsheetTrace> month_trace(std::string_view value) {
  const auto [first, second] = halves(value, "- ");
  const bool with_year = month_of(first) && text::is_digits(second) && (second.size() == 2 || second.size() == 4);
  const bool with_day = month_of(second) && text::is_digits(first) && first.size() <= 2;
  if (!with_year && !with_day) return std::nullopt;
  constexpr std::string_view what = "a spreadsheet made this of a date";
  if (with_day) return SpreadsheetTrace{std::string(what), fmt::format("write the date with its year; {}", kAsText)};
  const std::string year = second.size() == 4 ? std::string(second) : fmt::format("20{}", second);
  return SpreadsheetTrace{std::string(what),
                          fmt::format("write {}-{:02} if it was that; {}", year, *month_of(first), kAsText)};
}

/// A year with a digit too many: 20011. As the number of a day it would be one of the fifties.
bool is_overlong_year(std::string_view digits) {
  return digits.size() == 5 && (digits.starts_with("19") || digits.starts_with("20"));
}

/// 44927: the days since the end of 1899, by which spreadsheets store a date; with decimals, a time of that day.
std::optional<SpreadsheetTrace> day_number_trace(const Field& field, std::string_view value) {
  const auto [days, time] = halves(value, ".,");
  constexpr int first = 10'000;  // of 1927; the one before 2100 begins is 73050
  constexpr int last = 73'050;
  if (!text::is_digits(days) || days.size() != 5 || number_of(days) < first || number_of(days) > last)
    return std::nullopt;
  if (!time.empty() && !text::is_digits(time)) return std::nullopt;
  if (field.type == FieldType::year && is_overlong_year(value)) return std::nullopt;
  using namespace std::chrono;
  const year_month_day date{sys_days{December / 30 / 1899} + std::chrono::days{number_of(days)}};
  const std::string written =
      fmt::format("{}-{:02}-{:02}", int{date.year()}, unsigned{date.month()}, unsigned{date.day()});
  return SpreadsheetTrace{
      fmt::format("it is the number by which spreadsheets store {}", written),
      fmt::format("write {}; {}", field.type == FieldType::year ? written.substr(0, 4) : written, kAsText)};
}

std::optional<SpreadsheetTrace> exponent_trace(std::string_view value) {
  const auto [number, exponent] = halves(value, "eE");
  const auto [whole, decimals] = halves(number, ".,");
  const bool sign = !exponent.empty() && (exponent[0] == '+' || exponent[0] == '-');
  if (!text::is_digits(whole) || !(decimals.empty() || text::is_digits(decimals)) ||
      !text::is_digits(exponent.substr(sign ? 1 : 0))) {
    return std::nullopt;
  }
  return SpreadsheetTrace{"a spreadsheet shortened a number to this",
                          fmt::format("give all of its digits; {}", kAsText)};
}

/// 2013.0 and 16,00.
std::optional<SpreadsheetTrace> decimals_trace(const Field& field, std::string_view value) {
  const auto [whole, decimals] = halves(value, ".,");
  if (!text::is_digits(whole) || !text::is_digits(decimals) || (field.type == FieldType::year && whole.size() != 4)) {
    return std::nullopt;
  }
  const bool zeros = decimals.find_first_not_of('0') == std::string_view::npos;
  std::string what = field.type == FieldType::count ? "a count with decimals" : "a year with decimals";
  // 1,234 and 1.234 may be a thousand and more.
  if (field.type == FieldType::count && decimals.size() == 3) what = "a count has digits alone";
  std::string hint =
      zeros && decimals.size() != 3 ? fmt::format("write {}", whole) : std::string("write it without them");
  if (field.type == FieldType::count && decimals.size() == 3) {
    hint = fmt::format("write {}{} if it was that", whole, decimals);
  }
  return SpreadsheetTrace{std::move(what), std::move(hint)};
}

/// 24 and 24.0 for 024.
std::optional<SpreadsheetTrace> m49_trace(std::string_view value) {
  const auto [whole, decimals] = halves(value, ".,");
  constexpr std::size_t length = 3;
  if (!text::is_digits(whole) || whole.size() > length || decimals.find_first_not_of('0') != std::string_view::npos) {
    return std::nullopt;
  }
  if (whole.size() == length && decimals.empty()) return std::nullopt;
  return SpreadsheetTrace{"its leading zeros are lost, as spreadsheets lose them",
                          fmt::format("write {:0>3}; {}", whole, kAsText)};
}

std::optional<SpreadsheetTrace> blank_trace(std::string_view value) {
  if (!text::has_hidden(value)) return std::nullopt;
  return SpreadsheetTrace{"it has a character that shows nothing", "type it anew, without that character"};
}

/// 1 234, with any kind of blank.
std::optional<SpreadsheetTrace> grouped_trace(std::string_view value) {
  if (value.find(' ') == std::string_view::npos) return std::nullopt;
  std::string digits(value);
  std::erase(digits, ' ');
  if (!text::is_digits(digits)) return std::nullopt;
  return SpreadsheetTrace{"a blank stands within the number", fmt::format("write {}", digits)};
}

}  // namespace

std::optional<SpreadsheetTrace> spreadsheet_trace(const Field& field, std::string_view value) {
  if (auto trace = blank_trace(value)) return trace;
  std::optional<SpreadsheetTrace> trace;
  switch (field.type) {
    case FieldType::m49:
      trace = m49_trace(value);
      break;
    case FieldType::date:
      trace = month_trace(value);
      if (!trace) trace = day_number_trace(field, value);
      if (!trace && value.size() > 4) trace = decimals_trace(field, value);
      break;
    case FieldType::year:
      trace = day_number_trace(field, value);
      [[fallthrough]];
    case FieldType::count:
      if (!trace) trace = decimals_trace(field, value);
      if (!trace) trace = grouped_trace(value);
      break;
    default:
      break;
  }
  if (trace) return trace;
  const bool is_text = field.type == FieldType::text || field.type == FieldType::choice;
  return is_text ? std::nullopt : exponent_trace(value);
}

std::optional<SpreadsheetTrace> spreadsheet_trace_of_name(std::string_view name, bool m49) {
  if (auto trace = blank_trace(name)) return trace;
  return m49 ? m49_trace(name) : std::nullopt;
}

bool is_shortened_number(std::string_view value) {
  return value.find("E+") != std::string_view::npos && exponent_trace(value).has_value();
}

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

}  // namespace iscm::model
