#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/import/job.hpp"

namespace iscm::core {

/// The code of the problem of a new mechanism that may be one that is there.
inline constexpr std::string_view kPossibleDuplicate = "possible-duplicate";

/// Holds new mechanisms whose name or acronym is close to a name of an existing one (text/near_names.hpp) and of which
/// no answer says that they are new: into temp.near and temp.problem.
void hold_near_duplicates(Job& job);

/// The codes of the mechanisms that the row on this line may be.
std::vector<std::string> codes_near(Job& job, std::size_t line);

/// Puts such a problem into words.
void describe_possible_duplicate(Job& job, Problem& problem);

}  // namespace iscm::core
