#include "import/apply.hpp"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "error.hpp"
#include "import/cite_standing.hpp"
#include "import/new_records.hpp"
#include "import/row_sql.hpp"
#include "model/field_types.hpp"
#include "write/json.hpp"

namespace iscm::import {
namespace {

/// Refuses a name that led to a record that is not there: one that only rejected rows needed was not made. Names are
/// few and rows many, so only if there is such a name are the rows asked whether they use it (hence the plus).
void refuse_strangers(Job& job, const model::Field& field) {
  const model::Entity& kind = model::entity_named(field.target);
  const std::string used =
      field.type == model::FieldType::list
          ? fmt::format("SELECT t.value FROM {} AS t JOIN temp.input AS i ON i.row = t.row", item_table(field))
          : fmt::format("SELECT {} FROM temp.input", text_column(field));
  const auto stranger = job.connection.text(
      fmt::format("SELECT r.value FROM temp.resolved AS r WHERE r.kind = ? AND r.target_id NOT IN (SELECT id FROM "
                  "main.{}) AND +r.value IN ({})",
                  kind.table, used),
      kind.name);
  if (!stranger) return;
  throw Error(Exit::failed, fmt::format("\"{}\" led to a {} that is not there", *stranger, kind.name),
              "nothing was written; please report it");
}

/// Inserts many rows without triggers and foreign keys. Both would look at each row again, which takes a third of the
/// time: the rules have been checked on the whole input, new rows carry their revision, and whether the records exist
/// to which `references` lead is asked here once for each name instead of for each row.
void bulk_insert(Job& job, const std::vector<const model::Field*>& references, const std::string& sql,
                 std::int64_t revision) {
  for (const model::Field* field : references) refuse_strangers(job, *field);
  const sqlite::TriggersOff no_triggers(job.connection);
  const sqlite::ForeignKeysOff no_foreign_keys(job.connection);
  job.connection.run(sql, revision);
}

/// Whether a new row may refer to another of its own table.
bool may_name_itself(const model::Entity& entity) {
  return entity.field("parent") != nullptr || entity.name == model::source_field().target;
}

void insert_new(Job& job, std::int64_t revision) {
  std::string columns = job.entity.is_pure_link ? "" : "id, ";
  std::string values = job.entity.is_pure_link ? "" : "i.record_id, ";
  for (const model::Field& field : job.entity.fields) {
    if (field.type == model::FieldType::list || (!job.has_column(field) && field.fallback.empty())) continue;
    columns += fmt::format("{}, ", field.column);
    values += fmt::format("{}, ", new_value(job, field));
    if (field.folded_column.empty()) continue;
    columns += fmt::format("{}, ", field.folded_column);
    values += fmt::format("fold({}), ", new_value(job, field));
  }
  const std::string sql = fmt::format(
      "INSERT INTO main.{} ({}revision, source_id) SELECT {}?, i.id_source FROM temp.input AS i WHERE i.is_new "
      "ORDER BY i.row",
      job.entity.table, columns, values);
  if (may_name_itself(job.entity)) {
    const sqlite::TriggersOff no_triggers(job.connection);
    job.connection.run(sql, revision);
    return;
  }
  std::vector<const model::Field*> references = job.mapped(model::FieldType::reference);
  if (job.maps(model::source_field())) references.push_back(&model::source_field());
  bulk_insert(job, references, sql, revision);
}

/// If parents change places, each row by itself would be above itself for a moment. A row without a parent is left
/// alone: to stamp it with the revision and change nothing would lose the version that it is.
void detach_parents(Job& job, std::int64_t revision) {
  job.connection.run(fmt::format("UPDATE main.{} SET parent_id = NULL, revision = ? WHERE id IN (SELECT i.record_id "
                                 "FROM temp.input AS i JOIN temp.change AS c ON c.row = i.row AND c.field = 'parent') "
                                 "AND parent_id IS NOT NULL",
                                 job.entity.table),
                     revision);
}

void update_changed(Job& job, std::int64_t revision) {
  if (job.matches == 0) return;
  std::string assignments;
  std::vector<std::string> names;
  for (const model::Field* field : job.stored()) {
    assignments += fmt::format("{} = {}, ", field->column, value_to_be(job, *field));
    if (!field->folded_column.empty()) {
      assignments += fmt::format("{0} = ifnull(fold({1}), t.{0}), ", field->folded_column, stored_value(*field));
    }
    names.push_back(model::quoted(field->name));
  }
  if (job.maps("parent")) detach_parents(job, revision);
  job.connection.run(fmt::format("UPDATE main.{} AS t SET {}revision = ?, source_id = i.id_source FROM temp.input AS i "
                                 "WHERE {} AND i.row IN (SELECT row FROM temp.change WHERE field IN ({}))",
                                 job.entity.table, assignments, same_record(job.entity), fmt::join(names, ", ")),
                     revision);
}

/// Two words of one list may mean the same record: the first one's place and wording stay, so a key that exists is
/// skipped.
void insert_links(Job& job, const model::Field& field, std::int64_t revision, std::string_view rows) {
  bulk_insert(job, {&field},
              fmt::format("INSERT OR IGNORE INTO main.{0} ({1}, {2}, position, published_name, revision, source_id) "
                          "SELECT i.record_id, r.target_id, t.position, t.value, ?, i.id_source FROM {4} AS t "
                          "CROSS JOIN temp.input AS i ON i.row = t.row "
                          "CROSS JOIN temp.resolved AS r ON r.kind = {3} AND r.value = t.value "
                          "WHERE {5} ORDER BY t.rowid",
                          field.link_table, owner_column(job.entity), field.column, model::quoted(field.target),
                          item_table(field), rows),
              revision);
}

void write_list(Job& job, const model::Field& field, std::int64_t revision) {
  insert_links(job, field, revision, "i.is_new");
  if (job.matches == 0) return;
  const std::string changed =
      fmt::format("i.row IN (SELECT row FROM temp.change WHERE field = {})", model::quoted(field.name));
  job.connection.run(
      fmt::format("DELETE FROM main.{0} WHERE EXISTS (SELECT 1 FROM temp.input AS i "
                  "WHERE i.record_id = {0}.{1} AND {2} AND {0}.{3} NOT IN ({4}))",
                  field.link_table, owner_column(job.entity), changed, field.column, wanted_links(field)));
  insert_links(job, field, revision, changed);
}

void write_created_of(Job& job, const model::Entity& kind, std::int64_t revision) {
  std::vector<std::string> columns = {"id", "code"};
  std::vector<std::string> values = {"id", "code"};
  for (std::size_t i = 0; const model::Field* field : created_fields(kind)) {
    constexpr std::array kColumns = {"name", "acronym", "address"};
    const char* value = kColumns.at(i++);
    if (field == nullptr) continue;
    columns.emplace_back(field->column);
    values.emplace_back(value);
  }
  // A source says nothing of itself.
  const char* but_itself = kind.name == model::source_field().target ? "AND id_source <> c.id" : "";
  job.connection.run(fmt::format("INSERT INTO main.{} ({}, revision, source_id) SELECT {}, ?, coalesce("
                                 "(SELECT id FROM main.sources AS s WHERE s.code = c.source), "
                                 "(SELECT id FROM temp.created AS s WHERE s.kind = 'source' AND s.code = c.source), "
                                 "(SELECT id_source FROM temp.input AS i WHERE i.row = c.row {})) FROM temp.created AS "
                                 "c WHERE kind = ? ORDER BY id",
                                 kind.table, model::joined(columns), model::joined(values), but_itself),
                     revision, kind.name);
}

void write_created(Job& job, std::int64_t revision) {
  if (!creates_records(job)) return;
  // The others may have a new source.
  const model::Entity& sources = model::entity_named(model::source_field().target);
  write_created_of(job, sources, revision);
  for (const model::Entity& kind : model::entities()) {
    if (&kind != &sources && can_be_created(kind)) write_created_of(job, kind, revision);
  }
}

void write_learned(Job& job, std::int64_t revision) {
  if (!job.connection.integer("SELECT 1 FROM temp.learned LIMIT 1")) return;
  for (const model::Entity& kind : model::entities()) {
    if (kind.alias_table.empty()) continue;
    job.connection.run(
        fmt::format("INSERT INTO main.{} ({}, alias, key, kind, revision, source_id) "
                    "SELECT target_id, alias, key, 'learned', ?, (SELECT id FROM main.sources WHERE code = source) "
                    "FROM temp.learned WHERE kind = ?",
                    kind.alias_table, owner_column(kind)),
        revision, kind.name);
  }
}

}  // namespace

void write_changes(Job& job, std::int64_t revision) {
  write_created(job, revision);
  insert_new(job, revision);
  update_changed(job, revision);
  for (const model::Field* field : job.mapped(model::FieldType::list)) write_list(job, *field, revision);
  write_learned(job, revision);
  write_cited(job, revision);
}

void keep_file(Job& job, std::string_view name, const read::FileFacts& facts, std::string_view header,
               std::string_view mapping, std::int64_t revision) {
  job.connection.run(
      "INSERT INTO main.imports (revision, file, sha256, bytes, delimiter, ends_with_newline, entity, header, mapping) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      revision, name, std::string_view(facts.sha256), static_cast<std::int64_t>(facts.bytes),
      std::string_view(&facts.delimiter, 1), std::int64_t{facts.ends_with_newline}, job.entity.name, header, mapping);
}

void keep_rows(Job& job, std::string_view file, const read::RowSource& rows, std::int64_t revision) {
  keep_file(job, file, rows.facts(), write::json_array(rows.header()), write::json_array(job.mapping()), revision);
  sqlite::Connection& connection = job.connection;
  const sqlite::TriggersOff off(connection);
  connection.run(
      "INSERT INTO main.imported_rows (import_id, line, cells, record_id) "
      "SELECT (SELECT max(id) FROM main.imports), line, cells, iif(?, NULL, record_id) FROM temp.input WHERE line > 0 "
      "ORDER BY row",
      std::int64_t{job.entity.is_pure_link});
  connection.run(
      "INSERT INTO main.imported_rows (import_id, line, cells) "
      "SELECT (SELECT max(id) FROM main.imports), line, cells FROM (SELECT line, cells FROM temp.rejected UNION ALL "
      "SELECT line, cells FROM temp.repeated) ORDER BY line");
}

}  // namespace iscm::import
