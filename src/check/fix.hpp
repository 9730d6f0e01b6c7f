#pragma once

#include <memory>
#include <string>
#include <vector>

#include "check/check.hpp"
#include "import/saved_plan.hpp"
#include "read/row_source.hpp"

namespace iscm::check {

/// The repairs of one kind of record, in the form of a saved plan: bound to the version of each row, links too, and
/// on the source that the row rests on now, as a slip of the pen is no fact.
struct Repair {
  import::SavedPlan plan;
  std::unique_ptr<read::RowSource> rows;  ///< reads `plan`
};

/// What a check would have instead of what it found, for the findings in temp.finding that are not waived. `by_hand`
/// counts those without a value, and those whose value is no text, number, date, choice or reference of one record.
std::vector<std::unique_ptr<Repair>> repairs_of(sqlite::Connection& connection, const Check& check,
                                                std::int64_t& by_hand);

}  // namespace iscm::check
