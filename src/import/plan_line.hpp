#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "import/saved_plan.hpp"

// One line of a saved plan as JSON, and its members by their kinds, for the reader of the whole. A plan is a file that
// people edit and mail: what a line has is taken as it is meant, or BadLine is thrown, which says what is wrong.

namespace iscm::import::plan_line {

struct BadLine {
  std::string column;
  std::string value;
  std::string code;
  std::string message;
  std::string hint;
};

[[noreturn]] void fail(const std::string& column, const std::string& code, const std::string& message,
                       const std::string& value = {}, const std::string& hint = {});

/// Throws if the text is no JSON or longer than a line can be, if a key stands twice in it, and if it is nested deeper
/// than any plan.
nlohmann::json parse(std::string_view line);

/// Throws if there is none of this name.
const nlohmann::json& member(const nlohmann::json& object, const char* name);

/// Throws if the object has a key besides these: it may be one of them, misspelt.
void refuse_others(const nlohmann::json& object, std::initializer_list<std::string_view> known);

/// Texts stay as they are; somebody who edits a plan may write a number as a number. Throws for other values, and for a
/// text longer than a cell can be.
SavedText text_of(const nlohmann::json& value, const std::string& column);
std::string required_text(const nlohmann::json& object, const char* name);
/// Empty if there is none of this name.
std::string optional_text(const nlohmann::json& object, const char* name);

std::vector<std::string> texts_of(const nlohmann::json& value, const std::string& column);
/// A list of texts, as the text of a JSON array.
std::string array_of(const nlohmann::json& value, const std::string& column);

/// A number that counts: of a line, of a revision.
std::int64_t number_of(const nlohmann::json& value, const char* name);

}  // namespace iscm::import::plan_line
