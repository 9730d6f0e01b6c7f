#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/history/at_time.hpp"
#include "core/history/told.hpp"
#include "db/tracked.hpp"
#include "error.hpp"
#include "text/partial_date.hpp"

namespace iscm::core {
namespace {

using db::TrackedTable;

void drop_shadows(db::Connection& connection) {
  std::vector<std::string> drops;
  {
    db::Statement shadows = connection.prepare(R"(
        SELECT format('DROP VIEW temp."%w"', s.name) FROM temp.sqlite_schema AS s
        WHERE s.type = 'view' AND s.name IN (SELECT name FROM main.sqlite_schema))");
    while (shadows.step()) drops.push_back(shadows.text(0));
  }
  for (const std::string& drop : drops) connection.run(drop);
  connection.run("DROP TABLE IF EXISTS temp.shown_revision");
}

bool has_column(const TrackedTable& table, std::string_view column) {
  return std::find(table.columns.begin(), table.columns.end(), column) != table.columns.end();
}

/// The columns by which a table is dated, and which of them may say that a row began later or ended before.
struct Dates {
  std::string_view from, to;
};

constexpr Dates kDates[] = {{"valid_from", "valid_to"}, {"year_established", "year_ended"}, {"date", ""}};

/// How the rows of a table are dated; without columns where they are not.
Dates dates_of(const TrackedTable& table) {
  for (const Dates& dates : kDates) {
    if (has_column(table, dates.from) && (dates.to.empty() || has_column(table, dates.to))) return dates;
  }
  return {};
}

/// "It is not certain that one lies before the other": partial dates are alike as far as both go.
std::string compares(std::string_view column, std::string_view comparison, const std::string& date) {
  return fmt::format("({0} IS NULL OR substr({0}, 1, {1}) {2} substr('{3}', 1, length({0})))", column, date.size(),
                     comparison, date);
}

/// A row that goes when this one's parent goes, goes with it from sight: "mechanism_id".
std::vector<std::string> belongs_by(db::Connection& connection, const TrackedTable& table, std::string_view parent) {
  std::vector<std::string> columns;
  db::Statement keys = connection.prepare(
      "SELECT \"from\" FROM pragma_foreign_key_list(?, 'main') WHERE \"table\" = ? AND on_delete = 'CASCADE'");
  keys.bind_all(std::string_view(table.name), parent);
  while (keys.step()) columns.push_back(keys.text(0));
  return columns;
}

/// The condition under which a row held on the date.
std::string held(db::Connection& connection, const TrackedTable& table, const std::string& date) {
  std::string condition = "1";
  if (date.empty()) return condition;
  const Dates dates = dates_of(table);
  if (!dates.from.empty()) condition += " AND " + compares(dates.from, "<=", date);
  if (!dates.to.empty()) condition += " AND " + compares(dates.to, ">=", date);
  for (const std::string& column : belongs_by(connection, table, "mechanisms")) {
    condition += fmt::format(" AND ({0} IS NULL OR {0} IN (SELECT id FROM temp.mechanisms))", column);
  }
  return condition;
}

/// "id, code, ...", in the order of the table.
std::string columns_of(db::Connection& connection, const std::string& table) {
  std::vector<std::string> columns;
  db::Statement names = connection.prepare("SELECT name FROM pragma_table_info(?, 'main') ORDER BY cid");
  names.bind(1, table);
  while (names.step()) columns.push_back(names.text(0));
  return db::column_list(columns);
}

/// The plus signs keep SQLite from reaching for the index on `revision`, which nearly every row satisfies, where a key
/// or a code would find the row at once.
void shadow_table(db::Connection& connection, const TrackedTable& table, const Moment& moment) {
  const std::string columns = columns_of(connection, table.name);
  const std::string holds = held(connection, table, moment.held_on);
  std::string rows = fmt::format("SELECT {} FROM main.{} WHERE {}", columns, table.name, holds);
  if (moment.known_at) {
    rows = fmt::format(
        "{0} AND +revision <= {1} UNION ALL SELECT {2} FROM main.{3}_history WHERE {4}"
        " AND +revision <= {1} AND replaced_by > {1}",
        rows, *moment.known_at, columns, table.name, holds);
  }
  connection.run(fmt::format("CREATE TEMP VIEW {} AS {}", table.name, rows));
}

/// A view of the file reads the tables of the file; the same words as a TEMP view read what stands before them.
std::vector<std::string> shadows_of_views(db::Connection& connection) {
  std::vector<std::string> shadows;
  db::Statement views = connection.prepare(R"(
      SELECT substr(sql, length('CREATE ')) FROM main.sqlite_schema
      WHERE type = 'view' AND name NOT IN ('outside', 'current_revision', 'changes') ORDER BY rowid)");
  while (views.step()) shadows.push_back("CREATE TEMP" + views.text(0));
  return shadows;
}

}  // namespace

void show_at(db::Connection& connection, const Moment& moment) {
  if (!moment.held_on.empty() && !text::is_partial_date(moment.held_on)) {
    throw Error(Exit::usage, fmt::format("\"{}\" is no date", moment.held_on),
                "give a date as 2013, 2013-05 or 2013-05-14");
  }
  drop_shadows(connection);
  for (const TrackedTable& table : db::tracked_tables(connection)) shadow_table(connection, table, moment);
  if (moment.known_at) {
    connection.run(fmt::format("CREATE TEMP TABLE shown_revision AS SELECT {} AS id", *moment.known_at));
    for (const auto& [table, revision] :
         {std::pair("imports", "revision"), std::pair("revisions", "id"), std::pair("changes", "revision")}) {
      connection.run(fmt::format("CREATE TEMP VIEW {0} AS SELECT * FROM main.{0} WHERE {1} <= {2}", table, revision,
                                 *moment.known_at));
    }
  }
  for (const std::string& shadow : shadows_of_views(connection)) connection.run(shadow);
}

void show_at_revision(db::Connection& connection, std::int64_t revision) {
  show_at(connection, {revision, {}});
}

std::int64_t shown_revision(db::Connection& connection) {
  if (!connection.integer("SELECT 1 FROM temp.sqlite_schema WHERE name = 'shown_revision'")) return 0;
  return connection.integer("SELECT id FROM temp.shown_revision").value_or(0);
}

void show_now(db::Connection& connection) {
  drop_shadows(connection);
}

std::string undated_rows(db::Connection& connection) {
  std::vector<std::string> parts;
  for (const TrackedTable& table : db::tracked_tables(connection)) {
    const Dates dates = dates_of(table);
    if (dates.to.empty()) continue;
    const Entity* entity = entity_of_table(table.name);
    db::Statement count = connection.prepare(
        fmt::format("SELECT count(*), sum({} IS NULL AND {} IS NULL) FROM {}", dates.from, dates.to, table.name));
    count.step();
    if (count.integer(0) == 0 || count.integer(1) == 0) continue;
    parts.push_back(fmt::format("{} of {} {}", count.integer(1), count.integer(0), entity->plural));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace iscm::core
