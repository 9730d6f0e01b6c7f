#pragma once

// What `check --fix` writes.

#include <memory>
#include <string>
#include <vector>

#include "check/check.hpp"
#include "import/saved_plan.hpp"
#include "read/row_source.hpp"

namespace iscm::check {

/// The repairs of one kind of record or link, as a saved plan: it holds only if the rows still have the version that
/// was checked. A row keeps its source, as correcting a slip states nothing new.
struct Repair {
  import::SavedPlan plan;
  std::unique_ptr<read::RowSource> rows;  ///< reads `plan`
};

/// What `check` would write, for its findings in temp.finding that are not waived. `by_hand` is set to the number of
/// findings without a certain repair: they have no value, are about a code or a list, or their key names two rows.
std::vector<std::unique_ptr<Repair>> repairs_of(sqlite::Connection& connection, const Check& check,
                                                std::int64_t& by_hand);

}  // namespace iscm::check
