#include "import/saved_plan_bind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "import/new_records.hpp"
#include "import/resolve.hpp"
#include "model/field_types.hpp"

namespace iscm::import {
namespace {

sqlite::Value value_of(const SavedText& text) {
  if (!text) return std::monostate{};
  return std::string_view(*text);
}

/// The query for the record of a key, whose parts are its parameters: id and version.
std::string record_query(const model::Entity& entity) {
  const std::string id = entity.is_pure_link ? "1" : "t.id";
  if (entity.has_code()) {
    return fmt::format("SELECT {}, t.revision FROM main.{} AS t WHERE t.code = ?1", id, entity.table);
  }
  std::string condition;
  int place = 0;
  for (const std::string_view name : model::words(entity.key)) {
    const model::Field& field = *entity.field(name);
    std::string part = fmt::format("t.{} IS ?{}", field.column, ++place);
    if (name == "alias") part = fmt::format("t.key = fold(?{})", place);
    if (field.type == model::FieldType::reference) {
      part = fmt::format("t.{} IS (SELECT id FROM main.{} WHERE code = ?{})", field.column,
                         model::entity_named(field.target).table, place);
    }
    condition += (condition.empty() ? "" : " AND ") + part;
  }
  return fmt::format("SELECT {}, t.revision FROM main.{} AS t WHERE {}", id, entity.table, condition);
}

/// A list of the names of fields in which the version that was planned for and the present one differ: an expression
/// over history AS h and the table AS t.
std::string differing_fields(const model::Entity& entity) {
  std::string names;
  for (const model::Field& field : entity.fields) {
    if (field.type == model::FieldType::list) continue;
    names += fmt::format("{}iif(h.{} IS NOT t.{}, ', {}', '')", names.empty() ? "" : " || ", field.column, field.column,
                         field.name);
  }
  return fmt::format("substr({} || iif(h.source_id IS NOT t.source_id, ', source', ''), 3)", names);
}

void tell_gone(Job& job) {
  // What else is wrong with such a row follows from it.
  job.connection.run(
      "DELETE FROM temp.problem WHERE line IN (SELECT i.line FROM temp.input AS i "
      "JOIN temp.bound AS b ON b.row = i.row WHERE b.id IS NULL AND NOT b.is_new)");
  job.connection.run(
      "INSERT INTO temp.problem SELECT i.line, NULL, NULL, 'gone' FROM temp.input AS i "
      "JOIN temp.bound AS b ON b.row = i.row WHERE b.id IS NULL AND NOT b.is_new");
  job.connection.run(
      "INSERT INTO temp.problem SELECT i.line, NULL, group_concat(c.field, ', '), 'there-now' FROM temp.change AS c "
      "JOIN temp.input AS i ON i.row = c.row JOIN temp.bound AS b ON b.row = i.row WHERE b.is_new GROUP BY i.row");
}

void tell_changed_values(Job& job) {
  job.connection.run(
      "INSERT INTO temp.problem SELECT i.line, c.field, c.old, 'moved' FROM temp.change AS c "
      "JOIN temp.input AS i ON i.row = c.row JOIN temp.bound AS b ON b.row = i.row "
      "JOIN temp.bound_field AS f ON f.row = c.row AND f.field = c.field "
      "WHERE NOT b.is_new AND CAST(c.old AS TEXT) IS NOT f.old");
  job.connection.run(
      "INSERT INTO temp.problem SELECT i.line, c.field, c.new, 'reads-otherwise' FROM temp.change AS c "
      "JOIN temp.input AS i ON i.row = c.row JOIN temp.bound_field AS f ON f.row = c.row AND f.field = c.field "
      "WHERE f.is_list AND c.new IS NOT f.new");
}

/// The plan is bound to the whole version: another field may be why this one was to change.
void tell_changed_versions(Job& job) {
  constexpr std::string_view kMoved =
      "FROM temp.bound AS b JOIN temp.input AS i ON i.row = b.row {} WHERE NOT b.is_new AND b.now <> b.planned "
      "AND b.row IN (SELECT row FROM temp.change) AND i.line NOT IN (SELECT line FROM temp.problem)";
  if (job.entity.is_pure_link) {
    job.connection.run(
        fmt::format("INSERT INTO temp.problem SELECT i.line, NULL, 'its own fields', 'moved-elsewhere' {}",
                    fmt::format(fmt::runtime(kMoved), "")));
    return;
  }
  const std::string versions = fmt::format(
      "JOIN main.{0} AS t ON t.id = b.id LEFT JOIN main.{0}_history AS h ON h.id = t.id AND h.revision = b.planned",
      job.entity.table);
  job.connection.run(
      fmt::format("INSERT INTO temp.problem SELECT i.line, NULL, "
                  "ifnull(nullif({}, ''), 'to something else and back'), 'moved-elsewhere' {}",
                  differing_fields(job.entity), fmt::format(fmt::runtime(kMoved), versions)));
}

/// The rows of a saved plan.
class SavedRows final : public read::RowSource {
public:
  SavedRows(const SavedPlan& plan, std::string name) : read::RowSource(std::move(name)), plan_(plan) {
    std::set<std::string, std::less<>> fields;
    bool sources = false;
    for (const SavedRecord& record : plan.records) {
      for (const auto& [field, value] : record.values) fields.insert(field);
      sources = sources || !record.source.empty();
    }
    const model::Entity& entity = *plan.entity;
    for (const std::string_view part : entity.has_code() ? model::words("code") : model::words(entity.key))
      key_.emplace_back(part);
    header_ = key_;
    for (const std::string& part : key_) fields.erase(part);
    if (sources) fields.emplace(model::source_field().name);
    header_.insert(header_.end(), fields.begin(), fields.end());
  }

  [[nodiscard]] std::span<const std::string> header() const override { return header_; }
  [[nodiscard]] std::size_t line() const override { return plan_.records[next_ - 1].line; }
  [[nodiscard]] std::span<const std::string_view> cells() const override { return cells_; }
  [[nodiscard]] read::FileFacts facts() const override {
    return {.sha256 = plan_.file.sha256, .ends_with_newline = true};
  }

  bool next() override {
    if (next_ == plan_.records.size()) return false;
    const SavedRecord& record = plan_.records[next_++];
    texts_.clear();
    for (const std::string& name : header_) texts_.push_back(cell(record, name));
    cells_.assign(texts_.begin(), texts_.end());
    return true;
  }

private:
  [[nodiscard]] std::string cell(const SavedRecord& record, const std::string& name) const {
    const auto value = record.values.find(name);
    if (value != record.values.end()) {
      if (value->second.codes.empty()) return value->second.wanted.value_or("");
      return fmt::format("{}", fmt::join(value->second.written, "; "));
    }
    if (name == model::source_field().name) return record.source;
    for (std::size_t i = 0; i < key_.size(); ++i) {
      if (key_[i] == name) return record.key[i].value_or("");
    }
    return {};
  }

  const SavedPlan& plan_;
  std::vector<std::string> key_;
  std::vector<std::string> header_;
  std::vector<std::string> texts_;
  std::vector<std::string_view> cells_;
  std::size_t next_ = 0;
};

void bind_fields(sqlite::Connection& connection, const SavedPlan& plan) {
  sqlite::Statement insert = connection.prepare("INSERT INTO temp.bound_field VALUES (?, ?, ?, ?, ?)");
  std::int64_t row = 0;
  for (const SavedRecord& record : plan.records) {
    ++row;
    for (const auto& [field, value] : record.values) {
      // Codes are compared as the comparison tells them: in their order, each once.
      const bool is_list =
          plan.entity->field(field) != nullptr && plan.entity->field(field)->type == model::FieldType::list;
      const std::set<std::string> codes(value.codes.begin(), value.codes.end());
      SavedText wanted = value.wanted;
      if (is_list && !codes.empty()) wanted = fmt::format("{}", fmt::join(codes, "; "));
      insert.bind_all(row, std::string_view(field), value_of(value.old), value_of(wanted), std::int64_t{is_list});
      insert.run();
    }
  }
}

void bind_file(sqlite::Connection& connection, const SavedFile& file) {
  connection.run("DROP TABLE IF EXISTS temp.bound_file");
  connection.run(
      "CREATE TEMP TABLE bound_file (file TEXT, sha256 TEXT, bytes INTEGER, delimiter TEXT, ends_with_newline INTEGER, "
      "header TEXT, mapping TEXT)");
  connection.run("INSERT INTO temp.bound_file VALUES (?, ?, ?, ?, ?, nullif(?, ''), nullif(?, ''))", file.name,
                 file.sha256, file.bytes, file.delimiter, std::int64_t{file.ends_with_newline}, file.header,
                 file.mapping);
}

}  // namespace

std::unique_ptr<read::RowSource> saved_rows(const SavedPlan& plan, const std::string& name) {
  return std::make_unique<SavedRows>(plan, name);
}

std::vector<Answer> saved_answers(const SavedPlan& plan) {
  // Words that stand for several records at once are an alias of them, and are left to it.
  std::map<std::pair<std::string, std::string>, std::set<std::string>> meant;
  for (const SavedRecord& record : plan.records) {
    for (const auto& [field, value] : record.values) {
      for (std::size_t i = 0; i < value.codes.size(); ++i) meant[{field, value.written[i]}].insert(value.codes[i]);
    }
  }
  std::vector<Answer> answers;
  for (const auto& [words_of_field, codes] : meant) {
    if (codes.size() == 1) answers.push_back({words_of_field.first, words_of_field.second, *codes.begin()});
  }
  return answers;
}

void bind_saved(sqlite::Connection& connection, const SavedPlan& plan) {
  connection.run("DROP TABLE IF EXISTS temp.bound");
  connection.run("DROP TABLE IF EXISTS temp.bound_field");
  connection.run(
      "CREATE TEMP TABLE bound (row INTEGER PRIMARY KEY, id INTEGER, is_new INTEGER, planned INTEGER, now INTEGER, "
      "line "
      "INTEGER, cells TEXT)");
  connection.run(
      "CREATE TEMP TABLE bound_field (row INTEGER, field TEXT, old TEXT, new TEXT, is_list INTEGER, "
      "PRIMARY KEY (row, field)) WITHOUT ROWID");
  sqlite::Statement find = connection.prepare(record_query(*plan.entity));
  sqlite::Statement insert = connection.prepare("INSERT INTO temp.bound VALUES (?, ?, ?, ?, ?, ?, nullif(?, ''))");
  std::int64_t row = 0;
  for (const SavedRecord& record : plan.records) {
    int place = 0;
    for (const SavedText& part : record.key) find.bind(++place, value_of(part));
    const bool found = find.step();
    sqlite::Value id = std::monostate{};
    // A pure link has no id: any number that no other row has tells that it exists.
    if (found) id = plan.entity->is_pure_link ? sqlite::Value(-row - 1) : find.value(0);
    insert.bind_all(++row, id, std::int64_t{record.is_new}, record.revision,
                    found ? find.value(1) : sqlite::Value(std::monostate{}),
                    static_cast<std::int64_t>(record.input_line), record.cells);
    insert.run();
    find.reset();
  }
  bind_fields(connection, plan);
  bind_file(connection, plan.file);
  bind_records(connection, plan);
}

void keep_bound_rows(Job& job, std::int64_t revision) {
  constexpr std::string_view kKept =
      "FROM temp.bound AS b JOIN temp.input AS i ON i.row = b.row WHERE b.cells IS NOT NULL AND b.line > 0 "
      "AND (i.is_new OR i.row IN (SELECT row FROM temp.change))";
  job.connection.run(
      fmt::format("INSERT INTO main.imports (revision, file, sha256, bytes, delimiter, ends_with_newline, entity, "
                  "header, mapping) SELECT ?, file, sha256, bytes, delimiter, ends_with_newline, ?, header, mapping "
                  "FROM temp.bound_file WHERE header IS NOT NULL AND mapping IS NOT NULL AND EXISTS (SELECT 1 {})",
                  kKept),
      revision, job.entity.name);
  if (job.connection.changes() == 0) return;
  const sqlite::TriggersOff off(job.connection);
  // An edited plan may have one line twice.
  job.connection.run(
      fmt::format("INSERT OR IGNORE INTO main.imported_rows (import_id, line, cells, record_id) "
                  "SELECT (SELECT max(id) FROM main.imports), b.line, b.cells, iif(?, NULL, i.record_id) "
                  "{} ORDER BY b.line",
                  kKept),
      std::int64_t{job.entity.is_pure_link});
}

void clear_bound(Job& job) {
  job.connection.run(
      "INSERT OR IGNORE INTO temp.cleared SELECT f.row, f.field FROM temp.bound_field AS f "
      "JOIN temp.input AS i ON i.row = f.row WHERE f.new IS NULL AND NOT i.is_new");
}

void tell_moved(Job& job) {
  job.connection.run(
      "DELETE FROM temp.change WHERE NOT EXISTS (SELECT 1 FROM temp.bound_field AS f WHERE f.row = change.row "
      "AND f.field = change.field)");
  tell_gone(job);
  tell_changed_values(job);
  tell_changed_versions(job);
}

namespace {

/// The words of the input that were planned to mean a record.
std::vector<std::string> words_for(const SavedPlan& plan, const SavedCreated& created) {
  std::vector<std::string> found = {created.code, created.name, created.acronym};
  if (!created.acronym.empty()) found.push_back(fmt::format("{} ({})", created.name, created.acronym));
  for (const SavedRecord& record : plan.records) {
    for (const auto& [name, value] : record.values) {
      const model::Field* field = plan.entity->field(name);
      if (field == nullptr || field->type != model::FieldType::list || field->target != created.kind->name) continue;
      for (std::size_t i = 0; i < value.codes.size(); ++i) {
        if (value.codes[i] == created.code) found.push_back(value.written[i]);
      }
    }
  }
  return found;
}

/// A record that has this code by now: as planned, it needs not be made; otherwise it is another one.
void leave_out_present(Job& job, const model::Entity& kind) {
  std::string same = fmt::format("t.{} IS c.name", model::label_field(kind)->column);
  if (kind.field("acronym") != nullptr) same += " AND t.acronym IS c.acronym";
  if (const model::Field* address = address_key(kind)) same += fmt::format(" AND t.{} IS c.address", address->column);
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

void plan_created(Job& job, const model::Entity& kind) {
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

void plan_aliases(Job& job, const model::Entity& kind) {
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

void bind_records(sqlite::Connection& connection, const SavedPlan& plan) {
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
  for (const model::Entity& kind : model::entities()) {
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

}  // namespace iscm::import
