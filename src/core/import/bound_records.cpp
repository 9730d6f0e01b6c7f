#include "core/import/bound_records.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/fields.hpp"
#include "core/import/create.hpp"
#include "core/import/resolve.hpp"

namespace iscm::core {
namespace {

/// The words of the input that were planned to mean a record.
std::vector<std::string> words_for(const SavedPlan& plan, const SavedCreated& created) {
  std::vector<std::string> found = {created.code, created.name, created.acronym};
  if (!created.acronym.empty()) found.push_back(fmt::format("{} ({})", created.name, created.acronym));
  for (const SavedRecord& record : plan.records) {
    for (const auto& [name, value] : record.values) {
      const Field* field = plan.entity->field(name);
      if (field == nullptr || field->type != FieldType::list || field->target != created.kind->name) continue;
      for (std::size_t i = 0; i < value.codes.size(); ++i) {
        if (value.codes[i] == created.code) found.push_back(value.written[i]);
      }
    }
  }
  return found;
}

/// A record that has this code by now: as planned, it needs not be made; otherwise it is another one.
void leave_out_present(Job& job, const Entity& kind) {
  std::string same = fmt::format("t.{} IS c.name", label_field(kind)->column);
  if (kind.field("acronym") != nullptr) same += " AND t.acronym IS c.acronym";
  if (const Field* address = address_key(kind)) same += fmt::format(" AND t.{} IS c.address", address->column);
  job.connection.run(
      fmt::format("DELETE FROM temp.bound_created AS c WHERE kind = ? AND EXISTS (SELECT 1 FROM main.{} AS t "
                  "WHERE t.code = c.code AND {})",
                  kind.table, same),
      kind.name);
  job.connection.run(
      "INSERT INTO temp.problem SELECT c.line, 'record', c.kind || ' ' || c.code, 'created-there' "
      "FROM temp.bound_created AS c WHERE c.kind = ? AND EXISTS (SELECT 1 FROM temp.name AS n "
      "WHERE n.kind = c.kind AND n.key IN (fold(c.code), fold(c.name)))",
      kind.name);
}

void plan_created(Job& job, const Entity& kind) {
  leave_out_present(job, kind);
  // As in create_missing(): the ids after those that the rows of the input may get.
  const bool own = &kind == &job.entity;
  const std::int64_t last =
      last_id(job.connection, kind) +
      (own ? job.connection.integer("SELECT max(row) FROM temp.input").value_or(0) : std::int64_t{0});
  job.connection.run(
      "INSERT INTO temp.created SELECT kind, ? + row_number() OVER (ORDER BY line), code, name, acronym, address, "
      "NULL, "
      "line, source FROM temp.bound_created WHERE kind = ?",
      last, kind.name);
  job.connection.run(
      "INSERT OR IGNORE INTO temp.created_key SELECT c.kind, fold(w.word), c.id FROM temp.created AS c "
      "JOIN temp.bound_word AS w ON w.kind = c.kind AND w.code = c.code "
      "WHERE c.kind = ? AND fold(w.word) IS NOT NULL",
      kind.name);
}

void plan_aliases(Job& job, const Entity& kind) {
  job.connection.run(fmt::format("INSERT INTO temp.problem SELECT a.line, 'record', a.kind || ' ' || a.code, "
                                 "'alias-gone' FROM temp.bound_alias AS a WHERE a.kind = ? AND NOT EXISTS "
                                 "(SELECT 1 FROM main.{} AS t WHERE t.code = a.code)",
                                 kind.table),
                     kind.name);
  job.connection.run(fmt::format("INSERT INTO temp.problem SELECT a.line, 'alias', a.alias, 'alias-there' "
                                 "FROM temp.bound_alias AS a JOIN main.{} AS t ON t.code = a.code WHERE a.kind = ? "
                                 "AND EXISTS (SELECT 1 FROM temp.name AS n WHERE n.kind = a.kind "
                                 "AND n.key = fold(a.alias) AND n.target_id <> t.id)",
                                 kind.table),
                     kind.name);
  job.connection.run(fmt::format("INSERT INTO temp.learned SELECT a.kind, a.alias, fold(a.alias), t.id, t.code, "
                                 "a.source FROM temp.bound_alias AS a JOIN main.{} AS t ON t.code = a.code "
                                 "WHERE a.kind = ? AND NOT EXISTS (SELECT 1 FROM temp.name AS n "
                                 "WHERE n.kind = a.kind AND n.key = fold(a.alias))",
                                 kind.table),
                     kind.name);
}

/// Rows say so by themselves, as a source is one of their fields.
void refuse_unknown_sources(Job& job) {
  for (const char* table : {"bound_created", "bound_alias"}) {
    job.connection.run(
        fmt::format("INSERT INTO temp.problem SELECT b.line, 'source', b.source, 'no-source' FROM temp.{} AS b "
                    "WHERE b.source IS NOT NULL AND NOT EXISTS (SELECT 1 FROM main.sources WHERE code = b.source) "
                    "AND NOT EXISTS (SELECT 1 FROM temp.bound_created WHERE kind = 'source' AND code = b.source)",
                    table));
  }
}

}  // namespace

void bind_records(db::Connection& connection, const SavedPlan& plan) {
  for (const char* table :
       {"bound_created (line INTEGER, kind TEXT, code TEXT, name TEXT, acronym TEXT, address TEXT, source TEXT)",
        "bound_word (kind TEXT, code TEXT, word TEXT)",
        "bound_alias (line INTEGER, kind TEXT, code TEXT, alias TEXT, source TEXT)"}) {
    const std::string_view name = std::string_view(table).substr(0, std::string_view(table).find(' '));
    connection.run(fmt::format("DROP TABLE IF EXISTS temp.{}", name));
    connection.run(fmt::format("CREATE TEMP TABLE {}", table));
  }
  for (const SavedCreated& created : plan.created) {
    connection.run(
        "INSERT INTO temp.bound_created VALUES (?, ?, ?, nullif(?, ''), nullif(?, ''), nullif(?, ''), nullif(?, ''))",
        static_cast<std::int64_t>(created.line), created.kind->name, created.code, created.name, created.acronym,
        created.address, created.source);
    for (const std::string& word : words_for(plan, created)) {
      connection.run("INSERT INTO temp.bound_word VALUES (?, ?, ?)", created.kind->name, created.code, word);
    }
  }
  for (const SavedAlias& alias : plan.aliases) {
    connection.run("INSERT INTO temp.bound_alias VALUES (?, ?, ?, ?, nullif(?, ''))",
                   static_cast<std::int64_t>(alias.line), alias.kind->name, alias.code, alias.alias, alias.source);
  }
}

void plan_bound_records(Job& job) {
  refuse_unknown_sources(job);
  for (const Entity& kind : entities()) {
    const auto is_bound = [&](const char* table) {
      return job.connection.integer(fmt::format("SELECT 1 FROM temp.{} WHERE kind = ? LIMIT 1", table), kind.name)
          .has_value();
    };
    const bool creates = is_bound("bound_created");
    const bool learns = is_bound("bound_alias");
    if (!creates && !learns) continue;
    collect_names(job, kind);
    if (creates) plan_created(job, kind);
    if (learns) plan_aliases(job, kind);
  }
  job.has_saved_records = job.connection.integer("SELECT 1 FROM temp.created LIMIT 1").has_value();
}

}  // namespace iscm::core
