#pragma once

#include <string_view>

#include "core/import/job.hpp"

namespace iscm::core {

/// The code of the problem of a new mechanism that may be one of an earlier row.
inline constexpr std::string_view kPossibleSameRow = "possible-same-row";

/// Holds new mechanisms whose name is close to that of a new one on an earlier row, where neither a code nor an answer
/// says that they are two: into temp.near_row and temp.problem.
void hold_near_rows(Job& job);

/// Puts such a problem into words.
void describe_possible_same_row(Job& job, Problem& problem);

}  // namespace iscm::core
