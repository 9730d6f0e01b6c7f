#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sqlite/connection.hpp"

namespace iscm::history {

/// What is written down of a revision: when, who, by which command, why, and on what source.
struct RevisionNote {
  std::string kind;                       ///< command, migration, seed or undo (`outside` belongs to the triggers)
  std::string author, command, reason;    ///< empty where there is nothing to say
  std::optional<std::int64_t> source_id;  ///< a row of sources
  std::optional<std::int64_t> undoes;     ///< the revision that this one reverses
  std::string made_at;                    ///< UTC with milliseconds: "2026-01-02T03:04:05.678Z"
};

/// The one open revision, which the triggers stamp on every row that is written. It lives inside a write transaction:
/// a failure rolls both back. So does a caller who finds that nothing was touched() in it, since revisions refuse
/// DELETE: a revision without a change never reaches the file.
class OpenRevision {
public:
  /// Throws Error(Exit::failed) outside a transaction, and Error(Exit::refused) where a revision is open already.
  OpenRevision(sqlite::Connection& connection, const RevisionNote& note);
  OpenRevision(const OpenRevision&) = delete;
  OpenRevision& operator=(const OpenRevision&) = delete;

  [[nodiscard]] std::int64_t id() const { return id_; }

  /// To be called before the commit: from then on a write counts as one from outside.
  void close();

private:
  sqlite::Connection& connection_;
  std::int64_t id_;
};

/// Whether this revision inserted, changed or deleted a row of any tracked table. What it inserted and deleted again
/// itself does not count.
bool touched(sqlite::Connection& connection, std::int64_t revision);

}  // namespace iscm::history
