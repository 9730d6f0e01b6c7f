#pragma once

// The checks that no query of schema/checks can do: whether the file itself is sound.

#include <vector>

#include "check/check.hpp"

namespace iscm::check {

/// In the order in which they run, as a finding of one makes the later ones less certain:
///   storage     SQLite can read every page and row (integrity_check); a finding about kFile means that the file is
///               damaged and nothing that is read from it can be trusted
///   references  the parents of every row exist
///   schema      every table, index, view and trigger is as this program builds it
///   history     no revision is missing or left open, and the versions of each row follow one another from the first:
///               none overlaps the next, and none is missing between two or at the beginning
std::vector<Check> structural_checks();

}  // namespace iscm::check
