#pragma once

// Entities and fields: found by the names that people type, and described in words. What they are is in entity.hpp,
// which there are in entity_data.hpp; both come with this header.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/entity.hpp"
#include "model/entity_data.hpp"

namespace iscm::model {

/// The entity with this name (singular or plural, in any case); null if there is none.
const Entity* find_entity(std::string_view name);

/// The entity with this name. Throws Error(Exit::usage) with "did you mean" if there is none.
const Entity& entity_named(std::string_view name);

/// The field with this name or synonym, in any case and punctuation; null if there is none.
const Field* find_field(const Entity& entity, std::string_view name);

/// What to do about a word that is no field of the entity, but what its records have as links or records of their own:
/// "members" of a mechanism. Empty if it is neither. `record`: the one that is meant, as it was typed.
std::string meant_by(const Entity& entity, std::string_view name, std::string_view record = {});

/// The field with this name or synonym. Throws Error(Exit::usage) with what was meant, or "did you mean", if there is
/// none.
const Field& field_named(const Entity& entity, std::string_view name, std::string_view record = {});

/// The words of a list kept in one text: Entity::key, Field::choices.
std::vector<std::string_view> words(std::string_view list);

/// The fields of an entity, `source` last.
std::vector<const Field*> all_fields(const Entity& entity);

/// The field by which people know a record that has a code: its name or title. Null if it has neither.
const Field* label_field(const Entity& entity);

/// The fields in which a record says from when until when.
inline constexpr std::pair<std::string_view, std::string_view> kSpans[] = {{"valid_from", "valid_to"},
                                                                           {"year_established", "year_ended"}};
struct Span {
  const Field* from;
  const Field* to;
};
std::vector<Span> spans_of(const Entity& entity);

/// What the field holds: "text", "date", "reference to member", "list of theme".
std::string type_in_words(const Field& field);

/// The rule for its values, as the end of a sentence: "a year from 1900 to 2100 in four digits". Empty if any text will
/// do.
std::string rule_in_words(const Field& field);

/// The problem with a value that breaks the rule of its field ("not-a-date"); empty if it keeps it.
std::string_view broken_rule(const Field& field, std::string_view value);

}  // namespace iscm::model
