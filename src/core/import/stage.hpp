#pragma once

#include "core/import/job.hpp"
#include "read/row_source.hpp"

namespace iscm::core {

/// Matches the names of a header to fields of the entity. A column that is no field is a problem unless its name is
/// in `ignored`; so are two columns for one field.
std::vector<const Field*> map_columns(const Entity& entity, std::span<const std::string> header,
                                      std::span<const std::string> ignored, std::vector<Problem>& problems);

/// Reads every row into temp.input: each cell tidied (blanks at its ends and doubled within removed, empty is NULL),
/// and the row as it was read kept beside it. What the reader found wrong stands in rows.problems() afterwards.
void fill_input(Job& job, read::RowSource& rows);

/// A JSON array of these texts.
std::string json_array(std::span<const std::string_view> texts);

}  // namespace iscm::core
