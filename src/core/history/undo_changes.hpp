#pragma once

#include <cstdint>
#include <vector>

#include "core/history/change_rows.hpp"
#include "core/history/undo_plan.hpp"

namespace iscm::core {

/// What carrying out the plan will do, in words: at most `limit` rows, by entity and record, and how many rows of
/// tables it touches in all. To be asked before the plan is carried out.
struct PlannedChanges {
  std::vector<ChangeRow> first;
  std::int64_t left_out = 0;  ///< rows of tables beyond those told of
  std::int64_t total = 0;     ///< rows of tables that change; 0: there is nothing to do
};

PlannedChanges planned_changes(const UndoPlan& plan, std::int64_t limit);

}  // namespace iscm::core
