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

/// The rows of a file of answers as they were written. Throws Error(Exit::refused) where it is no such file.
std::vector<Answer> written_answers(read::RowSource& rows);

/// Answers given in a file with the columns field, value and answer; others are passed over, and so are rows without an
/// answer. `new` and `new:CODE` mean a new record. Throws Error(Exit::refused) naming file and value where a field is
/// none of the record's, or an answer names no record.
std::vector<Answer> read_answers(sqlite::Connection& connection, const model::Entity& entity, read::RowSource& rows);

/// "This new record is the one with this code." Throws Error where the entity has no names, or no record is called so.
Answer same_as(sqlite::Connection& connection, const model::Entity& entity, const std::string& name,
               const std::string& record);

/// "This is a new record, with this code" (empty: the usual one). Throws Error where the entity has no names, or the
/// code is none or another record's.
Answer new_as(sqlite::Connection& connection, const model::Entity& entity, const std::string& name,
              const std::string& code);

/// "This name is one of that record." Throws Error where nothing that the entity refers to is called so.
Answer alias_of(sqlite::Connection& connection, const model::Entity& entity, const std::string& name,
                const std::string& record);

/// The kinds of record that a value of this entity may name and that can have aliases.
std::vector<const model::Entity*> kinds_with_aliases(const model::Entity& entity);

/// Fills temp.answer. Throws Error(Exit::usage) where two answers contradict each other.
void load_answers(Job& job);

/// Marks the answers to values of this query (one column), which have been asked for.
void mark_used(Job& job, const model::Entity& kind, std::string_view values);

/// Fills temp.learned, once everything is resolved. Throws Error where an answer that has to be learned (Learn::always)
/// is a name of another record, or answers nothing.
void learn_aliases(Job& job);

/// Writes temp.learned under this revision.
void write_learned(Job& job, std::int64_t revision);

/// A value of which a person has to say what it means.
struct Question {
  std::string field;
  std::string value;
  std::vector<std::string> suggestions;  ///< possible answers, the best first
};

/// A record that may be meant.
struct Suggestion {
  std::string name;
  std::string code;
};

/// Finds records whose names are close to a value. The names of a kind are read once.
class Suggestions {
public:
  explicit Suggestions(sqlite::Connection& connection) : connection_(connection) {}

  /// At most three records, the best first, each once. After many values there are none: nobody reads so many, and a
  /// file of wrong names should not take minutes.
  const std::vector<Suggestion>& close_to(const model::Entity& kind, const std::string& value);

private:
  struct Names {
    std::vector<std::string> names;
    std::unordered_map<std::string, std::string> codes;  ///< by name
  };
  const Names& names_of(const model::Entity& kind);

  sqlite::Connection& connection_;
  std::map<std::string_view, Names> names_;
  std::map<std::pair<std::string_view, std::string>, std::vector<Suggestion>> found_;
};

/// Whether an answer can solve problems with this code.
bool is_question(const Problem& problem);

/// Puts a question into words: message and hint.
void describe_question(Job& job, Suggestions& suggestions, Problem& problem);

/// Every question among the problems, once, with what may be answered.
std::vector<Question> questions_of(Job& job, std::span<const Problem> problems);

}  // namespace iscm::import
