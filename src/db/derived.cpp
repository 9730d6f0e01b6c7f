#include "db/derived.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "db/script.hpp"
#include "db/tracked.hpp"
#include "embedded.hpp"
#include "version.hpp"

namespace iscm::db {
namespace {

constexpr std::string_view kViews = "schema/views/";

/// What stands in the file, and where it stood before it was deleted.
std::string code_of(const std::string& parent, const std::string& id) {
  return fmt::format("ifnull((SELECT code FROM {0} WHERE id = {1}), (SELECT code FROM {0}_history WHERE id = {1}))",
                     parent, id);
}

/// A version from a revision to itself lived only within it: what happened is told by the version before.
std::string changes_of(const TrackedTable& table) {
  const std::string columns = column_list(table.all_columns());
  return fmt::format(
      "SELECT v.revision, '{0}', {1},\n"
      "  CASE WHEN EXISTS (SELECT 1 FROM {0}_history AS h WHERE {2} AND h.replaced_by = v.revision)\n"
      "    THEN 'update' ELSE 'insert' END\n"
      "FROM (SELECT {3} FROM {0} UNION ALL SELECT {3} FROM {0}_history WHERE revision < replaced_by) AS v\n"
      "UNION ALL SELECT v.replaced_by, '{0}', {1}, 'delete' FROM {0}_history AS v\n"
      "WHERE revision < replaced_by AND NOT EXISTS (SELECT 1 FROM {0} AS h WHERE {2} AND h.revision = v.replaced_by)\n"
      "  AND NOT EXISTS (SELECT 1 FROM {0}_history AS h WHERE {2} AND h.revision = v.replaced_by AND h.replaced_by > "
      "h.revision)\n",
      table.name, record_label(table, "v"), table.same_key("h", "v"), columns);
}

}  // namespace

std::string record_label(const TrackedTable& table, std::string_view row) {
  if (std::find(table.columns.begin(), table.columns.end(), "code") != table.columns.end())
    return fmt::format("{}.code", row);
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

DerivedObject changes_view(Connection& connection) {
  std::string sql = "CREATE VIEW changes (revision, table_name, record, action) AS\n";
  bool first = true;
  for (const TrackedTable& table : tracked_tables(connection)) {
    if (!first) sql += "UNION ALL ";
    first = false;
    sql += changes_of(table);
  }
  return {"changes", sql};
}

void drop_derived_objects(Connection& connection) {
  std::vector<std::string> drops;
  Statement objects = connection.prepare(R"(
      SELECT format('DROP %s "%w"', type, name) FROM main.sqlite_schema WHERE type IN ('trigger', 'view')
      ORDER BY type, name)");
  while (objects.step()) drops.push_back(objects.text(0));
  objects.reset();
  for (const std::string& drop : drops) connection.run(drop);
}

void create_derived_objects(Connection& connection) {
  for (const DerivedObject& object : history_objects(connection)) run_script(connection, object.name, object.sql);
  const DerivedObject changes = changes_view(connection);
  run_script(connection, changes.name, changes.sql);
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path.substr(0, kViews.size()) == kViews) run_script(connection, file.path, file.text);
  }
  connection.run("DELETE FROM derived_objects");
  connection.run("INSERT INTO derived_objects (id, sha256, built_by) VALUES (1, ?, ?)", derived_digest(),
                 program_version());
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

}  // namespace iscm::db
