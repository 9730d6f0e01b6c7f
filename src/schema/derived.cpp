#include "schema/derived.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "embedded.hpp"
#include "error.hpp"
#include "schema/tables.hpp"
#include "sqlite/script.hpp"
#include "version.hpp"

namespace iscm::schema {
namespace {

constexpr std::string_view kViews = "schema/views/";

/// The code of a record, also of one that was deleted.
std::string code_of(const std::string& parent, const std::string& id) {
  return fmt::format("ifnull((SELECT code FROM {0} WHERE id = {1}), (SELECT code FROM {0}_history WHERE id = {1}))",
                     parent, id);
}

/// The key, and the columns in the label of a row.
std::string columns_for(const TrackedTable& table, std::string_view label) {
  std::vector<std::string> columns = table.key;
  for (const std::string& column : table.columns) {
    if (label.find("v." + column) != std::string_view::npos) columns.push_back(column);
  }
  return column_list(columns);
}

/// The cast gives every arm the same affinity: only then does SQLite take the view apart, so that a query of a few
/// revisions, or of the newest changes, is answered from the indexes.
/// A version from a revision to itself was there only within it: the version before says what happened.
std::string changes_of(const TrackedTable& table) {
  const std::string label = record_label(table, "v");
  return fmt::format(
      "SELECT revision, '{0}', CAST({1} AS TEXT), action FROM (\n"
      "SELECT {3}, revision, iif(EXISTS (SELECT 1 FROM {0}_history AS h WHERE {2} AND h.replaced_by = v.revision),\n"
      "  'update', 'insert') AS action\n"
      "FROM (SELECT {3}, revision FROM {0} UNION ALL\n"
      "  SELECT {3}, revision FROM {0}_history WHERE revision < replaced_by) AS v\n"
      "UNION ALL SELECT {3}, replaced_by, 'delete' FROM {0}_history AS v WHERE revision < replaced_by\n"
      "  AND NOT EXISTS (SELECT 1 FROM {0} AS h WHERE {2} AND h.revision = v.replaced_by)\n"
      "  AND NOT EXISTS (SELECT 1 FROM {0}_history AS h\n"
      "    WHERE {2} AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v\n",
      table.name, label, table.same_key("h", "v"), columns_for(table, label));
}

/// A column that is missing in T_history would be lost with the first version that is replaced.
void refuse_incomplete_histories(sqlite::Connection& connection) {
  for (const TrackedTable& table : tracked_tables(connection)) {
    for (const std::string& column : table.all_columns()) {
      const auto found =
          connection.integer("SELECT 1 FROM pragma_table_info(?) WHERE name = ?", table.name + "_history", column);
      if (found) continue;
      throw Error(Exit::failed, fmt::format("{0}_history has no column {1}, which {0} has", table.name, column),
                  fmt::format("add it to {}_history in the same migration", table.name));
    }
  }
}

}  // namespace

std::string record_label(const TrackedTable& table, std::string_view row) {
  if (std::find(table.columns.begin(), table.columns.end(), "code") != table.columns.end())
    return fmt::format("{}.code", row);
  if (std::find(table.columns.begin(), table.columns.end(), "label") != table.columns.end())
    return fmt::format("{}.label", row);
  std::string label;
  for (const std::string& term : table.unique_keys.empty() ? table.key : table.unique_keys.front()) {
    const auto key = std::find_if(table.foreign_keys.begin(), table.foreign_keys.end(),
                                  [&](const ForeignKey& candidate) { return candidate.column == term; });
    const std::string word = key != table.foreign_keys.end() ? code_of(key->parent, fmt::format("{}.{}", row, term))
                                                             : through(table, term, row);
    label += fmt::format("{}{}", label.empty() ? "" : " || ' ' || ", word);
  }
  return fmt::format("rtrim({})", label);
}

DerivedObject changes_view(sqlite::Connection& connection) {
  std::vector<std::string> parts;
  for (const TrackedTable& table : tracked_tables(connection)) parts.push_back(changes_of(table));
  return {"changes", fmt::format("CREATE VIEW changes (revision, table_name, record, action) AS\n{}",
                                 fmt::join(parts, "UNION ALL "))};
}

std::vector<DerivedObject> derived_objects(sqlite::Connection& connection) {
  std::vector<DerivedObject> objects = history_objects(connection);
  objects.push_back(changes_view(connection));
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with(kViews)) continue;
    const std::string_view name = file.path.substr(kViews.size());
    objects.push_back({std::string(name.substr(0, name.find('.'))), std::string(file.text)});
  }
  return objects;
}

void drop_derived_objects(sqlite::Connection& connection) {
  std::vector<std::string> drops;
  sqlite::Statement objects = connection.prepare(R"(
      SELECT format('DROP %s "%w"', s.type, s.name) FROM main.sqlite_schema AS s, main.derived_objects AS d
      WHERE s.type IN ('trigger', 'view')
        AND instr(char(10) || d.names || char(10), char(10) || s.name || char(10)) > 0
      ORDER BY s.type, s.name)");
  while (objects.step()) drops.push_back(objects.text(0));
  objects.reset();
  for (const std::string& drop : drops) connection.run(drop);
}

void create_derived_objects(sqlite::Connection& connection) {
  refuse_incomplete_histories(connection);
  std::string names;
  for (const DerivedObject& object : derived_objects(connection)) {
    sqlite::run_script(connection, object.name, object.sql);
    names += (names.empty() ? "" : "\n") + object.name;
  }
  connection.run("DELETE FROM derived_objects");
  connection.run("INSERT INTO derived_objects (id, sha256, built_by, names) VALUES (1, ?, ?, ?)", derived_digest(),
                 program_version(), names);
}

std::string_view derived_digest() {
  static const std::string_view digest = [] {
    for (const EmbeddedFile& file : embedded_files()) {
      if (file.path == "schema/schema.sql") return file.sha256;
    }
    return std::string_view();
  }();
  return digest;
}

}  // namespace iscm::schema
