#include "core/history/at_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <string>

#include "error.hpp"

namespace iscm::core {
namespace {

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Takes `count` digits off the front; nothing where there are fewer.
std::optional<int> take_number(std::string_view& rest, std::size_t count) {
  if (rest.size() < count || !is_digits(rest.substr(0, count))) return std::nullopt;
  int number = 0;
  std::from_chars(rest.data(), rest.data() + count, number);
  rest.remove_prefix(count);
  return number;
}

bool take(std::string_view& rest, char expected) {
  if (rest.empty() || rest.front() != expected) return false;
  rest.remove_prefix(1);
  return true;
}

/// The number after a separator, at most `highest`.
std::optional<int> take_part(std::string_view& rest, char separator, int highest) {
  if (!take(rest, separator)) return std::nullopt;
  const auto number = take_number(rest, 2);
  return number && *number <= highest ? number : std::nullopt;
}

/// "T10", "T10:00", "T10:00:30" or "T10:00:30.25": the last moment of it, in the form of revisions.made_at.
std::optional<std::string> end_of_clock_time(std::string_view rest) {
  const char separator = !rest.empty() && rest.front() == ' ' ? ' ' : 'T';
  const auto hour = take_part(rest, separator, 23);
  if (!hour) return std::nullopt;
  if (!rest.empty() && rest.back() == 'Z') rest.remove_suffix(1);
  int minute = 59;
  int second = 59;
  std::string fraction;
  if (!rest.empty()) {
    const auto given = take_part(rest, ':', 59);
    if (!given) return std::nullopt;
    minute = *given;
  }
  if (!rest.empty()) {
    const auto given = take_part(rest, ':', 59);
    if (!given) return std::nullopt;
    second = *given;
  }
  if (!rest.empty()) {
    if (!take(rest, '.') || !is_digits(rest) || rest.size() > 3) return std::nullopt;
    fraction = rest;
  }
  fraction.resize(3, '9');
  return fmt::format("T{:02}:{:02}:{:02}.{}Z", *hour, minute, second, fraction);
}

/// The last moment that an ISO 8601 text covers; nothing where it is none.
std::optional<std::string> end_of(std::string_view text) {
  const auto year = take_number(text, 4);
  const auto month = take_part(text, '-', 12);
  if (!year || !month) return std::nullopt;
  const std::chrono::year_month year_month{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month))};
  std::chrono::year_month_day date = year_month / std::chrono::last;
  if (!text.empty()) {
    const auto day = take_part(text, '-', 31);
    if (!day) return std::nullopt;
    date = year_month / *day;
  }
  if (!date.ok()) return std::nullopt;
  const auto clock = text.empty() ? std::string("T23:59:59.999Z") : end_of_clock_time(text);
  if (!clock) return std::nullopt;
  return fmt::format("{:04}-{:02}-{:02}{}", *year, *month, static_cast<unsigned>(date.day()), *clock);
}

[[noreturn]] void refuse_time(std::string_view time) {
  throw Error(Exit::usage, fmt::format("\"{}\" is neither a revision nor a time", time),
              "give a number of `iscm log`, or a time in UTC: 2026-11-24 or 2026-11-24T10:00");
}

std::int64_t existing_revision(db::Connection& connection, std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (failure == std::errc() && connection.integer("SELECT 1 FROM revisions WHERE id = ?", number)) return number;
  throw Error(Exit::refused,
              fmt::format("there is no revision {}; the newest is {}", digits,
                          connection.integer("SELECT max(id) FROM revisions").value_or(0)),
              "see `iscm log`");
}

}  // namespace

bool is_revision(std::string_view text) {
  return is_digits(text);
}

std::string start_of_time(std::string_view time) {
  if (!end_of(time)) refuse_time(time);
  std::string start(time);
  constexpr std::size_t kDate = 10;
  if (start.size() > kDate) start[kDate] = 'T';
  if (start.back() == 'Z') start.pop_back();
  return start;
}

std::int64_t revision_at(db::Connection& connection, std::string_view time) {
  if (is_digits(time)) return existing_revision(connection, time);
  const auto end = end_of(time);
  if (!end) refuse_time(time);
  const auto revision = connection.integer("SELECT max(id) FROM revisions WHERE made_at <= ?", *end);
  if (revision) return *revision;
  throw Error(Exit::refused,
              fmt::format("nothing was recorded by {}; the first revision was made at {}", time,
                          connection.text("SELECT min(made_at) FROM revisions").value_or("no time")),
              "see `iscm log`");
}

}  // namespace iscm::core
