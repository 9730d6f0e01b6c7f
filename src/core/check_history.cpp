#include "core/check_history.hpp"

#include <fmt/format.h>

#include "core/history/proof.hpp"

namespace iscm::core {
namespace {

/// Numbers are given without a gap, and never again: what is missing was taken away.
constexpr std::string_view kMissingRevisions = R"(
WITH stands (id) AS (
  SELECT 0 UNION ALL SELECT id FROM main.revisions
  UNION ALL SELECT seq + 1 FROM main.sqlite_sequence WHERE name = 'revisions'
),
pairs AS (SELECT id, lead(id) OVER (ORDER BY id) AS next FROM stands)
SELECT CAST(id + 1 AS TEXT),
  iif(next = id + 2, printf('revision %d is missing', id + 1), printf('revisions %d to %d are missing', id + 1, next - 1))
FROM pairs WHERE next > id + 1)";

}  // namespace

void find_history_gaps(db::Connection& connection, const Check& check, const FindingSink& sink) {
  db::Statement missing = connection.prepare(kMissingRevisions);
  while (missing.step()) {
    sink({.check = check.name,
          .severity = check.severity,
          .entity = "revision",
          .key = missing.text(0),
          .field = {},
          .message = missing.text(1),
          .hint = "another program took it out of the history; compare with a backup: `iscm diff BACKUP`"});
  }
  prove_history(connection, sink);
}

}  // namespace iscm::core
