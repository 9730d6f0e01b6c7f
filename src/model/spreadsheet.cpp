#include "model/spreadsheet.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <utility>

#include "text/utf8.hpp"
#include "text/visible.hpp"
#include "text/written_date.hpp"

namespace iscm::model {
namespace {

constexpr std::string_view kAsText = "format the column as text, so that the spreadsheet leaves it";

int number_of(std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

/// The parts of a text around the first of some characters; the second is empty if there is none.
std::pair<std::string_view, std::string_view> halves(std::string_view text, std::string_view separators) {
  const std::size_t at = text.find_first_of(separators);
  if (at == std::string_view::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + 1)};
}

/// The month of a word that may be shortened with a full stop.
int month_of(std::string_view word) {
  if (word.ends_with('.')) word.remove_suffix(1);
  return text::month_called(word);
}

/// May-13: what spreadsheets show for a month of a year. Two digits from 30 on are of the last century, as they read
/// them.
std::optional<std::string> month_and_year(std::string_view value) {
  const auto [first, second] = halves(value, "- ");
  const int month = month_of(first);
  if (month == 0 || !text::is_digits(second) || second.size() != 2) return std::nullopt;
  constexpr int first_of_last_century = 30;
  return fmt::format("{}{}-{:02}", number_of(second) < first_of_last_century ? "20" : "19", second, month);
}

/// May-13, and 13-May, the day of a month.
std::optional<SpreadsheetTrace> month_trace(std::string_view value) {
  const auto [first, second] = halves(value, "- ");
  const bool with_day = month_of(second) != 0 && text::is_digits(first) && first.size() <= 2;
  constexpr std::string_view what = "a spreadsheet made this of a date";
  if (with_day) return SpreadsheetTrace{std::string(what), fmt::format("write the date with its year; {}", kAsText)};
  const auto date = month_and_year(value);
  if (!date) return std::nullopt;
  return SpreadsheetTrace{std::string(what), fmt::format("write {} if it was that; {}", *date, kAsText), *date};
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
      fmt::format("write {}; {}", field.type == FieldType::year ? written.substr(0, 4) : written, kAsText),
      field.type == FieldType::year ? written.substr(0, 4) : written};
}

std::optional<SpreadsheetTrace> exponent_trace(std::string_view value) {
  if (!is_exponent_form(value)) return std::nullopt;
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
  return SpreadsheetTrace{"there is a blank within the number", fmt::format("write {}", digits)};
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

std::optional<std::string> date_of_spreadsheet(const Field& field, std::string_view value) {
  if (field.type != FieldType::date && field.type != FieldType::year) return std::nullopt;
  const auto trace = spreadsheet_trace(field, value);
  if (!trace || trace->date.empty()) return std::nullopt;
  return trace->date;
}

std::optional<SpreadsheetTrace> spreadsheet_trace_of_name(std::string_view name, bool m49) {
  if (auto trace = blank_trace(name)) return trace;
  return m49 ? m49_trace(name) : std::nullopt;
}

}  // namespace iscm::model
