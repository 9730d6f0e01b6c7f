#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/staging.hpp"

namespace iscm::import {

/// Over temp.input AS i, with the kind of record as ?1: nobody has said that the row is new.
inline constexpr std::string_view kUndecided =
    "NOT EXISTS (SELECT 1 FROM temp.answer AS a WHERE a.kind = ?1 AND a.is_new AND a.key = fold(i.f_name))";

/// The folded names under which a name is compared: "Name (ACRONYM)" as a whole, and as the name alone.
std::vector<std::string> compared_keys(std::string_view name);

/// Rejects new mechanisms whose name or acronym is close to a name of an existing one (text/near_names.hpp) and of
/// which no answer says that they are new: into temp.near and temp.problem.
void reject_near_duplicates(Job& job);

/// What people call the records that the row on this line may be.
std::vector<std::string> codes_near(Job& job, std::size_t line);

/// Puts such a problem into words.
void describe_possible_duplicate(Job& job, Problem& problem);

/// Rejects new mechanisms whose name is close to that of a new one on an earlier row, if neither a code nor an answer
/// says that they are two: into temp.near_row and temp.problem.
void reject_near_rows(Job& job);

/// Puts such a problem into words.
void describe_possible_same_row(Job& job, Problem& problem);

}  // namespace iscm::import
