#include "query/schema_help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "embedded.hpp"
#include "error.hpp"
#include "model/field_types.hpp"
#include "model/sql_of.hpp"
#include "text/suggest.hpp"

namespace iscm::query {
namespace {

constexpr std::string_view kHistory = "_history";

// What the description of the entities does not say: the tables and columns that no entity has.

struct Meaning {
  std::string_view table;   ///< empty: every table
  std::string_view column;  ///< empty: the table itself
  std::string_view meaning;
};

constexpr Meaning kMeanings[] = {
    {"revisions", "", "every change of the record: when, by whom, why, by which command, from which source"},
    {"imports", "", "every file that was imported: its digest, its header, and which field each column became"},
    {"imported_rows", "", "the rows of imported files as they were read: what the source really said"},
    {"citations", "", "further evidence for what is recorded: another source for a fact that stands"},
    {"merged_rows", "", "the rows that were merged into others, and into which"},
    {"published_figure_types", "", "which types of mechanisms a published figure is about"},
    {"schema_migrations", "", "the steps that made this schema"},
    {"derived_objects", "", "which triggers and views the program built"},
    {"changes", "", "what every revision did: a row for each record that it inserted, updated or deleted"},
    {"revisions", "made_at", "when, in UTC with milliseconds"},
    {"revisions", "kind", "command, migration, seed, undo, or outside: another program wrote"},
    {"revisions", "author", "by whom"},
    {"revisions", "command", "by which command"},
    {"revisions", "reason", "why"},
    {"revisions", "source_id", "the source that was named for it"},
    {"revisions", "undoes", "the revision that this one reverses"},
    {"revisions", "open", "1 while it is being written"},
    {"imports", "revision", "the revision that wrote it"},
    {"imports", "file", "its name"},
    {"imports", "sha256", "the digest of its bytes"},
    {"imports", "bytes", "its size"},
    {"imports", "delimiter", "the character between its cells"},
    {"imports", "ends_with_newline", "1 if its last line ended with a line break"},
    {"imports", "entity", "what its rows are"},
    {"imports", "header", "its columns, a JSON array"},
    {"imports", "mapping", "which field each column became, a JSON object or array"},
    {"imported_rows", "import_id", "the file"},
    {"imported_rows", "line",
     "the line on which the row begins; of further rows made of one line, with 1000000000 more for each"},
    {"imported_rows", "cells", "its cells, a JSON array"},
    {"imported_rows", "record_id", "the id of the record that it became"},
    {"citations", "label", "what is cited from which source, in words"},
    {"citations", "table_name", "the table of the record or link"},
    {"citations", "key1", "the key of its row"},
    {"citations", "key2", "the second column of that key; the first again if there is only one"},
    {"citations", "field", "the field that is cited; empty: all of the record, or the link as a whole"},
    {"citations", "place", "where in the source it stands"},
    {"citations", "note", "anything worth adding"},
    {"merged_rows", "table_name", "the table of both rows"},
    {"merged_rows", "into_key1", "the key of the row that was kept"},
    {"merged_rows", "into_key2", "the second column of that key; the first again if there is only one"},
    {"merged_rows", "revision", "the merge"},
    {"merged_rows", "from_key1", "the key of the row that was removed"},
    {"merged_rows", "from_key2", "the second column of that key; the first again if there is only one"},
    {"schema_migrations", "version", "its number"},
    {"schema_migrations", "name", "what it does"},
    {"schema_migrations", "sha256", "the digest of its text"},
    {"schema_migrations", "applied_at", "when, in UTC"},
    {"schema_migrations", "applied_by", "by which version of the program"},
    {"derived_objects", "sha256", "the digest of the schema that was built"},
    {"derived_objects", "built_by", "by which version of the program"},
    {"derived_objects", "names", "what was built"},
    {"published_figure_types", "published_figure_id", "the figure"},
    {"published_figure_types", "type_id", "a type of mechanisms that it is about"},
    {"changes", "revision", "the revision that did it"},
    {"changes", "table_name", "the table of the row"},
    {"changes", "record", "the row as people name it: its code, or the codes of what it links"},
    {"changes", "action", "insert, update or delete"},
    {"waivers", "fingerprint", "a digest of the finding: when the row changes, the finding is reported again"},
    {"mechanism_overview", "regions", "codes of its regions, with ; between"},
    {"mechanism_overview", "themes", "codes of its themes, with ; between"},
    {"mechanism_overview", "secretariats", "codes of its secretariats, with ; between"},
    {"mechanism_overview", "constituent_states", "the published number of States"},
    {"mechanism_overview", "listed_states", "the States and territories in the role of member, past members included"},
    {"theme_overview", "mechanisms_naming_it", "mechanisms that name the theme itself"},
    {"theme_overview", "mechanisms", "mechanisms that name it or one of its finer themes, each once"},
    {"theme_overview", "parent", "the code of the broader theme"},
    {"membership_overview", "mechanism", "the code of the mechanism"},
    {"membership_overview", "member", "the code of the member"},
    {"membership_overview", "mechanism_name", "the name of the mechanism"},
    {"membership_overview", "member_name", "the name of the member"},
    {"membership_overview", "member_kind", "what the member is: state, territory or organization"},
    {"membership_overview", "source", "the code of the source"},
    {"membership_overview", "type", "RCP, IRF or GLOBAL"},
    {"mechanism_overview", "type", "RCP, IRF or GLOBAL"},
    {"chair_overview", "mechanism", "the code of the mechanism"},
    {"chair_overview", "mechanism_name", "the name of the mechanism"},
    {"chair_overview", "type", "RCP, IRF or GLOBAL"},
    {"chair_overview", "source", "the code of the source"},
    {"meeting_overview", "mechanism", "the code of the mechanism"},
    {"meeting_overview", "mechanism_name", "the name of the mechanism"},
    {"meeting_overview", "type", "RCP, IRF or GLOBAL"},
    {"meeting_overview", "source", "the code of the source"},
    {"secretariat_overview", "mechanism", "the code of the mechanism"},
    {"secretariat_overview", "mechanism_name", "the name of the mechanism"},
    {"secretariat_overview", "type", "RCP, IRF or GLOBAL"},
    {"secretariat_overview", "source", "the code of the source"},
    {"outcome_overview", "mechanism", "the code of the mechanism"},
    {"outcome_overview", "mechanism_name", "the name of the mechanism"},
    {"outcome_overview", "type", "RCP, IRF or GLOBAL"},
    {"outcome_overview", "source", "the code of the source"},
    {"chair_overview", "member", "the code of the member"},
    {"chair_overview", "member_name", "the name of the member"},
    {"meeting_overview", "year", "the year in which it began"},
    {"meeting_overview", "country", "the code of the State in which it was held"},
    {"secretariat_overview", "secretariat", "the code of the body"},
    {"secretariat_overview", "secretariat_name", "the name of the body"},
    {"secretariat_overview", "role", "how it serves"},
    {"secretariat_overview", "valid_from", "since when"},
    {"secretariat_overview", "valid_to", "until when"},
    {"secretariat_overview", "basis", "how the link is known: stated, inferred or unsourced"},
    {"member_overview", "region", "the code of its region"},
    {"member_overview", "continent", "the code of the region right below the world in which it lies"},
    {"member_overview", "rcp", "of how many RCPs it is a member, past ones included"},
    {"member_overview", "irf", "of how many IRFs"},
    {"member_overview", "global", "of how many global processes"},
    {"member_overview", "mechanisms", "of how many mechanisms of any type"},
    {"region_parts", "region", "the code of the region"},
    {"region_parts", "part", "the code of the region itself or of one within it"},
    {"theme_parts", "theme", "the code of the theme"},
    {"theme_parts", "part", "the code of the theme itself or of a finer one within it"},
    {"", "id", "a number in this file only: it is never exported and never used again"},
    {"", "revision", "the revision that made this version of the row"},
    {"", "source_id", "the source of this version of the row; a field may have another: `iscm why` says which"},
    {"", "key", "the form by which the name is found: without case, accents and punctuation"},
    {"", "position", "its place in the published list, from 1"},
    {"", "published_name", "what the source wrote"},
    {"", "replaced_by", "the revision that ended this version"},
    {"", "action", "how it ended: update or delete"},
};

std::string_view known_meaning(std::string_view table, std::string_view column) {
  const auto* found = std::find_if(std::begin(kMeanings), std::end(kMeanings), [&](const Meaning& each) {
    return each.column == column && (each.table.empty() || each.table == table);
  });
  return found == std::end(kMeanings) ? std::string_view() : found->meaning;
}

/// The table whose earlier rows a history has, or the table itself.
std::string_view without_history(std::string_view table) {
  return table.ends_with(kHistory) ? table.substr(0, table.size() - kHistory.size()) : table;
}

std::string_view embedded_text(const std::string& path) {
  const auto files = embedded_files();
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const EmbeddedFile& file) { return file.path == path; });
  return found == files.end() ? std::string_view() : found->text;
}

/// The comment at the beginning of a file, as one line.
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
  if (const model::Entity* entity = model::entity_of_table(name)) return std::string(entity->meaning);
  if (const std::string_view known = known_meaning(name, ""); !known.empty()) return std::string(known);
  if (is_view) return head_comment(embedded_text(fmt::format("schema/views/{}.sql", name)));
  if (without_history(name) != name) return fmt::format("earlier versions of the rows of {}", without_history(name));
  return {};
}

bool is_asked_of(const std::string& name) {
  return without_history(name) == name && name != "outside" && name != "current_revision";
}

std::vector<SchemaTable> every_table(sqlite::Connection& connection) {
  std::vector<SchemaTable> tables;
  sqlite::Statement rows = connection.prepare(
      "SELECT name, type = 'view' FROM main.sqlite_schema WHERE type IN ('table', 'view')"
      " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name");
  while (rows.step()) {
    const bool is_view = rows.integer(1) != 0;
    tables.push_back({rows.text(0), is_view, meaning_of(rows.text(0), is_view)});
  }
  return tables;
}

/// The column to which another refers, "mechanisms.id"; empty if it is not a foreign key.
std::string reference_of(sqlite::Connection& connection, const std::string& table, const std::string& column) {
  const auto parent =
      connection.text("SELECT \"table\" FROM pragma_foreign_key_list(?) WHERE \"from\" = ?", table, column);
  return parent ? *parent + ".id" : std::string();
}

/// "mechanisms" of "mechanisms.id".
std::string table_in(const std::string& reference) {
  return reference.substr(0, reference.find('.'));
}

void describe(SchemaColumn& column, std::string_view table) {
  const model::Entity* entity = model::entity_of_table(without_history(table));
  const std::string_view meaning = known_meaning(table, column.name);
  // The columns of an overview are mostly those of its entity.
  if (entity == nullptr && meaning.empty()) entity = model::find_entity(table.substr(0, table.find("_overview")));
  const model::Field* field = entity == nullptr ? nullptr : model::field_of_column(*entity, column.name);
  column.meaning = field == nullptr ? meaning : field->meaning;
  if (field != nullptr && field->target.empty()) column.rule = model::rule_in_words(*field);
  if (!column.refers_to.empty()) column.rule = fmt::format("the id of a row of {}", table_in(column.refers_to));
}

}  // namespace

std::vector<SchemaTable> schema_tables(sqlite::Connection& connection) {
  std::vector<SchemaTable> tables = every_table(connection);
  std::erase_if(tables, [](const SchemaTable& table) { return !is_asked_of(table.name); });
  const auto rank = [](const SchemaTable& table) {
    const model::Entity* entity = model::entity_of_table(table.name);
    const auto last = static_cast<std::ptrdiff_t>(model::entities().size());
    return entity == nullptr ? last + (table.is_view ? 0 : 1) : entity - model::entities().data();
  };
  std::stable_sort(tables.begin(), tables.end(),
                   [&](const SchemaTable& left, const SchemaTable& right) { return rank(left) < rank(right); });
  return tables;
}

SchemaTable schema_table(sqlite::Connection& connection, std::string_view name) {
  // The name of an entity will do too.
  const model::Entity* entity = model::find_entity(name);
  const std::string_view wanted = entity == nullptr ? name : entity->table;
  std::vector<std::string> known;
  for (SchemaTable& table : every_table(connection)) {
    if (table.name == wanted) return std::move(table);
    if (is_asked_of(table.name)) known.push_back(table.name);
  }
  throw Error(Exit::usage, fmt::format("there is no table \"{}\"", name),
              text::did_you_mean_or(name, known, "`iscm schema` lists them"));
}

std::vector<SchemaColumn> schema_columns(sqlite::Connection& connection, const std::string& table) {
  std::vector<SchemaColumn> columns;
  sqlite::Statement rows = connection.prepare(
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

std::vector<std::string> schema_joins(sqlite::Connection& connection, const std::string& table) {
  std::vector<std::string> joins;
  sqlite::Statement rows = connection.prepare(
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

std::string schema_as_mermaid(sqlite::Connection& connection, std::string_view table) {
  std::set<std::string> shown;
  std::string picture = "erDiagram\n";
  std::string relations;
  for (const SchemaTable& each : schema_tables(connection)) {
    for (const SchemaColumn& column : schema_columns(connection, each.name)) {
      const bool evidence = column.name == "revision" || column.name == "source_id";
      if (column.refers_to.empty() || evidence) continue;
      const std::string parent = table_in(column.refers_to);
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

}  // namespace iscm::query
