#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "import/staging.hpp"

namespace iscm::import {

/// Whether a name is all that a new record of this kind needs.
bool can_be_created(const model::Entity& kind);

/// The fields that such a record may have, as the columns name, acronym and address of temp.created: its name or title,
/// its acronym, and the address that may take the place of a name. Null if the kind has none.
std::array<const model::Field*, 3> created_fields(const model::Entity& kind);

/// The id that the next new record of this kind gets: after those that the rows of the input may get.
std::int64_t next_created_id(Job& job, const model::Entity& kind);

/// Makes new records of this kind, in temp.created and temp.resolved, for those of `values` (a query with the columns
/// row and value) that name nothing yet, if Job::creatable or an answer allows it. Each gets a code: the one that
/// was answered, else the acronym of "Name (ACRONYM)", else a slug, with a number if that is taken.
void create_missing(Job& job, const model::Entity& kind, std::string_view values);

/// Makes the source of the whole file in the same way, if it has to be added.
void create_default_source(Job& job);

/// The name and the acronym of new rows that are called "Name (ACRONYM)", in an input without a column of acronyms.
void take_acronyms(Job& job);

/// Takes out of temp.created what no row of temp.input needs.
void drop_needless_records(Job& job);

}  // namespace iscm::import
