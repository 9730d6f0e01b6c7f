#include "core/schema_help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/fields.hpp"
#include "core/schema_help_data.hpp"
#include "embedded.hpp"
#include "error.hpp"
#include "text/suggest.hpp"

namespace iscm::core {
namespace {

constexpr std::string_view kHistory = "_history";

const Entity* entity_of(std::string_view table) {
  const auto all = entities();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Entity& each) { return each.table == table; });
  return found == all.end() ? nullptr : &*found;
}

/// The table whose rows a history keeps, or the table itself.
std::string_view without_history(std::string_view table) {
  return table.ends_with(kHistory) ? table.substr(0, table.size() - kHistory.size()) : table;
}

std::string_view embedded_text(const std::string& path) {
  const auto files = embedded_files();
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const EmbeddedFile& file) { return file.path == path; });
  return found == files.end() ? std::string_view() : found->text;
}

/// The lines of comment at the head of a file, as one sentence.
std::string head_comment(std::string_view text) {
  std::string words;
  while (text.starts_with("-- ")) {
    const auto end = std::min(text.find('\n'), text.size());
    if (!words.empty()) words += ' ';
    words += text.substr(3, end - 3);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::string meaning_of(const std::string& name, bool is_view) {
  if (const Entity* entity = entity_of(name)) return std::string(entity->meaning);
  if (const std::string_view known = meaning_of_table(name); !known.empty()) return std::string(known);
  if (is_view) return head_comment(embedded_text(fmt::format("schema/views/{}.sql", name)));
  if (without_history(name) != name) return fmt::format("earlier versions of the rows of {}", without_history(name));
  return {};
}

bool is_asked_of(const std::string& name) {
  return without_history(name) == name && name != "outside" && name != "current_revision";
}

std::vector<SchemaTable> every_table(db::Connection& connection) {
  std::vector<SchemaTable> tables;
  db::Statement rows = connection.prepare(
      "SELECT name, type = 'view' FROM main.sqlite_schema WHERE type IN ('table', 'view')"
      " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name");
  while (rows.step()) {
    const bool is_view = rows.integer(1) != 0;
    tables.push_back({rows.text(0), is_view, meaning_of(rows.text(0), is_view)});
  }
  return tables;
}

/// The column to which another refers, "mechanisms.id"; empty where it is no foreign key.
std::string reference_of(db::Connection& connection, const std::string& table, const std::string& column) {
  const auto parent =
      connection.text("SELECT \"table\" FROM pragma_foreign_key_list(?) WHERE \"from\" = ?", table, column);
  return parent ? *parent + ".id" : std::string();
}

/// What the fields say of a column. Of a list, the far column stands in the table of links, which has its own fields.
const Field* field_of(const Entity* entity, std::string_view column) {
  if (entity == nullptr) return nullptr;
  for (const Field* field : all_fields(*entity)) {
    if (field->column == column && field->type != FieldType::list) return field;
  }
  return nullptr;
}

void describe(SchemaColumn& column, std::string_view table) {
  const Field* field = field_of(entity_of(without_history(table)), column.name);
  if (field == nullptr) {
    // A view's columns are mostly those of the table that it is an overview of.
    const std::string_view of = table.substr(0, table.find("_overview"));
    const Entity* entity = of == table ? nullptr : find_entity(of);
    if (meaning_of_column(table, column.name).empty()) field = field_of(entity, column.name);
  }
  if (field != nullptr) {
    column.meaning = field->meaning;
    column.rule = field->target.empty() ? rule_in_words(*field) : std::string();
  } else {
    column.meaning = meaning_of_column(table, column.name);
  }
  if (!column.refers_to.empty())
    column.rule = fmt::format("the id of a row of {}", column.refers_to.substr(0, column.refers_to.size() - 3));
}

}  // namespace

std::vector<SchemaTable> schema_tables(db::Connection& connection) {
  std::vector<SchemaTable> tables = every_table(connection);
  std::erase_if(tables, [](const SchemaTable& table) { return !is_asked_of(table.name); });
  const auto rank = [](const SchemaTable& table) {
    const Entity* entity = entity_of(table.name);
    const auto last = static_cast<std::ptrdiff_t>(entities().size());
    return entity == nullptr ? last + (table.is_view ? 0 : 1) : entity - entities().data();
  };
  std::stable_sort(tables.begin(), tables.end(),
                   [&](const SchemaTable& left, const SchemaTable& right) { return rank(left) < rank(right); });
  return tables;
}

SchemaTable schema_table(db::Connection& connection, std::string_view name) {
  // The name of an entity is as good.
  const Entity* entity = find_entity(name);
  const std::string_view wanted = entity == nullptr ? name : entity->table;
  std::vector<std::string> known;
  for (SchemaTable& table : every_table(connection)) {
    if (table.name == wanted) return std::move(table);
    if (is_asked_of(table.name)) known.push_back(table.name);
  }
  const std::string guess = text::did_you_mean(name, known);
  throw Error(Exit::usage, fmt::format("there is no table \"{}\"", name),
              guess.empty() ? "`iscm schema` lists them" : guess);
}

std::vector<SchemaColumn> schema_columns(db::Connection& connection, const std::string& table) {
  std::vector<SchemaColumn> columns;
  db::Statement rows = connection.prepare(
      "SELECT name, type, pk > 0, \"notnull\" AND dflt_value IS NULL"
      " FROM pragma_table_info(?, 'main') ORDER BY cid");
  rows.bind(1, std::string_view(table));
  while (rows.step()) {
    SchemaColumn column{rows.text(0), rows.text(1), rows.integer(2) != 0, rows.integer(3) != 0, {}, {}, {}};
    column.refers_to = reference_of(connection, table, column.name);
    describe(column, table);
    columns.push_back(std::move(column));
  }
  return columns;
}

std::vector<std::string> schema_joins(db::Connection& connection, const std::string& table) {
  std::vector<std::string> joins;
  db::Statement rows = connection.prepare(
      "SELECT t.name, f.\"from\", f.\"table\" FROM main.sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f"
      " WHERE t.type = 'table' AND (t.name = ?1 OR (f.\"table\" = ?1 AND f.\"from\" NOT IN ('revision', 'source_id')))"
      " ORDER BY t.name <> ?1, t.name, f.\"from\" IN ('revision', 'source_id'), f.id DESC");
  rows.bind(1, std::string_view(table));
  while (rows.step()) joins.push_back(fmt::format("{}.{} = {}.id", rows.text(0), rows.text(1), rows.text(2)));
  const bool tracked =
      connection.integer("SELECT 1 FROM main.sqlite_schema WHERE name = ? || '_history'", table).has_value();
  const bool has_id = connection.integer("SELECT 1 FROM pragma_table_info(?) WHERE name = 'id'", table).has_value();
  if (tracked && has_id) joins.push_back(fmt::format("{0}_history.id = {0}.id", table));
  return joins;
}

std::vector<SchemaExample> schema_examples(std::string_view table) {
  std::vector<SchemaExample> examples;
  std::string_view text = embedded_text(fmt::format("schema/examples/{}.sql", table));
  while (text.starts_with("-- ")) {
    const auto line = text.find('\n');
    const auto end = text.find(";\n", line);
    if (end == std::string_view::npos) break;
    examples.push_back({std::string(text.substr(3, line - 3)), std::string(text.substr(line + 1, end - line - 1))});
    text.remove_prefix(std::min(text.find_first_not_of('\n', end + 1), text.size()));
  }
  return examples;
}

std::string schema_as_mermaid(db::Connection& connection, std::string_view table) {
  std::set<std::string> shown;
  std::string picture = "erDiagram\n";
  std::string relations;
  for (const SchemaTable& each : schema_tables(connection)) {
    for (const SchemaColumn& column : schema_columns(connection, each.name)) {
      const bool evidence = column.name == "revision" || column.name == "source_id";
      if (column.refers_to.empty() || evidence) continue;
      const std::string parent = column.refers_to.substr(0, column.refers_to.size() - 3);
      if (!table.empty() && each.name != table && parent != table) continue;
      shown.insert({each.name, parent});
      relations += fmt::format("  {} {}--o{{ {} : {}\n", parent, column.required ? "||" : "|o", each.name, column.name);
    }
    if (table.empty() ? !each.is_view : each.name == table) shown.insert(each.name);
  }
  for (const std::string& name : shown) {
    picture += fmt::format("  {} {{\n", name);
    for (const SchemaColumn& column : schema_columns(connection, name)) {
      const std::string key = column.in_key && !column.refers_to.empty() ? " PK, FK"
                              : column.in_key                            ? " PK"
                              : !column.refers_to.empty()                ? " FK"
                              : column.name == "code"                    ? " UK"
                                                                         : "";
      picture += fmt::format("    {} {}{}\n", column.type.empty() ? "any" : column.type, column.name, key);
    }
    picture += "  }\n";
  }
  return picture + relations;
}

}  // namespace iscm::core
