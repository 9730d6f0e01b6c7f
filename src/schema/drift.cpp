#include "schema/drift.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "embedded.hpp"
#include "schema/derived.hpp"
#include "sqlite/open.hpp"
#include "sqlite/script.hpp"
#include "text/utf8.hpp"

namespace iscm::schema {
namespace {

struct Object {
  std::string type, table, sql;
};
using Objects = std::map<std::pair<std::string, std::string>, Object>;

constexpr std::string_view kSnapshot = "schema/schema.sql";

Objects objects_in(sqlite::Connection& connection) {
  Objects objects;
  sqlite::Statement rows = connection.prepare(R"(
      SELECT type, name, tbl_name, sql FROM main.sqlite_schema
      WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\')");
  while (rows.step()) objects[{rows.text(0), rows.text(1)}] = {rows.text(0), rows.text(2), rows.text(3)};
  return objects;
}

/// The snapshot as SQLite itself writes it down.
Objects objects_due() {
  sqlite::Connection model = sqlite::open_in_memory();
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path == kSnapshot) sqlite::run_script(model, kSnapshot, file.text);
  }
  return objects_in(model);
}

/// A line without what may differ and mean nothing.
std::string_view plain(std::string_view line) {
  const auto first = line.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r,") - first + 1);
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines = text::split(text, "\n");
  std::transform(lines.begin(), lines.end(), lines.begin(), plain);
  return lines;
}

/// The first line of `one` that `other` does not have.
std::string first_unlike(std::string_view one, std::string_view other) {
  const std::vector<std::string_view> others = lines_of(other);
  for (const std::string_view line : lines_of(one)) {
    if (std::find(others.begin(), others.end(), line) == others.end()) return std::string(line);
  }
  return {};
}

/// A CREATE statement as SQLite keeps it: without the comment above it and the semicolon behind it.
std::string statement_of(std::string_view text) {
  const auto start = std::min(text.find("CREATE "), text.size());
  const auto last = text.find_last_not_of("; \t\r\n");
  return std::string(text.substr(start, last + 1 - start));
}

}  // namespace

std::vector<Drift> schema_drift(sqlite::Connection& connection) {
  const Objects due = objects_due();
  const Objects here = objects_in(connection);
  std::vector<Drift> drift;
  for (const auto& [key, object] : due) {
    const auto found = here.find(key);
    const bool goes_with_its_table =
        object.type != "table" && due.contains({"table", object.table}) && !here.contains({"table", object.table});
    if (goes_with_its_table) continue;
    if (found == here.end()) {
      drift.push_back({Drift::Kind::missing, object.type, key.second, object.table, {}, {}, object.sql});
    } else if (found->second.sql != object.sql) {
      drift.push_back({Drift::Kind::changed, object.type, key.second, object.table,
                       first_unlike(found->second.sql, object.sql), first_unlike(object.sql, found->second.sql),
                       object.sql});
    }
  }
  for (const auto& [key, object] : here) {
    const bool is_ours = due.contains({"table", object.table}) || due.contains({"view", object.table});
    if (object.type == "trigger" && is_ours && !due.contains(key)) {
      drift.push_back({Drift::Kind::added, object.type, key.second, object.table, {}, {}, {}});
    }
  }
  return drift;
}

bool derived_objects_intact(sqlite::Connection& connection) {
  const Objects here = objects_in(connection);
  const std::vector<DerivedObject> due = derived_objects(connection);
  return std::all_of(due.begin(), due.end(), [&](const DerivedObject& object) {
    const std::string statement = statement_of(object.sql);
    return std::any_of(here.begin(), here.end(), [&](const auto& found) {
      return found.first.second == object.name && found.second.sql == statement;
    });
  });
}

}  // namespace iscm::schema
