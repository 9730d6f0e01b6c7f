#pragma once

// Why a revision cannot be undone: everything that later revisions did which the undoing would destroy, or which it
// would contradict.

#include <cstdint>
#include <string>
#include <vector>

#include "history/undo.hpp"

namespace iscm::history {

/// One thing that is in the way of an undo.
struct Conflict {
  std::string table;
  std::string record;               ///< as the view `changes` names it
  std::string column;               ///< empty if it is about the whole row
  std::int64_t later_revision = 0;  ///< the revision that is to be undone first
  std::string message;              ///< "mechanism midsa: year_established was changed by revision 12"
};

/// Everything that is in the way of the plan, by table and record; empty if nothing is:
/// - values that are no longer what the revision left, and rows that were removed or have come back since. Values are
///   compared, not revisions: what was changed and changed back is no conflict;
/// - rules between rows that would be broken: a unique key taken, a parent gone, a later row that refers to one that
///   would go, a parent below its own child;
/// - names that would return to one record while another has been given them: a name finds one record.
std::vector<Conflict> undo_conflicts(const UndoPlan& plan);

/// Throws Error(Exit::refused) if the plan has conflicts; the message names the later revision, record and field of
/// each, or says that the revision was undone already.
void refuse_conflicts(const UndoPlan& plan);

}  // namespace iscm::history
