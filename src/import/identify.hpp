#pragma once

#include <cstdint>
#include <string_view>

#include "import/staging.hpp"

namespace iscm::import {

/// Finds, for each row of an entity known by its names, its record: by its code, else by its name
/// (an answer counts as the code). The others become new records: record_id is the id that they will have.
void identify_by_name(Job& job);

/// The same for entities known by a key of several fields, once the references among them are resolved. A dated link
/// matches its exact start first; else the only undated one that no other row matches and that had not ended before
/// that start, which is then a change; a row without a start matches the only link there is, several are a problem.
/// `by_start`: links are only known by their exact start; one without a start is another.
void identify_by_key(Job& job, bool by_start = false);

/// The only row is about this record, whatever it says: as if identified by its code.
void identify_as(Job& job, std::int64_t record);

/// What the problem "exists-already" says of a link whose start, or that of the row, is unknown.
inline constexpr std::string_view kMayBeTheSame = ", and may be the same: a start is unknown";

/// Rejects rows whose record was found, or may have been: they are about new ones ("exists-already").
void reject_found(Job& job);

/// Gives new records without a code the one that a person would expect: the acronym, else a slug of the name; of
/// meetings and outcomes that of the mechanism with the date or title. Equal ones get a number.
void give_codes(Job& job);

}  // namespace iscm::import
