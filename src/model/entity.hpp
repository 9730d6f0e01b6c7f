#pragma once

// What an entity and a field are. Everything that differs between them is data, in entity_data.cpp: code asks for a
// property instead of comparing names.

#include <span>
#include <string>
#include <string_view>

#include "model/field_types.hpp"

namespace iscm::model {

/// How a field names its record: a name is looked up as a code first, then as a name, then as an alias or acronym.
enum class NameTier { none = 0, code = 1, name = 2, alias = 3 };

struct Field {
  std::string_view name;
  FieldType type = FieldType::text;
  std::string_view column{};   ///< in the table of the entity; of a list the far column of link_table
  std::string_view meaning{};  ///< a sentence for `fields` and the data dictionary
  std::string_view example{};
  std::string_view target{};         ///< entity, of a reference or list
  std::string_view link_table{};     ///< of a list
  std::string_view separator{};      ///< of a list: the characters between its items
  std::string_view choices{};        ///< of a choice: the words, with a blank between
  std::string_view fallback{};       ///< the value of a new record if the input has none
  std::string_view synonyms{};       ///< header names, with "; " between
  std::string_view folded_column{};  ///< the column with the folded value, by which it is compared; empty if none
  NameTier tier = NameTier::none;
  bool required = false;
  bool may_repeat = false;        ///< of a name: several records may have it, as several pages are called "News"
  bool is_of_its_source = false;  ///< a number of the date of its source: none of another date

  [[nodiscard]] bool is_number() const { return type_info(type).is_number; }
  [[nodiscard]] bool is_code() const { return type == FieldType::code; }
};

/// How a row of input without a code finds its record.
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
  Identity identity = Identity::key;
  std::string_view key;            ///< names of the fields that identify a row, with a blank between
  std::string_view alias_table{};  ///< the table of its other names; empty if there is none
  std::span<const Field> fields;
  std::string_view columns{};           ///< what `list` shows unless told otherwise; empty: all fields
  bool is_pure_link = false;            ///< WITHOUT ROWID: it has no id, and its key is its two records
  bool asks_about_close_names = false;  ///< a new one whose name is close to another's may be that one
  bool needs_sources = true;            ///< its facts need a source
  bool belongs_to_mechanism = false;    ///< its unsourced facts are counted for its mechanism

  /// The field with exactly this name; null if there is none.
  [[nodiscard]] const Field* field(std::string_view wanted) const {
    for (const Field& candidate : fields) {
      if (candidate.name == wanted) return &candidate;
    }
    return nullptr;
  }
  [[nodiscard]] bool has_code() const { return field("code") != nullptr; }
};

}  // namespace iscm::model
