#include "core/import/job.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace iscm::core {

std::vector<std::string_view> Job::mapping() const {
  std::vector<std::string_view> names;
  for (const Field* field : columns) names.push_back(field == nullptr ? std::string_view() : field->name);
  return names;
}

bool Job::maps(const Field& field) const {
  const auto is_field = [&](const Field* column) { return column != nullptr && column->name == field.name; };
  return std::any_of(columns.begin(), columns.end(), is_field) || std::any_of(added.begin(), added.end(), is_field);
}

bool Job::maps(std::string_view name) const {
  const Field* field = entity.field(name);
  return field != nullptr && maps(*field);
}

std::vector<const Field*> Job::mapped() const {
  std::vector<const Field*> fields;
  for (const Field& field : entity.fields) {
    if (maps(field)) fields.push_back(&field);
  }
  return fields;
}

std::vector<const Field*> Job::mapped(FieldType type) const {
  std::vector<const Field*> fields = mapped();
  std::erase_if(fields, [&](const Field* field) { return field->type != type; });
  return fields;
}

std::vector<const Field*> Job::stored() const {
  std::vector<const Field*> fields = mapped();
  std::erase_if(fields, [](const Field* field) { return field->type == FieldType::list || field->name == "code"; });
  return fields;
}

std::string text_column(const Field& field) {
  return fmt::format("f_{}", field.name);
}

std::string id_column(const Field& field) {
  return fmt::format("id_{}", field.name);
}

std::string item_table(const Field& field) {
  return fmt::format("temp.item_{}", field.name);
}

std::string stored_value(const Field& field) {
  if (field.type == FieldType::reference) return "i." + id_column(field);
  if (field.is_number()) return fmt::format("CAST(i.{} AS INTEGER)", text_column(field));
  return "i." + text_column(field);
}

std::string value_to_be(const Job& job, const Field& field) {
  std::string value = fmt::format("t.{}", field.column);
  if (job.maps(field)) {
    value = fmt::format(
        "ifnull({}, iif(EXISTS (SELECT 1 FROM temp.cleared AS c WHERE c.row = i.row AND c.field = {}), NULL, {}))",
        stored_value(field), quoted(field.name), value);
  } else if (field.name == "code") {
    value = "ifnull(i.f_code, t.code)";
  }
  return field.fallback.empty() ? value : fmt::format("ifnull({}, {})", value, quoted(field.fallback));
}

std::string same_record(const Entity& entity) {
  if (!entity.is_pure_link) return "t.id = i.record_id";
  std::string condition;
  for (const std::string_view name : words(entity.key)) {
    const Field& field = *entity.field(name);
    condition += fmt::format("{}t.{} = i.{}", condition.empty() ? "" : " AND ", field.column, id_column(field));
  }
  return condition;
}

namespace {

void drop_tables(db::Connection& connection, const Entity& entity) {
  for (const Field& field : entity.fields) {
    if (field.type == FieldType::list) connection.run(fmt::format("DROP TABLE IF EXISTS {}", item_table(field)));
  }
  for (const char* table : {"input", "wanted", "name", "resolved", "answer", "created", "created_key", "learned",
                            "near", "problem", "detail", "cleared", "change", "set_aside"}) {
    connection.run(fmt::format("DROP TABLE IF EXISTS temp.{}", table));
  }
}

}  // namespace

std::int64_t last_id(db::Connection& connection, const Entity& entity) {
  return connection.integer("SELECT seq FROM main.sqlite_sequence WHERE name = ?", entity.table).value_or(0);
}

// New rows get the ids that AUTOINCREMENT would give them next, so that rows may refer to each other before they are
// stored. A plan is applied only while nobody has written since.
void stage_tables(Job& job) {
  drop_tables(job.connection, job.entity);
  std::string columns;
  for (const Field& field : job.entity.fields) {
    if (!job.maps(field) && field.name != "code") continue;
    columns += fmt::format(", {} TEXT", text_column(field));
  }
  job.connection.run(
      fmt::format("CREATE TEMP TABLE input (row INTEGER PRIMARY KEY, line INTEGER NOT NULL, cells TEXT NOT NULL, "
                  "by_code INTEGER NOT NULL DEFAULT 0, match_id INTEGER, is_new AS (match_id IS NULL), "
                  "record_id AS (ifnull(match_id, row + {})), f_source TEXT{})",
                  last_id(job.connection, job.entity), columns));
  // By value first: of all the names of a kind, that compares once what tells them apart.
  for (const char* table : {"wanted (kind TEXT, value TEXT, PRIMARY KEY (value, kind)) WITHOUT ROWID",
                            "name (kind TEXT, key TEXT, tier INTEGER, target_id INTEGER)",
                            "resolved (kind TEXT, value TEXT, target_id INTEGER, tier INTEGER, PRIMARY KEY (value, "
                            "kind, target_id)) WITHOUT ROWID",
                            "answer (kind TEXT, key TEXT, value TEXT, code TEXT, is_new INTEGER, learn INTEGER, used "
                            "INTEGER NOT NULL DEFAULT 0)",
                            "created (kind TEXT, id INTEGER, code TEXT, name TEXT, acronym TEXT, address TEXT, row "
                            "INTEGER, line INTEGER, source TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID",
                            "created_key (kind TEXT, key TEXT, id INTEGER, PRIMARY KEY (kind, key)) WITHOUT ROWID",
                            "learned (kind TEXT, alias TEXT, key TEXT, target_id INTEGER, code TEXT, source TEXT)",
                            "near (row INTEGER, target_id INTEGER, PRIMARY KEY (row, target_id)) WITHOUT ROWID",
                            "problem (line INTEGER, field TEXT, value TEXT, code TEXT)",
                            "detail (line INTEGER, field TEXT, value TEXT, code TEXT, text TEXT, other TEXT)",
                            "cleared (row INTEGER, field TEXT, PRIMARY KEY (row, field)) WITHOUT ROWID",
                            "set_aside (row INTEGER PRIMARY KEY, line INTEGER, cells TEXT, by_code INTEGER)",
                            "change (row INTEGER, field TEXT, old, new, PRIMARY KEY (row, field)) WITHOUT ROWID"}) {
    job.connection.run(fmt::format("CREATE TEMP TABLE {}", table));
  }
}

void number_new_rows(Job& job) {
  job.connection.run("ALTER TABLE temp.input DROP COLUMN record_id");
  job.connection.run(fmt::format("ALTER TABLE temp.input ADD COLUMN record_id AS (ifnull(match_id, row + {}))",
                                 last_id(job.connection, job.entity)));
}

}  // namespace iscm::core
