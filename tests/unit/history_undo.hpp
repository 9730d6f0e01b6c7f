#pragma once

#include "history/undo_apply.hpp"
#include "history/undo_refusals.hpp"

namespace iscm::test {

/// Undoes a revision under the open one. Throws Error if something is in its way.
inline void undo(sqlite::Connection& connection, std::int64_t revision) {
  const history::UndoPlan plan(connection, revision);
  history::refuse_conflicts(plan);
  history::apply_undo(plan, connection.integer("SELECT id FROM revisions WHERE open = 1").value());
}

}  // namespace iscm::test
