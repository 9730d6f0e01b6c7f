#pragma once

// Dates as they are known: to a year, a month or a day. Every date that is typed, read or stored is parsed here.

#include <string>
#include <string_view>

namespace iscm::text {

/// Whether the text is an ISO 8601 date to a known precision: 2013, 2013-05 or 2013-05-14. The months and days are
/// those of the Gregorian calendar, the years 1000 to 2999; nothing may be around it.
bool is_partial_date(std::string_view text);

/// Whether the text is such a date to the day.
bool is_day(std::string_view text);

/// The date that a typed word means: `today` and `now` are the day of `today` (YYYY-MM-DD), in capitals or not; any
/// other text is given back as it is. Whatever takes a date from a person asks this first.
std::string date_meant(std::string_view typed, std::string_view today);

/// Whether the whole of a date lies after the day `today`. Throws Error (refused) for what is not a partial date.
bool is_in_future(std::string_view date, std::string_view today);

/// The first and the last day that a partial date can mean, as YYYY-MM-DD.
/// Both throw Error (refused) for what is not a partial date.
std::string first_day(std::string_view date);
std::string last_day(std::string_view date);

/// Whether every day that `earlier` can mean lies before every day that `later` can mean. Two partial dates of which
/// neither is certainly before the other do not conflict. Throws Error (refused) for what is not a partial date.
bool certainly_before(std::string_view earlier, std::string_view later);

}  // namespace iscm::text
