#pragma once

// What people type after the entity in `add`, `set` and `remove`: the words that name a record, then FIELD=VALUE.

#include <string>
#include <string_view>
#include <vector>

#include "model/entities.hpp"

namespace iscm::model {

/// FIELD=VALUE, FIELD+=VALUE or FIELD-=VALUE, as it was typed.
struct FieldWord {
  enum class Way { set, add, take };
  const Field* field;
  Way way;
  std::string value;         ///< tidied; empty: the field is cleared
  bool is_squeezed = false;  ///< blanks inside it were dropped
};

/// The word for a field and a value as it was typed; tidies the value.
FieldWord field_word(const Field& field, FieldWord::Way way, std::string_view typed);

/// What was typed after the entity: which record, and what of it.
struct EditWords {
  std::vector<std::string> key;  ///< the words before the first field
  std::vector<FieldWord> fields;

  /// The first word for this field; null if there is none.
  [[nodiscard]] const FieldWord* on(const Field& field) const;
};

/// Understands the words of `add`, `set` and `remove`. Throws Error(Exit::usage) for an unknown field (with "did you
/// mean"), a word after the fields that is not one, += or -= if the field is no list, and a field that is set twice.
EditWords read_words(const Entity& entity, const std::vector<std::string>& words);

/// Throws Error(Exit::refused) if a word is not UTF-8: such bytes would break every file to which the record is
/// exported.
void refuse_broken_text(std::string_view word);

}  // namespace iscm::model
