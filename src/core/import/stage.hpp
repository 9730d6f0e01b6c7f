#pragma once

#include "core/import/job.hpp"
#include "read/row_source.hpp"

namespace iscm::core {

/// A column that a person matched to a field.
struct ColumnMapping {
  std::string column;  ///< as it stands in the header
  std::string field;   ///< a name or synonym
};

/// What a person said about columns whose names do not tell.
struct ColumnChoices {
  std::vector<ColumnMapping> mapped;
  std::vector<std::string> ignored;
};

/// The field of the entity that a column of this name holds: the one that was chosen, else by its name or a synonym.
/// Null where it is ignored or no field.
const Field* field_of_column(const Entity& entity, const std::string& column, const ColumnChoices& choices);

/// Whether a column is one to pass over.
bool is_ignored(const std::string& column, const ColumnChoices& choices);

/// Matches the names of a header to fields of the entity. A column that is no field is a problem unless it is ignored;
/// so are two columns for one field.
std::vector<const Field*> map_columns(const Entity& entity, std::span<const std::string> header,
                                      const ColumnChoices& choices, std::vector<Problem>& problems);

/// Reads every row into temp.input: each cell tidied (blanks at its ends and doubled within removed, empty is NULL),
/// and the row as it was read kept beside it. Example rows of a template are passed over. What the reader found wrong
/// stands in rows.problems() afterwards.
void fill_input(Job& job, read::RowSource& rows);

/// A JSON array of these texts.
std::string json_array(std::span<const std::string_view> texts);

}  // namespace iscm::core
