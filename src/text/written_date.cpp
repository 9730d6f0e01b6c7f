#include "text/written_date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <vector>

#include "text/fold.hpp"
#include "text/partial_date.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"

namespace iscm::text {
namespace {

/// The months, folded: English, French, Spanish, and how they are shortened.
constexpr std::string_view kMonths[] = {"january jan janvier janv enero ene",
                                        "february feb fevrier fevr fev febrero",
                                        "march mar mars marzo",
                                        "april apr avril avr abril abr",
                                        "may mai mayo",
                                        "june jun juin junio",
                                        "july jul juillet juil julio",
                                        "august aug aout agosto ago",
                                        "september sep sept septembre septiembre setiembre",
                                        "october oct octobre octubre",
                                        "november nov novembre noviembre",
                                        "december dec decembre diciembre dic"};

/// Words around a date that add nothing, the same that tell where a range begins and ends, folded.
constexpr std::string_view kFillers = "de del of the le el dia en";
constexpr std::string_view kSince[] = {"since", "from", "as of", "depuis", "a partir de", "desde", "des"};
constexpr std::string_view kUntil[] = {"until", "till", "up to", "jusqu en", "jusqu a", "hasta"};
constexpr std::string_view kOpen[] = {"present",    "ongoing",       "current",     "to date",        "date",
                                      "a ce jour",  "aujourd hui",   "en cours",    "presente",       "la fecha",
                                      "actualidad", "la actualidad", "actualmente", "hasta la fecha", "to present"};
/// What stands between the ends of a range. A hyphen alone only does between two years.
constexpr std::string_view kBetween[] = {" – ",  "–",   " — ",  "—",       " - ", " to ", " until ",
                                         " au ", " à ", " al ", " hasta ", "..",  " -",   "- "};

bool has_word(std::string_view list, std::string_view word) {
  const auto words = split(list, " ");
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_open_end(const std::string& folded) {
  return std::find(std::begin(kOpen), std::end(kOpen), folded) != std::end(kOpen);
}

int number_of(std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

/// The date, if there is such a day.
std::string iso_day(std::string_view year, int month, int day) {
  std::string date = fmt::format("{}-{:02}-{:02}", year, month, day);
  return is_partial_date(date) ? date : std::string();
}

/// 1, 14, 1st, 30th, 1er.
int day_of(std::string_view word) {
  std::string_view digits = word;
  for (const std::string_view ending : {"st", "nd", "rd", "th", "er", "o"}) {
    if (digits.size() > ending.size() && digits.ends_with(ending)) {
      digits.remove_suffix(ending.size());
      break;
    }
  }
  return digits.size() <= 2 && is_digits(digits) ? number_of(digits) : 0;
}

bool is_year(std::string_view word) {
  return word.size() == 4 && is_partial_date(word);
}

/// Day, month and year in words; the day may be missing, or stand behind the month: "August 30, 2005".
std::string date_in_words(const std::string& folded) {
  std::vector<std::string_view> words = split(folded, " ");
  std::erase_if(words, [](std::string_view word) { return has_word(kFillers, word); });
  if (words.size() < 2 || words.size() > 3 || !is_year(words.back())) return {};
  const std::string_view year = words.back();
  if (words.size() == 2) {
    const int month = month_called(words[0]);
    return month == 0 ? std::string() : fmt::format("{}-{:02}", year, month);
  }
  const bool day_is_first = month_called(words[1]) != 0;
  const int month = month_called(words[day_is_first ? 1 : 0]);
  const int day = day_of(words[day_is_first ? 0 : 1]);
  return month == 0 || day == 0 ? std::string() : iso_day(year, month, day);
}

/// The three numbers of 14/05/2013, 14.5.2013, 14-05-2013 or 2013/05/14.
std::vector<std::string_view> numbers_of(std::string_view text) {
  for (const std::string_view separator : {"/", ".", "-"}) {
    const auto parts = split(text, separator);
    const bool fits = parts.size() == 3 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
                        return is_digits(part) && (part.size() <= 2 || is_year(part));
                      });
    if (fits) return parts;
  }
  return {};
}

/// 2013/05/14 and 05/2013 can be read in one way.
std::string date_in_clear_numbers(std::string_view text) {
  const auto parts = numbers_of(text);
  if (!parts.empty() && is_year(parts[0]) && parts[1].size() <= 2 && parts[2].size() <= 2) {
    return iso_day(parts[0], number_of(parts[1]), number_of(parts[2]));
  }
  const auto pair = split(text, "/");
  if (pair.size() != 2 || !is_digits(pair[0]) || pair[0].size() > 2 || !is_year(pair[1])) return {};
  std::string date = fmt::format("{}-{:02}", pair[1], number_of(pair[0]));
  return is_partial_date(date) ? date : std::string();
}

/// One date; empty if the text is not one.
std::string one_date(std::string_view text, DayOrder order) {
  text = trimmed(text);
  // Midnight is how programs write a day that they store as a time.
  for (const std::string_view midnight : {" 00:00:00.000", " 00:00:00", " 00:00", "T00:00:00Z", "T00:00:00"}) {
    if (text.ends_with(midnight)) text.remove_suffix(midnight.size());
  }
  if (is_partial_date(text)) return std::string(text);
  if (text.empty() || !is_utf8(text)) return {};
  if (std::string clear = date_in_clear_numbers(text); !clear.empty()) return clear;
  if (const auto day = numbered_day(text); day && order != DayOrder::unsaid) {
    return order == DayOrder::day_first ? day->day_first : day->month_first;
  }
  return date_in_words(fold(text));
}

/// What follows one of the words at the start of a folded text, as long as it is a date; empty if none does.
std::string date_after(std::string_view text, std::span<const std::string_view> openings, DayOrder order) {
  const std::string folded = fold(text);
  for (const std::string_view opening : openings) {
    if (!folded.starts_with(opening) || folded.size() <= opening.size() || folded[opening.size()] != ' ') continue;
    // The words of the opening, in the text itself: a date in numbers is not to be folded.
    auto words = split(opening, " ");
    std::string_view rest = trimmed(text);
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::size_t blank = rest.find_first_of(" '\xE2");
      if (blank == std::string_view::npos) return {};
      rest = trimmed(rest.substr(blank + (rest.substr(blank).starts_with("’") ? 3 : 1)));
    }
    if (std::string date = one_date(rest, order); !date.empty()) return date;
  }
  return {};
}

std::optional<WrittenTime> range_between(std::string_view left, std::string_view right, DayOrder order) {
  const std::string from = one_date(left, order);
  if (from.empty()) return std::nullopt;
  if (trimmed(right).empty() || is_open_end(fold(right))) return WrittenTime{from, {}, true};
  const std::string to = one_date(right, order);
  if (to.empty()) return std::nullopt;
  return WrittenTime{from, to};
}

std::optional<WrittenTime> range_of(std::string_view text, DayOrder order) {
  if (text.size() == 9 && (text[4] == '-' || text[4] == '/') && is_year(text.substr(0, 4)) && is_year(text.substr(5))) {
    return WrittenTime{std::string(text.substr(0, 4)), std::string(text.substr(5))};
  }
  if (text.size() == 5 && text[4] == '-' && is_year(text.substr(0, 4)))
    return WrittenTime{std::string(text.substr(0, 4)), {}, true};
  if (text.size() > 5 && text[4] == '-' && is_year(text.substr(0, 4)) && is_open_end(fold(text.substr(5)))) {
    return WrittenTime{std::string(text.substr(0, 4)), {}, true};
  }
  for (const std::string_view between : kBetween) {
    const std::size_t at = text.find(between);
    if (at == std::string_view::npos) continue;
    if (auto range = range_between(text.substr(0, at), text.substr(at + between.size()), order)) return range;
  }
  return std::nullopt;
}

}  // namespace

int month_called(std::string_view word) {
  const std::string key = fold(word);
  for (int month = 0; month < 12; ++month) {
    if (!key.empty() && has_word(kMonths[month], key)) return month + 1;
  }
  return 0;
}

std::optional<NumberedDay> numbered_day(std::string_view text) {
  const auto parts = numbers_of(text);
  if (parts.empty() || !is_year(parts[2]) || parts[0].size() > 2 || parts[1].size() > 2) return std::nullopt;
  const int first = number_of(parts[0]);
  const int second = number_of(parts[1]);
  NumberedDay day{iso_day(parts[2], second, first), iso_day(parts[2], first, second)};
  if (day.day_first.empty() && day.month_first.empty()) return std::nullopt;
  return day;
}

std::optional<WrittenTime> read_written_time(std::string_view text, DayOrder order) {
  constexpr std::size_t kLongest = 80;
  text = trimmed(text);
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  if (std::string date = one_date(text, order); !date.empty()) return WrittenTime{std::move(date)};
  if (auto range = range_of(text, order)) return range;
  if (std::string from = date_after(text, kSince, order); !from.empty())
    return WrittenTime{std::move(from), {}, false, true};
  if (std::string to = date_after(text, kUntil, order); !to.empty()) return WrittenTime{{}, std::move(to)};
  if (is_open_end(fold(text))) return WrittenTime{{}, {}, true};
  return std::nullopt;
}

}  // namespace iscm::text
