#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "import/staging.hpp"
#include "model/entities.hpp"

// Which column of an input is which field, and which entity a header is for.

namespace iscm::import {

/// A column that a person matched to a field.
struct ColumnMapping {
  std::size_t column;  ///< its place in the header, from 0
  std::string field;   ///< a name or synonym
};

/// A value that all rows share.
struct SharedValue {
  std::string field;  ///< a name or synonym
  std::string value;  ///< as it was typed
};

/// What a person said about columns whose names do not say which field they are, and what no column says.
struct ColumnChoices {
  std::vector<ColumnMapping> mapped{};
  std::vector<std::size_t> ignored{};  ///< places in the header, from 0
  bool ignores_unknown = false;        ///< columns that fit no field are ignored
  std::vector<SharedValue> shared{};
};

/// The field of the entity that a column of the header holds: the one that was chosen, else by its name or a synonym.
/// Null if it is ignored, has no name or is not a field.
const model::Field* field_of_column(const model::Entity& entity, std::span<const std::string> header,
                                    std::size_t column, const ColumnChoices& choices);

/// Whether a column is ignored by its place or is one of rejects_columns().
bool is_ignored(std::span<const std::string> header, std::size_t column, const ColumnChoices& choices);

/// The place of the column that is meant by its name (case and accents aside), its number or its letters; nothing if
/// there is none. Throws Error(Exit::usage) if several have the name.
std::optional<std::size_t> column_called(std::span<const std::string> header, const std::string& name);

/// Matches the names of a header to fields of the entity. A column that is no field is a problem unless it is ignored;
/// so are two columns for one field, and two of one name of which neither is ignored. A column without a name is left
/// out: whether it matters, its cells say (nameless_columns.hpp).
std::vector<const model::Field*> map_columns(const model::Entity& entity, std::span<const std::string> header,
                                             const ColumnChoices& choices, std::vector<Problem>& problems);

/// The columns that fit no field and that ColumnChoices::ignores_unknown passes over, as people name them.
std::vector<std::string> unknown_columns(const model::Entity& entity, std::span<const std::string> header,
                                         const ColumnChoices& choices);

/// The columns that a file of rejected rows has besides those of the input: an import ignores them.
std::span<const std::string_view> rejects_columns();

/// Whether a column is one of them.
bool is_rejects_column(std::string_view name);

/// The entity whose fields the header names: all of its columns but those that are ignored, and what a new record
/// needs; of several the one after which the `part` of the file (a sheet) or the file is named. Throws
/// Error(Exit::refused) if there is none or more than one; the hint names the columns that do not fit the entity that
/// comes closest.
const model::Entity& recognize(const std::string& file, std::string_view part, std::span<const std::string> header,
                               const ColumnChoices& choices);

/// Whether a header is the one that `export` writes of the entity: all its fields, by their own names.
bool is_export(const model::Entity& entity, std::span<const std::string> header);

/// A file to fill in: the fields of an entity as its header, and a row of examples.
struct Template {
  std::vector<std::string> header;
  std::vector<std::string> example;  ///< begins with kExampleMark; without it, the row is one that can be imported
};

Template template_of(const model::Entity& entity);

}  // namespace iscm::import
