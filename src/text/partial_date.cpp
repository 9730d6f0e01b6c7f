#include "text/partial_date.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <optional>

#include "error.hpp"
#include "text/utf8.hpp"

namespace iscm::text {
namespace {

constexpr int kFirstYear = 1000;
constexpr int kLastYear = 2999;

struct Days {
  std::chrono::year_month_day first;
  std::chrono::year_month_day last;
};

/// The digits of the text as a number; null if there is anything else in it.
std::optional<unsigned> number(std::string_view digits) {
  unsigned value = 0;
  if (!is_digits(digits)) return std::nullopt;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

/// The two digits after the hyphen at `hyphen`.
std::optional<unsigned> part_after(std::string_view text, std::size_t hyphen) {
  return text[hyphen] == '-' ? number(text.substr(hyphen + 1, 2)) : std::nullopt;
}

std::optional<Days> days_of(std::string_view text) {
  using namespace std::chrono;
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return std::nullopt;

  const auto year_number = number(text.substr(0, 4));
  if (!year_number) return std::nullopt;
  const year y{static_cast<int>(*year_number)};
  if (y < year{kFirstYear} || y > year{kLastYear}) return std::nullopt;
  if (text.size() == 4) return Days{y / January / 1, y / December / 31};

  const auto month_number = part_after(text, 4);
  if (!month_number || !month{*month_number}.ok()) return std::nullopt;
  const year_month ym = y / month{*month_number};
  if (text.size() == 7) return Days{ym / 1, year_month_day{ym / last}};

  const auto day_number = part_after(text, 7);
  if (!day_number) return std::nullopt;
  const year_month_day date = ym / day{*day_number};
  if (!date.ok()) return std::nullopt;
  return Days{date, date};
}

Days days_or_throw(std::string_view text) {
  if (const auto days = days_of(text)) return *days;
  throw Error(Exit::refused, fmt::format("\"{}\" is not a date", text),
              "write a year, a month or a day: 2013, 2013-05 or 2013-05-14");
}

std::string iso(const std::chrono::year_month_day& date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace

bool is_partial_date(std::string_view text) {
  return days_of(text).has_value();
}

bool is_day(std::string_view text) {
  constexpr std::size_t length_of_day = 10;
  return text.size() == length_of_day && is_partial_date(text);
}

std::string date_meant(std::string_view typed, std::string_view today) {
  const std::string word = ascii_lower(typed);
  return std::string(word == "today" || word == "now" ? today : typed);
}

bool is_in_future(std::string_view date, std::string_view today) {
  return first_day(date) > today;
}

std::string first_day(std::string_view date) {
  return iso(days_or_throw(date).first);
}

std::string last_day(std::string_view date) {
  return iso(days_or_throw(date).last);
}

bool certainly_before(std::string_view earlier, std::string_view later) {
  return days_or_throw(earlier).last < days_or_throw(later).first;
}

}  // namespace iscm::text
