#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "import/staging.hpp"

namespace iscm::import {

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
