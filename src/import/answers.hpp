#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "import/staging.hpp"
#include "read/row_source.hpp"

namespace iscm::import {

/// Whether an answer about this field says which record is meant; else it says which value.
bool names_a_record(const model::Entity& entity, const model::Field& field);

/// What an answer about something else than a field of a record begins with: the column of a file, and a placeholder.
inline constexpr std::string_view kColumnAnswer = "column";
inline constexpr std::string_view kAnyField = "*";
inline constexpr std::string_view kIgnore = "ignore";    ///< the answer for a column that is skipped
inline constexpr std::string_view kEmpty = "empty";      ///< for a placeholder that stands for nothing
inline constexpr std::string_view kLiteral = "literal";  ///< for one that is a value

/// The rows of a file of answers as they were written. Throws Error(Exit::refused) if it is not such a file.
std::vector<Answer> written_answers(read::RowSource& rows);

/// Answers given in a file with the columns field, value and answer; others are ignored, and so are rows without an
/// answer. `new` and `new:CODE` mean a new record. Throws Error(Exit::refused) with file and value if no entity has the
/// field, or if an answer names no record.
std::vector<Answer> read_answers(sqlite::Connection& connection, const model::Entity& entity, read::RowSource& rows);

/// "This new record is the one with this code." Throws Error if the entity has no names, or if
/// no record has this one.
Answer same_as(sqlite::Connection& connection, const model::Entity& entity, const std::string& name,
               const std::string& record);

/// "This is a new record, with this code" (empty: the usual one). Throws Error if the entity has no names, or if the
/// code is not valid or is another record's.
Answer new_as(sqlite::Connection& connection, const model::Entity& entity, const std::string& name,
              const std::string& code);

/// "This name is one of that record." Throws Error if nothing to which the entity refers has it. FIELD:NAME is about
/// that field alone, and for one without names about a value: "role:membre".
Answer alias_of(sqlite::Connection& connection, const model::Entity& entity, const std::string& name,
                const std::string& record);

/// The kinds of record that a value of this entity may name and that can have aliases.
std::vector<const model::Entity*> kinds_with_aliases(const model::Entity& entity);

/// Fills temp.answer. Throws Error(Exit::usage) if two answers contradict each other.
void load_answers(Job& job);

/// Marks the answers to values of this query (one column), which have been asked for.
void mark_used(Job& job, const model::Entity& kind, std::string_view values);

}  // namespace iscm::import
