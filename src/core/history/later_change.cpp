#include "core/history/later_change.hpp"

#include <fmt/format.h>

namespace iscm::core {
namespace {

using db::TrackedTable;

/// "row.id = ?2", over the whole key.
std::string key_is_bound(const TrackedTable& table, std::string_view row) {
  std::string condition;
  int position = 2;
  for (const std::string& column : table.key) {
    condition += fmt::format("{}{}.{} = ?{}", condition.empty() ? "" : " AND ", row, column, position++);
  }
  return condition;
}

std::string tuple(const TrackedTable& table, const std::vector<std::string>& terms, std::string_view row) {
  std::vector<std::string> seen;
  for (const std::string& term : terms) seen.push_back(db::through(table, term, row));
  return fmt::format("({})", fmt::join(seen, ", "));
}

/// Every version of one row but those that lived only within a revision.
std::string versions(const TrackedTable& table) {
  const std::string columns = db::column_list(table.all_columns());
  return fmt::format(
      "(SELECT {1} FROM main.{0} AS r WHERE {2} UNION ALL"
      " SELECT {1} FROM main.{0}_history AS r WHERE {2} AND r.revision < r.replaced_by)",
      table.name, columns, key_is_bound(table, "r"));
}

}  // namespace

std::int64_t LaterChange::since(const TrackedTable& table, const std::vector<std::string>& terms,
                                const std::vector<std::int64_t>& key) {
  return ask(fmt::format("SELECT min(v.revision) FROM {0} AS v WHERE v.revision > ?1 AND v.revision > ifnull("
                         "(SELECT max(w.revision) FROM {0} AS w JOIN main.{1} AS n ON {2} WHERE {3} IS NOT {4}), 0)",
                         versions(table), table.name, key_is_bound(table, "n"), tuple(table, terms, "w"),
                         tuple(table, terms, "n")),
             key);
}

std::int64_t LaterChange::removal(const TrackedTable& table, const std::vector<std::int64_t>& key) {
  return ask(fmt::format("SELECT max(h.replaced_by) FROM main.{}_history AS h WHERE h.replaced_by > ?1 AND {}",
                         table.name, key_is_bound(table, "h")),
             key);
}

std::int64_t LaterChange::ask(const std::string& sql, const std::vector<std::int64_t>& key) {
  auto found = prepared_.find(sql);
  if (found == prepared_.end()) found = prepared_.emplace(sql, connection_.prepare(sql)).first;
  db::Statement& statement = found->second;
  statement.bind(1, revision_);
  int position = 2;
  for (const std::int64_t part : key) statement.bind(position++, part);
  const std::int64_t answer = statement.step() ? statement.integer(0) : 0;
  statement.reset();
  return answer;
}

}  // namespace iscm::core
