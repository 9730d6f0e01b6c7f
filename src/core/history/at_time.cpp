#include "core/history/at_time.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <optional>
#include <string>

#include "error.hpp"
#include "text/partial_date.hpp"
#include "text/utf8.hpp"

namespace iscm::core {
namespace {

/// Takes the two digits after a separator off the front, a number of at most `highest`.
std::optional<int> take_part(std::string_view& rest, char separator, int highest) {
  if (!rest.starts_with(separator) || rest.size() < 3 || !text::is_digits(rest.substr(1, 2))) return std::nullopt;
  int number = 0;
  std::from_chars(rest.data() + 1, rest.data() + 3, number);
  rest.remove_prefix(3);
  return number <= highest ? std::optional(number) : std::nullopt;
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
    if (!rest.starts_with('.') || !text::is_digits(rest.substr(1)) || rest.size() > 4) return std::nullopt;
    fraction = rest.substr(1);
  }
  fraction.resize(3, '9');
  return fmt::format("T{:02}:{:02}:{:02}.{}Z", *hour, minute, second, fraction);
}

constexpr std::size_t kLengthOfDay = 10;

/// The last moment of a month, a day or a time of it as ISO 8601 has them; null if the text is none.
std::optional<std::string> end_of(std::string_view text) {
  const std::string_view date = text.substr(0, kLengthOfDay);
  if (!text::is_partial_date(date) || text::is_digits(date)) return std::nullopt;
  const std::string day = text::last_day(date);
  if (text.size() == date.size()) return day + "T23:59:59.999Z";
  const auto clock = end_of_clock_time(text.substr(date.size()));
  return clock ? std::optional(day + *clock) : std::nullopt;
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
  constexpr std::size_t kMostDigits = std::numeric_limits<std::int64_t>::digits10;
  return text::is_digits(text) && text.size() <= kMostDigits;
}

std::string start_of_time(std::string_view time) {
  if (!end_of(time)) refuse_time(time);
  std::string start(time);
  if (start.size() > kLengthOfDay) start[kLengthOfDay] = 'T';
  if (start.back() == 'Z') start.pop_back();
  return start;
}

std::int64_t revision_at(db::Connection& connection, std::string_view time) {
  if (text::is_digits(time)) return existing_revision(connection, time);
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
