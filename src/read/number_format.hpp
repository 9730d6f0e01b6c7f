#pragma once

// What a spreadsheet's number says under its format: a date, a number with leading zeros. ECMA-376 part 1, 18.8.30 and
// 18.17.4.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace iscm::read {

/// What a number shows.
struct NumberFormat {
  enum class Shows : std::uint8_t { number, year, month, day, time, day_and_time };
  Shows shows = Shows::number;
  std::uint8_t digits = 0;  ///< of a number: at least so many, with zeros before it
};

/// The format that a code as "yyyy-mm-dd" or "000" asks for.
NumberFormat format_of_code(std::string_view code);
/// The format of a number that workbooks have without a code.
NumberFormat format_of_id(std::size_t id);

/// The first day of a workbook's days.
enum class DaySystem { from_1900, from_1904 };

/// Why a number shows no date.
enum class NoDate {
  none,
  no_number,  ///< not a number at all, or with a fraction where none can be
  day_60,     ///< 29 February 1900, which never was
  outside     ///< before the first day or after 9999
};

/// What a cell with this number shows: appended to `text`, dates in ISO. A format without a day gives year and month
/// (without a month, the year) where the day is the first; a time of midnight beside a date is left out.
NoDate append_shown(std::string& text, std::string_view number, const NumberFormat& format, DaySystem system);

/// A date or time in ISO as it is kept: without a time of midnight.
std::string_view without_midnight(std::string_view iso);

}  // namespace iscm::read
