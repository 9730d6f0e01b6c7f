#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iscm::model {

/// What a field holds, and so which rule its values keep and how it is stored.
enum class FieldType {
  code,       ///< 1 to 100 of A-Z a-z 0-9 + . _ -, beginning with a letter or digit
  text,       ///< any text without blanks at its ends
  count,      ///< a whole number, 0 or more
  position,   ///< a whole number, 1 or more: a place in a list
  year,       ///< 1900 to 2100
  date,       ///< ISO 8601 to the precision known: 2013, 2013-05 or 2013-05-14
  choice,     ///< one of Field::choices
  address,    ///< http:// or https://
  iso2,       ///< ISO 3166-1 alpha-2
  m49,        ///< UN M49: three digits, leading zeros kept
  reference,  ///< one record of Field::target
  list        ///< several records of Field::target, through Field::link_table
};

/// Under which tier of names a field takes part in resolution (design: code, then name, then alias or acronym).
enum class NameTier { none = 0, code = 1, name = 2, alias = 3 };

struct Field {
  std::string_view name;
  FieldType type = FieldType::text;
  std::string_view column{};   ///< in the table of the entity; the far column of link_table for a list
  std::string_view meaning{};  ///< a sentence for `fields` and the data dictionary
  std::string_view example{};
  std::string_view target{};      ///< entity, for a reference or list
  std::string_view link_table{};  ///< for a list
  std::string_view separator{};   ///< for a list: what stands between items
  std::string_view choices{};     ///< for a choice: the words, with a blank between
  std::string_view fallback{};    ///< of a new record where the input says nothing
  std::string_view synonyms{};    ///< header names, with "; " between
  NameTier tier = NameTier::none;
  bool required = false;

  [[nodiscard]] bool is_number() const {
    return type == FieldType::count || type == FieldType::position || type == FieldType::year;
  }
};

/// How a row of input without a code finds the record that it speaks of.
enum class Identity {
  name,       ///< by its names, through the tiers
  key,        ///< by the fields of Entity::key
  dated_link  ///< by the fields of Entity::key, whose last is the start, with the rules for unknown starts
};

struct Entity {
  std::string_view name;    ///< as typed: "mechanism-theme"
  std::string_view plural;  ///< "mechanism-themes"
  std::string_view table;
  std::string_view meaning;
  Identity identity;
  std::string_view key;          ///< field names with a blank between; of links what identifies them
  std::string_view alias_table;  ///< where other names stand; empty where there are none
  std::span<const Field> fields;
  std::string_view columns{};           ///< those that `list` shows where none are asked for; empty: all
  bool is_pure_link = false;            ///< without an id: WITHOUT ROWID, keyed by its two records
  bool asks_about_close_names = false;  ///< a new one whose name is close to another's may be that one

  [[nodiscard]] const Field* field(std::string_view wanted) const;
  [[nodiscard]] bool has_code() const { return field("code") != nullptr; }
};

/// Every entity and link of the record, in the order in which help lists them.
std::span<const Entity> entities();

/// The entity of this name (singular or plural, case aside); null where there is none.
const Entity* find_entity(std::string_view name);

/// The entity of this name. Throws Error(Exit::usage) with "did you mean" where there is none.
const Entity& entity_named(std::string_view name);

/// The field of this name or synonym, case and punctuation aside; null where there is none.
const Field* find_field(const Entity& entity, std::string_view name);

/// The field of this name or synonym. Throws Error(Exit::usage) with "did you mean" where there is none.
const Field& field_named(const Entity& entity, std::string_view name);

/// The words of a list kept in one text: Entity::key, Field::choices.
std::vector<std::string_view> words(std::string_view list);

/// `source` stands on every entity: the evidence for the row.
const Field& source_field();

}  // namespace iscm::model
