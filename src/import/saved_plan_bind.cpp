#include "import/saved_plan_bind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "import/apply.hpp"
#include "import/new_records.hpp"
#include "import/resolve.hpp"
#include "import/row_sql.hpp"
#include "import/saved_plan.hpp"
#include "model/sql_of.hpp"
#include "text/fold.hpp"

namespace iscm::import {
namespace {

sqlite::Value value_of(const SavedText& text) {
  if (!text) return std::monostate{};
  return std::string_view(*text);
}

/// NULL if the text is empty.
sqlite::Value value_of(const std::string& text) {
  if (text.empty()) return std::monostate{};
  return std::string_view(text);
}

/// The rows of a saved plan.
class SavedRows final : public read::RowSource {
public:
  SavedRows(const SavedPlan& plan, std::string name) : read::RowSource(std::move(name)), plan_(plan) {
    for (const model::Field* field : identifying_fields(*plan.entity)) header_.emplace_back(field->name);
    key_size_ = header_.size();
    std::set<std::string> fields;
    for (const SavedRecord& record : plan.records) {
      for (const auto& [field, value] : record.values) fields.insert(field);
      if (!record.source.empty()) fields.emplace(model::source_field().name);
    }
    for (const std::string& part : header_) fields.erase(part);
    header_.insert(header_.end(), fields.begin(), fields.end());
  }

  [[nodiscard]] std::span<const std::string> header() const override { return header_; }
  [[nodiscard]] std::size_t line() const override { return plan_.records[next_ - 1].line; }
  [[nodiscard]] std::span<const std::string_view> cells() const override { return cells_; }
  [[nodiscard]] read::FileFacts facts() const override { return plan_.file.facts; }

  bool next() override {
    if (next_ == plan_.records.size()) return false;
    const SavedRecord& record = plan_.records[next_++];
    texts_.clear();
    for (std::size_t i = 0; i < header_.size(); ++i) texts_.push_back(cell(record, i));
    cells_.assign(texts_.begin(), texts_.end());
    return true;
  }

private:
  [[nodiscard]] std::string cell(const SavedRecord& record, std::size_t column) const {
    if (const auto found = record.values.find(header_[column]); found != record.values.end()) {
      const SavedValue& value = found->second;
      return value.codes.empty() ? value.wanted.value_or("") : fmt::format("{}", fmt::join(value.written, "; "));
    }
    if (column < key_size_) return record.key[column].value_or("");
    return header_[column] == model::source_field().name ? record.source : std::string();
  }

  const SavedPlan& plan_;
  std::vector<std::string> header_;  ///< the key comes first
  std::size_t key_size_ = 0;
  std::vector<std::string> texts_;
  std::vector<std::string_view> cells_;
  std::size_t next_ = 0;
};

/// The query for the record of a key, whose parts are its parameters.
std::string record_query(const model::Entity& entity) {
  std::vector<std::string> conditions;
  for (const model::Field* field : identifying_fields(entity)) {
    const bool is_reference = field->type == model::FieldType::reference;
    const std::string_view target = is_reference ? model::entity_named(field->target).table : "";
    conditions.push_back(
        equals(*field, "t", is_reference ? fmt::format("(SELECT id FROM main.{} WHERE code = ?)", target) : "?"));
  }
  return fmt::format("SELECT {} FROM main.{} AS t WHERE {}", model::identifier(entity, "t"), entity.table,
                     model::joined(conditions, " AND "));
}

/// What a line sets a list to, as the comparison says it: the codes in their order, each once.
SavedText wanted_value(const SavedValue& value) {
  if (value.codes.empty()) return value.wanted;
  const std::set<std::string> codes(value.codes.begin(), value.codes.end());
  return fmt::format("{}", fmt::join(codes, "; "));
}

void add_problem(Job& job, std::size_t line, std::string_view field, std::string_view value, std::string_view code) {
  job.connection.run("INSERT INTO temp.problem VALUES (?, ?, ?, ?)", static_cast<std::int64_t>(line), field, value,
                     code);
}

/// The names that mean a planned record, those that the input has for it in lists among them.
std::vector<std::string> names_of(const SavedPlan& plan, const SavedCreated& created) {
  const auto& [label, acronym, address] = created.values;
  std::vector<std::string> found = {created.code, label.value_or(""), acronym.value_or("")};
  if (label && acronym) found.push_back(fmt::format("{} ({})", *label, *acronym));
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

/// Rows say so by themselves, as a source is one of their fields.
void check_source(Job& job, const SavedPlan& plan, std::size_t line, const std::string& source) {
  const auto is_it = [&](const SavedCreated& created) {
    return created.kind->name == model::source_field().target && created.code == source;
  };
  if (source.empty() || std::any_of(plan.created.begin(), plan.created.end(), is_it)) return;
  if (job.connection.integer("SELECT 1 FROM main.sources WHERE code = ?", source)) return;
  add_problem(job, line, model::source_field().name, source, "no-source");
}

/// Whether there is such a record by now, just as planned: then it need not be made.
bool is_present(Job& job, const SavedCreated& created) {
  const model::Entity& kind = *created.kind;
  std::vector<std::string> same = {"code = ?1"};
  int place = 1;
  for (const model::Field* field : created_fields(kind)) {
    same.push_back(fmt::format("{} IS ?{}", field == nullptr ? "NULL" : field->column, ++place));
  }
  const auto& [label, acronym, address] = created.values;
  return job.connection
      .integer(fmt::format("SELECT 1 FROM main.{} WHERE {}", kind.table, model::joined(same, " AND ")), created.code,
               value_of(label), value_of(acronym), value_of(address))
      .has_value();
}

void plan_created(Job& job, const SavedPlan& plan, const SavedCreated& created) {
  const std::string_view kind = created.kind->name;
  const auto& [label, acronym, address] = created.values;
  check_source(job, plan, created.line, created.source);
  if (is_present(job, created)) return;
  if (job.connection.integer("SELECT 1 FROM temp.name WHERE kind = ? AND key IN (?, ?)", kind, text::fold(created.code),
                             text::fold(label.value_or("")))) {
    add_problem(job, created.line, "record", fmt::format("{} {}", kind, created.code), "created-there");
  }
  const std::int64_t id = next_created_id(job, *created.kind);
  job.connection.run("INSERT INTO temp.created VALUES (?, ?, ?, ?, ?, ?, NULL, ?, ?)", kind, id, created.code,
                     value_of(label), value_of(acronym), value_of(address), static_cast<std::int64_t>(created.line),
                     value_of(created.source));
  for (const std::string& name : names_of(plan, created)) {
    const std::string key = text::fold(name);
    if (!key.empty()) job.connection.run("INSERT OR IGNORE INTO temp.created_key VALUES (?, ?, ?)", kind, key, id);
  }
}

void plan_alias(Job& job, const SavedPlan& plan, const SavedAlias& alias) {
  const std::string_view kind = alias.kind->name;
  check_source(job, plan, alias.line, alias.source);
  const auto id =
      job.connection.integer(fmt::format("SELECT id FROM main.{} WHERE code = ?", alias.kind->table), alias.code);
  if (!id) return add_problem(job, alias.line, "record", fmt::format("{} {}", kind, alias.code), "alias-gone");
  const std::string key = text::fold(alias.alias);
  const auto is_of_other =
      job.connection.integer("SELECT max(target_id <> ?) FROM temp.name WHERE kind = ? AND key = ?", *id, kind, key);
  if (is_of_other == 1) return add_problem(job, alias.line, "alias", alias.alias, "alias-there");
  if (is_of_other) return;
  job.connection.run("INSERT INTO temp.learned VALUES (?, ?, ?, ?, ?, ?)", kind, alias.alias, key, *id, alias.code,
                     value_of(alias.source));
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
  return fmt::format("substr({}, 3)", names);
}

void check_existence(Job& job) {
  // What else is wrong with such a row follows from it.
  for (const char* sql : {"DELETE FROM temp.problem WHERE line IN (SELECT i.line {})",
                          "INSERT INTO temp.problem SELECT i.line, NULL, NULL, 'gone' {}"}) {
    job.connection.run(
        fmt::format(fmt::runtime(sql),
                    "FROM temp.input AS i JOIN temp.bound AS b ON b.row = i.row WHERE i.is_new AND NOT b.is_new"));
  }
  job.connection.run(
      "INSERT INTO temp.problem SELECT i.line, NULL, group_concat(c.field, ', '), 'there-now' FROM temp.change AS c "
      "JOIN temp.input AS i ON i.row = c.row JOIN temp.bound AS b ON b.row = i.row WHERE b.is_new GROUP BY i.row");
}

void check_values(Job& job) {
  job.connection.run(
      "INSERT INTO temp.problem SELECT i.line, c.field, c.old, 'moved' FROM temp.change AS c "
      "JOIN temp.input AS i ON i.row = c.row JOIN temp.bound AS b ON b.row = i.row "
      "JOIN temp.bound_field AS f ON f.row = c.row AND f.field = c.field "
      "WHERE NOT b.is_new AND CAST(c.old AS TEXT) IS NOT f.old");
  for (const model::Field* field : job.mapped(model::FieldType::list)) {
    job.connection.run(
        "INSERT INTO temp.problem SELECT i.line, c.field, c.new, 'reads-otherwise' FROM temp.change AS c "
        "JOIN temp.input AS i ON i.row = c.row JOIN temp.bound_field AS f ON f.row = c.row AND f.field = c.field "
        "WHERE c.field = ? AND c.new IS NOT f.new",
        field->name);
  }
}

/// The plan is bound to the whole version: another field may be why this one was to change.
void check_versions(Job& job) {
  const std::string_view table = job.entity.table;
  const std::string fields =
      job.entity.is_pure_link
          ? "'its own fields'"
          : fmt::format(
                "(SELECT ifnull(nullif({}, ''), 'to something else and back') FROM (SELECT 1) LEFT JOIN "
                "main.{}_history AS h ON h.id = t.id AND h.revision = b.revision)",
                differing_fields(job.entity), table);
  job.connection.run(fmt::format(
      "INSERT INTO temp.problem SELECT i.line, NULL, {}, 'moved-elsewhere' FROM temp.bound AS b "
      "JOIN temp.input AS i ON i.row = b.row JOIN main.{} AS t ON {} WHERE NOT b.is_new AND t.revision <> b.revision "
      "AND b.row IN (SELECT row FROM temp.change) AND i.line NOT IN (SELECT line FROM temp.problem)",
      fields, table, same_record(job.entity)));
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

namespace {

void bind_rows(Job& job, const SavedPlan& plan) {
  sqlite::Statement find = job.connection.prepare(record_query(job.entity));
  sqlite::Statement add_row = job.connection.prepare("INSERT INTO temp.bound VALUES (?, ?, ?, ?, ?, ?)");
  sqlite::Statement add_field = job.connection.prepare("INSERT INTO temp.bound_field VALUES (?, ?, ?, ?)");
  std::int64_t row = 0;
  for (const SavedRecord& record : plan.records) {
    int place = 0;
    for (const SavedText& part : record.key) find.bind(++place, value_of(part));
    const sqlite::Value id = find.step() ? find.value(0) : std::monostate{};
    add_row.bind_all(++row, id, std::int64_t{record.is_new}, record.revision,
                     static_cast<std::int64_t>(record.input_line), value_of(record.cells));
    add_row.run();
    find.reset();
    for (const auto& [field, value] : record.values) {
      const SavedText wanted = wanted_value(value);
      add_field.bind_all(row, std::string_view(field), value_of(value.old), value_of(wanted));
      add_field.run();
    }
  }
}

}  // namespace

void bind_plan(Job& job, const SavedPlan& plan) {
  bind_rows(job, plan);
  std::set<const model::Entity*> kinds;
  for (const SavedCreated& created : plan.created) kinds.insert(created.kind);
  for (const SavedAlias& alias : plan.aliases) kinds.insert(alias.kind);
  for (const model::Entity* kind : kinds) collect_known_names(job, *kind);
  for (const SavedCreated& created : plan.created) plan_created(job, plan, created);
  for (const SavedAlias& alias : plan.aliases) plan_alias(job, plan, alias);
}

void identify_bound(Job& job) {
  job.connection.run(
      "UPDATE temp.input AS i SET by_code = 1, match_id = b.id FROM temp.bound AS b WHERE b.row = i.row");
  job.matches = job.connection.integer("SELECT count(id) FROM temp.bound").value_or(0);
  job.connection.run(
      "INSERT INTO temp.cleared SELECT f.row, f.field FROM temp.bound_field AS f JOIN temp.input AS i ON i.row = f.row "
      "WHERE f.new IS NULL AND NOT i.is_new");
}

void check_bound(Job& job) {
  job.connection.run(
      "DELETE FROM temp.change WHERE NOT EXISTS (SELECT 1 FROM temp.bound_field AS f WHERE f.row = change.row "
      "AND f.field = change.field)");
  check_existence(job);
  check_values(job);
  check_versions(job);
}

void keep_bound_rows(Job& job, const SavedFile& file, std::int64_t revision) {
  constexpr std::string_view kKept =
      "FROM temp.bound AS b JOIN temp.input AS i ON i.row = b.row WHERE b.cells IS NOT NULL AND b.line > 0 "
      "AND (i.is_new OR i.row IN (SELECT row FROM temp.change))";
  if (file.header.empty() || file.mapping.empty() || !job.connection.integer(fmt::format("SELECT 1 {}", kKept))) return;
  keep_file(job, file.name, file.facts, file.header, file.mapping, revision);
  const sqlite::TriggersOff off(job.connection);
  // An edited plan may have one line twice.
  job.connection.run(
      fmt::format("INSERT OR IGNORE INTO main.imported_rows (import_id, line, cells, record_id) "
                  "SELECT (SELECT max(id) FROM main.imports), b.line, b.cells, iif(?, NULL, i.record_id) "
                  "{} ORDER BY b.line",
                  kKept),
      std::int64_t{job.entity.is_pure_link});
}

}  // namespace iscm::import
