#pragma once

#include <functional>
#include <string>

#include "db/connection.hpp"

namespace iscm::core {

/// Where the history of the record is not whole.
struct HistoryFinding {
  std::string check;     ///< "history"
  std::string severity;  ///< "error"
  std::string entity;    ///< "mechanism"; "revision" where it is about one
  std::string key;       ///< the record, or the number of the revision
  std::string field;     ///< "revision": the versions, not a value, are at fault
  std::string message;
  std::string hint;
};

using HistoryFindingSink = std::function<void(const HistoryFinding&)>;

/// Proves that the versions of every row follow one another down to the first revision: none overlaps the next, each
/// that was replaced by a change has its successor, none is of a revision that there is not, none ends before it began,
/// and no revision was left open. Gives what is not so to `sink`, by table and record; nothing where history is whole.
/// Reads alone, each table once.
void prove_history(db::Connection& connection, const HistoryFindingSink& sink);

}  // namespace iscm::core
