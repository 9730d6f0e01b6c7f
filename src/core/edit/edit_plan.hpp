#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/edit/words.hpp"
#include "core/entities.hpp"
#include "core/history/change_rows.hpp"
#include "core/import/job.hpp"
#include "db/connection.hpp"

namespace iscm::core {

/// How an edit is to be made.
struct EditOptions {
  std::string source;          ///< code of the source that it rests on; empty where there is none yet
  std::string source_to_be{};  ///< code of the source that would first be made; empty where it is there
  bool keep_alias = false;     ///< where a name changes, the old one becomes an alias
  bool is_another = false;     ///< a new record is none that there is, however close its name
};

/// What an edit would do. Making it reads the record and writes TEMP tables alone; it holds until the next one is made
/// on the connection.
struct EditPlan {
  std::vector<ChangeRow> changes;                    ///< empty: there is nothing to change
  std::vector<Problem> problems;                     ///< where there are any, nothing may be written
  std::vector<std::string> notes;                    ///< what else a person should know
  bool unsourced = false;                            ///< something that it writes rests on no source
  std::function<void(std::int64_t revision)> write;  ///< carries it out under this open revision
};

/// Changes fields of a record that there is. Throws Error (core/edit/record.hpp) where it does not find the one.
EditPlan plan_set(db::Connection& connection, const Entity& entity, const EditWords& words, const EditOptions& options);

/// Makes a record or link. The words of the key are the code, or those that identify a link. Throws
/// Error(Exit::refused) where there is one already, which it names.
EditPlan plan_add(db::Connection& connection, const Entity& entity, const EditWords& words, const EditOptions& options);

}  // namespace iscm::core
