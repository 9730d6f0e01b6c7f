#pragma once

// What values mean that are not written as they are stored: choices in capitals, French or Spanish, dates with a month
// in letters. The one place where they are read, for every way in and for filters.

#include <optional>
#include <string>
#include <string_view>

#include "model/entity.hpp"
#include "text/written_date.hpp"

namespace iscm::model {

/// What may be read as a date beyond what has one meaning.
struct DateOptions {
  text::DayOrder order = text::DayOrder::unsaid;
  bool accepts_spreadsheets = false;  ///< what a spreadsheet made of a date: 44927, May-13
};

/// A date or year as it is stored.
struct ReadTime {
  std::string value{};   ///< empty: none
  std::string end{};     ///< what the same words say of the field in which the time of this one ends
  bool is_open = false;  ///< they say that it has no end
};

/// The word of a choice that is meant, whatever its case, accents and blanks, also in French or Spanish; the value
/// itself if it means none.
std::string_view choice_meant(const Field& field, std::string_view value);

/// What a value that breaks the rule of a date or a year says, if it has one meaning there: "since 2009" begins, and
/// cannot be in a field in which something ends. Null if it keeps the rule, or if nothing can be read.
std::optional<ReadTime> time_meant(const Field& field, std::string_view value, const DateOptions& options = {});

/// What is stored of a value as somebody typed it or as a file has it: blanks as text::squeezed() leaves them; empty
/// for a list of nothing but separators; a choice and a date as they are stored, if what is written has one meaning by
/// itself. Every way in goes through here.
std::string stored_value(const Field& field, std::string_view typed);

/// The field in which that ends which begins in this one: valid_to of valid_from. Null if there is none.
const Field* end_of(const Entity& entity, const Field& field);

}  // namespace iscm::model
