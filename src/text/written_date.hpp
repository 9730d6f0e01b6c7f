#pragma once

// Dates as people write them: a month in letters in English, French or Spanish, a range, "since 2009", numbers alone.
// What is stored is always ISO 8601, which partial_date.hpp reads.

#include <optional>
#include <string>
#include <string_view>

namespace iscm::text {

/// In which order numbers alone are read: 14/05/2013 or 05/14/2013.
enum class DayOrder { unsaid, day_first, month_first };

/// What a text says of a time, in ISO 8601.
struct WrittenTime {
  std::string from{};        ///< the date itself, or the start; empty if only an end is said
  std::string to{};          ///< the end of a range
  bool is_open = false;      ///< it says that there is no end: "2009 - present", "present"
  bool only_begins = false;  ///< "since 2009", which says nothing of an end
};

/// Reads one date, a range ("2011-2013", "May 2013 to June 2014", "2011 –"), "since 2009", "until 2013" or "present",
/// in any case. Null for what has another meaning or more than one: numbers alone are read as `order` says, two digits
/// are no year.
std::optional<WrittenTime> read_written_time(std::string_view text, DayOrder order = DayOrder::unsaid);

/// What a day in numbers alone can be: 14/05/2013. Empty where it cannot be read in this order.
struct NumberedDay {
  std::string day_first;
  std::string month_first;
};

/// Both readings of a text that is such a day; null if it is not one, or fits neither.
std::optional<NumberedDay> numbered_day(std::string_view text);

/// The month that a word means in English, French or Spanish, in full or shortened, from 1; 0 if it means none.
int month_called(std::string_view word);

}  // namespace iscm::text
