#include "read/number_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <optional>

#include "text/utf8.hpp"

namespace iscm::read {
namespace {

using Shows = NumberFormat::Shows;

/// The letters of the first section of a format in lower case, without what is quoted, escaped or in brackets (but the
/// brackets of time that adds up, [h]).
std::string letters_of(std::string_view code) {
  std::string letters;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '[') {
      const std::size_t end = std::min(code.find(']', i), code.size());
      const std::string inner = text::ascii_lower(code.substr(i + 1, end - i - 1));
      if (!inner.empty() && inner.find_first_not_of(inner[0]) == std::string::npos) letters += inner;
      i = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else {
      letters += c;
    }
  }
  return text::ascii_lower(letters);
}

struct Day {
  std::int64_t year;
  unsigned month;
  unsigned day;
};

/// The day so many days after 1970-01-01. Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
Day day_of(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = days / 146'097;
  const auto of_era = static_cast<unsigned>(days - era * 146'097);
  const unsigned year_of_era = (of_era - of_era / 1460 + of_era / 36'524 - of_era / 146'096) / 365;
  const unsigned of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * of_year + 2) / 153;  // March is 0
  const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0), month,
          of_year - (153 * shifted + 2) / 5 + 1};
}

std::optional<double> parsed(std::string_view number) {
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc() || end != number.data() + number.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

NoDate append_date(std::string& text, double serial, Shows shows, DaySystem system) {
  constexpr double last = 2'958'465;  // 9999-12-31
  constexpr std::int64_t day_seconds = 86'400;
  if (serial < 0 || serial > last + 1) return NoDate::outside;
  auto whole = static_cast<std::int64_t>(serial);
  auto seconds = std::llround((serial - std::floor(serial)) * day_seconds);
  if (shows == Shows::day || shows == Shows::month || shows == Shows::year) seconds = 0;
  if (seconds == day_seconds) {
    ++whole;
    seconds = 0;
  }
  const std::string time = fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (shows == Shows::time && whole == 0) {
    text += time;
    return NoDate::none;
  }
  constexpr std::int64_t zero_1900 = -25'569;  // of 1899-12-30, from 1970-01-01
  constexpr std::int64_t zero_1904 = -24'107;
  constexpr std::int64_t never = 60;
  const bool old = system == DaySystem::from_1900;
  if (old && whole == never) return NoDate::day_60;
  if ((old && whole == 0) || whole > static_cast<std::int64_t>(last) - (old ? 0 : zero_1904 - zero_1900)) {
    return NoDate::outside;
  }
  const Day day = day_of(whole + (old ? zero_1900 + (whole < never ? 1 : 0) : zero_1904));
  fmt::format_to(std::back_inserter(text), "{:04}", day.year);
  if (shows == Shows::year && day.month == 1 && day.day == 1) return NoDate::none;
  fmt::format_to(std::back_inserter(text), "-{:02}", day.month);
  if (shows == Shows::month && day.day == 1) return NoDate::none;
  fmt::format_to(std::back_inserter(text), "-{:02}", day.day);
  if (seconds != 0) text += "T" + time;
  return NoDate::none;
}

}  // namespace

NumberFormat format_of_code(std::string_view code) {
  const std::string letters = letters_of(code);
  const auto has = [&](char c) { return letters.find(c) != std::string::npos; };
  if (letters.find("general") != std::string::npos || letters == "@") return {};
  const bool time = has('h') || has('s');
  const bool year = has('y') || has('e');
  const bool date = year || has('d') || (has('m') && !time);
  if (has('0') || has('#') || has('?')) {
    // Of "0.00E+00", "ss.0" and "000" only the second shows a time, and only the last leading zeros.
    if (has('s')) return {date ? Shows::day_and_time : Shows::time};
    constexpr std::size_t most = 20;
    const bool padded = letters.find_first_not_of('0') == std::string::npos && letters.size() > 1;
    return {Shows::number, static_cast<std::uint8_t>(padded && letters.size() <= most ? letters.size() : 0)};
  }
  if (time) return {date ? Shows::day_and_time : Shows::time};
  if (!date) return {};
  if (has('d') || !year) return {Shows::day};
  return {has('m') ? Shows::month : Shows::year};
}

NumberFormat format_of_id(std::size_t id) {
  const auto within = [id](std::size_t first, std::size_t last) { return id >= first && id <= last; };
  if (id == 17) return {Shows::month};
  if (id == 22) return {Shows::day_and_time};
  if (within(14, 16) || within(27, 31) || within(36, 36) || within(50, 58)) return {Shows::day};
  if (within(18, 21) || within(32, 35) || within(45, 47)) return {Shows::time};
  return {};
}

NoDate append_shown(std::string& text, std::string_view number, const NumberFormat& format, DaySystem system) {
  const bool digits_alone = text::is_digits(number);
  if (format.shows == Shows::number) {
    constexpr std::size_t exact = 15;  // digits that a spreadsheet keeps
    if (digits_alone && number.size() <= exact && (number[0] != '0' || number.size() == 1)) {
      if (format.digits > number.size()) text.append(format.digits - number.size(), '0');
      text += number;
      return NoDate::none;
    }
    const auto value = parsed(number);
    if (!value) return NoDate::no_number;
    std::string shown = fmt::format("{:.15g}", *value);
    if (shown == "-0") shown = "0";
    if (text::is_digits(shown) && format.digits > shown.size()) text.append(format.digits - shown.size(), '0');
    text += shown;
    return NoDate::none;
  }
  const auto value = parsed(number);
  return value ? append_date(text, *value, format.shows, system) : NoDate::no_number;
}

std::string_view without_midnight(std::string_view iso) {
  const std::size_t time = iso.find('T');
  if (time == std::string_view::npos) return iso;
  const bool midnight = iso.substr(time + 1).find_first_not_of("0:.Z") == std::string_view::npos;
  return midnight ? iso.substr(0, time) : iso;
}

}  // namespace iscm::read
