#pragma once

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
  std::string value;         ///< tidied; empty: to be cleared
  bool is_squeezed = false;  ///< within it, blanks were typed that are not kept
};

/// The word that sets a field to this, tidied.
FieldWord field_word(const Field& field, FieldWord::Way way, std::string_view typed);

/// What was typed after the entity: which record, and what of it.
struct EditWords {
  std::vector<std::string> key;  ///< the words before the first field
  std::vector<FieldWord> fields;

  /// The first word on this field; null where there is none.
  [[nodiscard]] const FieldWord* on(const Field& field) const;
};

/// Understands the words of `add`, `set` and `remove`. Throws Error(Exit::usage) for an unknown field (with "did you
/// mean"), a word after the fields that is none, += or -= on what is no list, and a field that is set twice.
EditWords read_words(const Entity& entity, const std::vector<std::string>& words);

/// Throws Error(Exit::refused) where a word is no UTF-8: stored, such bytes would break every file that the record is
/// exported to.
void refuse_broken_text(std::string_view word);

}  // namespace iscm::model
