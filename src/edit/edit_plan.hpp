#pragma once

// What every edit has in common: add, set, remove, rename and merge each make an EditPlan, which a command prints and
// then writes.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "history/changes.hpp"
#include "import/staging.hpp"

namespace iscm::edit {

/// How an edit is to be made.
struct EditOptions {
  std::string source;          ///< code of the source of what the edit sets; may be empty
  std::string source_to_be{};  ///< code of a source that does not exist yet; in its place for a preview
  bool keep_alias = false;     ///< if a name changes, the old one becomes an alias
  bool is_another = false;     ///< a new record is not one that exists, even if its name is close to that of one
};

/// What an edit would do. Making it reads the record and writes only TEMP tables; it holds until the next plan is made
/// on the connection.
struct EditPlan {
  std::vector<history::ChangeRow> changes;           ///< empty: there is nothing to change
  std::vector<import::Problem> problems;             ///< if there are any, nothing may be written
  std::vector<std::string> notes;                    ///< what else a person should know
  bool unsourced = false;                            ///< it writes something without a source
  std::function<void(std::int64_t revision)> write;  ///< carries it out under this open revision
};

}  // namespace iscm::edit
