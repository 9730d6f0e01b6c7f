#pragma once

// A revision: one set of changes that are saved together, and who made them, when and why.

#include <cstdint>
#include <optional>
#include <string>

#include "sqlite/connection.hpp"

namespace iscm::history {

/// What the file keeps about a revision: when, who, by which command, why, and from which source.
struct RevisionNote {
  std::string kind;                       ///< command, migration, seed or undo (`outside` belongs to the triggers)
  std::string author, command, reason;    ///< may be empty
  std::optional<std::int64_t> source_id;  ///< a row of sources
  std::optional<std::int64_t> undoes;     ///< the revision that this one reverses
  std::string made_at;                    ///< UTC with milliseconds: "2026-01-02T03:04:05.678Z"
};

/// The one open revision, which the triggers stamp on every row that is written. It lives inside a write transaction,
/// and is rolled back with it. Revisions cannot be deleted: a caller who finds that nothing was touched() in this one
/// rolls back too, so that no revision without a change reaches the file.
class OpenRevision {
public:
  /// Throws Error(Exit::failed) outside a transaction, and Error(Exit::refused) if a revision is open already.
  OpenRevision(sqlite::Connection& connection, const RevisionNote& note);
  OpenRevision(const OpenRevision&) = delete;
  OpenRevision& operator=(const OpenRevision&) = delete;

  [[nodiscard]] std::int64_t id() const { return id_; }

  /// Call it before the commit: from then on a write counts as one from outside.
  void close();

private:
  sqlite::Connection& connection_;
  std::int64_t id_;
};

/// Whether this revision inserted, changed or deleted a row of any tracked table. A row that it inserted and
/// deleted again does not count.
bool touched(sqlite::Connection& connection, std::int64_t revision);

}  // namespace iscm::history
