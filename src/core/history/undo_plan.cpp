#include "core/history/undo_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace iscm::core {
namespace {

using db::column_list;
using db::TrackedTable;

std::string target_columns(const TrackedTable& table) {
  return fmt::format("undo_action, {}, {}", column_list(table.key), column_list(table.columns));
}

std::string has_no_version(const TrackedTable& table, const std::string& row, const std::string& condition) {
  return fmt::format("NOT EXISTS (SELECT 1 FROM main.{}_history AS v WHERE {} AND {})", table.name,
                     table.same_key("v", row), condition);
}

bool is_touched(db::Connection& connection, const TrackedTable& table, std::int64_t revision) {
  return connection.integer(fmt::format("SELECT EXISTS (SELECT 1 FROM main.{0} WHERE revision = ?1)"
                                        " OR EXISTS (SELECT 1 FROM main.{0}_history AS h WHERE h.replaced_by = ?1)"
                                        " OR EXISTS (SELECT 1 FROM main.{0}_history AS h WHERE {1})",
                                        table.name, is_replaced_after("h")),
                            revision) == 1;
}

/// Rows that were updated: each column that the revision changed goes back, every other stays as it is now.
std::string updates(const TrackedTable& table) {
  std::string values;
  for (const std::string& column : table.columns) {
    values += fmt::format(", CASE WHEN a.{0} IS NOT NULL AND b.{1} IS a.{1} THEN n.{1} ELSE b.{1} END",
                          table.key.front(), column);
  }
  return fmt::format(
      "INSERT INTO temp.undo_{0} ({1}) SELECT 'update', {2}{3} FROM main.{0}_history AS b"
      " JOIN main.{0} AS n ON {4}"
      " LEFT JOIN main.{0}_history AS a ON {5} AND {6}"
      " WHERE {7} AND (n.revision = ?1 OR a.{8} IS NOT NULL)",
      table.name, target_columns(table), column_list(table.key, "n"), values, table.same_key("n", "b"),
      table.same_key("a", "b"), is_replaced_after("a"), is_before("b"), table.key.front());
}

/// Rows that were inserted, and stand as they were or were changed since.
std::string deletes(const TrackedTable& table) {
  return fmt::format(
      "INSERT INTO temp.undo_{0} (undo_action, {1})"
      " SELECT 'delete', {2} FROM main.{0} AS n WHERE n.revision = ?1 AND {3}"
      " UNION ALL SELECT 'delete', {2} FROM main.{0}_history AS a JOIN main.{0} AS n ON {4} WHERE {5} AND {6}",
      table.name, column_list(table.key), column_list(table.key, "n"), has_no_before(table, "n"),
      table.same_key("n", "a"), is_replaced_after("a"), has_no_before(table, "a"));
}

/// Rows that were deleted.
std::string inserts(const TrackedTable& table) {
  return fmt::format(
      "INSERT INTO temp.undo_{0} ({1}) SELECT 'insert', {2}, {3} FROM main.{0}_history AS b"
      " WHERE {4} AND {5} AND NOT EXISTS (SELECT 1 FROM main.{0} AS n WHERE {6})",
      table.name, target_columns(table), column_list(table.key, "b"), column_list(table.columns, "b"), is_before("b"),
      has_no_replaced_after(table, "b"), table.same_key("n", "b"));
}

}  // namespace

UndoPlan::UndoPlan(db::Connection& connection, std::int64_t revision)
    : connection_(connection), revision_(revision), tables_(db::tracked_tables(connection)) {
  std::copy_if(tables_.begin(), tables_.end(), std::back_inserter(touched_),
               [&](const TrackedTable& table) { return is_touched(connection, table, revision); });
  for (const TrackedTable& table : touched_) {
    create(table);
    fill(table);
  }
}

UndoPlan::~UndoPlan() {
  for (const TrackedTable& table : touched_) {
    try {
      connection_.run(fmt::format("DROP TABLE IF EXISTS temp.undo_{}", table.name));
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): create() drops what is left
    }
  }
}

bool UndoPlan::touches(const std::string& table) const {
  return std::any_of(touched_.begin(), touched_.end(),
                     [&](const TrackedTable& candidate) { return candidate.name == table; });
}

void UndoPlan::create(const TrackedTable& table) {
  std::string key;
  for (const std::string& column : table.key) key += column + " INTEGER, ";
  connection_.run(fmt::format("DROP TABLE IF EXISTS temp.undo_{}", table.name));
  connection_.run(fmt::format("CREATE TEMP TABLE undo_{} (undo_action TEXT NOT NULL, {}{}, PRIMARY KEY ({}))",
                              table.name, key, column_list(table.columns), column_list(table.key)));
}

void UndoPlan::fill(const TrackedTable& table) {
  for (const auto make : {updates, deletes, inserts}) connection_.run(make(table), revision_);
}

std::string is_before(const std::string& row) {
  return fmt::format("{0}.replaced_by = ?1 AND {0}.revision < ?1", row);
}

std::string is_replaced_after(const std::string& row) {
  return fmt::format("{0}.replaced_by > ?1 AND {0}.revision = ?1", row);
}

std::string has_no_before(const TrackedTable& table, const std::string& row) {
  return has_no_version(table, row, is_before("v"));
}

std::string has_no_replaced_after(const TrackedTable& table, const std::string& row) {
  return has_no_version(table, row, is_replaced_after("v"));
}

}  // namespace iscm::core
