#pragma once

#include <string>

#include "core/entities.hpp"

namespace iscm::core {

// What `iscm fields` and the data dictionary say of a field, in words, from the one description of entities.hpp.

/// What the field holds: "text", "date", "reference to member", "list of theme".
std::string type_in_words(const Field& field);

/// The rule that its values keep, as the end of a sentence: "a year from 1900 to 2100 in four digits". Empty where any
/// text will do.
std::string rule_in_words(const Field& field);

/// The fields of an entity as `fields` tells them: its own, then `source`.
std::vector<const Field*> all_fields(const Entity& entity);

/// The field by which people know a record that has a code: its name or title. Null where it has neither.
const Field* label_field(const Entity& entity);

/// docs/data-dictionary.md: of every entity its meaning, table, key and fields.
std::string data_dictionary();

}  // namespace iscm::core
