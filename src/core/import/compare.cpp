#include "core/import/compare.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/import/answers.hpp"
#include "core/import/create.hpp"
#include "error.hpp"

namespace iscm::core {
namespace {

/// The value as a person writes it: the code of a record, not its id.
std::string shown(const Job& job, const Field& field, const std::string& value) {
  return field.type == FieldType::reference ? code_of_id(job, field, value) : value;
}

/// Under which condition a row of the input may change this field of its record.
std::string may_change(const Field& field) {
  if (&field == &source_field()) return "i.f_source IS NOT NULL";
  return field.tier == NameTier::name ? "i.by_code" : "1";
}

/// Whether any row clears this field: most inputs clear nothing, and need not be asked row by row.
bool is_ever_cleared(Job& job, const Field& field) {
  return job.connection.integer("SELECT 1 FROM temp.cleared WHERE field = ? LIMIT 1", field.name).has_value();
}

/// Under which condition a row of the input clears this field of its record.
std::string clears(const Field& field) {
  return fmt::format("EXISTS (SELECT 1 FROM temp.cleared AS x WHERE x.row = i.row AND x.field = {})",
                     quoted(field.name));
}

/// What a field is after it was cleared: what a new record gets where the input says nothing.
std::string cleared_value(const Field& field) {
  return field.fallback.empty() ? "NULL" : quoted(field.fallback);
}

void compare_field(Job& job, const Field& field) {
  const std::string column = fmt::format("t.{}", field.column);
  const auto tell = [&](const std::string& value, const std::string& condition) {
    job.connection.run(fmt::format("INSERT INTO temp.change SELECT i.row, ?, {}, {} FROM temp.input AS i "
                                   "JOIN main.{} AS t ON {} WHERE NOT i.is_new AND {} AND {} IS NOT {}",
                                   shown(job, field, column), shown(job, field, value), job.entity.table,
                                   same_record(job.entity), condition, column, value),
                       field.name);
  };
  const std::string value = stored_value(field);
  tell(value, fmt::format("{} IS NOT NULL AND {}", value, may_change(field)));
  if (is_ever_cleared(job, field)) tell(cleared_value(field), fmt::format("{} IS NULL AND {}", value, clears(field)));
}

/// The records that a list cell names, as a query over input AS i.
std::string wanted_links(const Field& field) {
  return fmt::format(
      "SELECT r.target_id FROM {} AS t JOIN temp.resolved AS r ON r.kind = {} AND r.value = t.value "
      "WHERE t.row = i.row",
      item_table(field), quoted(field.target));
}

std::string present_links(const Job& job, const Field& field) {
  return fmt::format("SELECT l.{} FROM main.{} AS l WHERE l.{} = i.record_id", field.column, field.link_table,
                     owner_column(job.entity));
}

std::string codes(const Job& job, const Field& field, const std::string& links) {
  std::string found = fmt::format("SELECT code FROM main.{} WHERE id IN ({})", entity_named(field.target).table, links);
  if (job.may_create()) {
    found += fmt::format(" UNION ALL SELECT code FROM temp.created WHERE kind = {} AND id IN ({})",
                         quoted(field.target), links);
  }
  return fmt::format("(SELECT group_concat(code, '; ') FROM (SELECT code FROM ({}) ORDER BY code))", found);
}

void compare_list(Job& job, const Field& field) {
  const std::string wanted = wanted_links(field);
  const std::string present = present_links(job, field);
  std::string speaks = fmt::format("i.{} IS NOT NULL", text_column(field));
  if (is_ever_cleared(job, field)) speaks = fmt::format("({} OR {})", speaks, clears(field));
  job.connection.run(fmt::format("INSERT INTO temp.change SELECT i.row, ?, {0}, {1} FROM temp.input AS i "
                                 "WHERE NOT i.is_new AND {4} "
                                 "AND (EXISTS ({2} EXCEPT {3}) OR EXISTS ({3} EXCEPT {2}))",
                                 codes(job, field, present), codes(job, field, wanted), wanted, present, speaks),
                     field.name);
}

/// The value of a field of a new record.
std::string new_value(const Job& job, const Field& field) {
  if (!job.maps(field) && field.name != "code") return quoted(field.fallback);
  const std::string value = stored_value(field);
  return field.fallback.empty() ? value : fmt::format("ifnull({}, {})", value, quoted(field.fallback));
}

/// Words are few, rows many: that the records exist to which the words lead says it of every row. A word of rejected
/// rows alone may lead to what was not made, so the rows are asked for it; with the plus, only where there is one.
void refuse_strangers(Job& job, const Field& field) {
  const Entity& kind = entity_named(field.target);
  const std::string used =
      field.type == FieldType::list
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

/// Whether a new row may refer to another of its own table.
bool may_name_itself(const Entity& entity) {
  return entity.field("parent") != nullptr || entity.name == source_field().target;
}

void insert_new(Job& job, std::int64_t revision) {
  // What they refuse was told before: circles too (circles.hpp), for which a trigger would climb from each row anew.
  const db::TriggersOff off(job.connection);
  std::optional<db::ForeignKeysOff> looked_up;
  if (!may_name_itself(job.entity)) {
    for (const Field* field : job.mapped(FieldType::reference)) refuse_strangers(job, *field);
    if (job.maps(source_field())) refuse_strangers(job, source_field());
    looked_up.emplace(job.connection);
  }
  std::string columns = job.entity.is_pure_link ? "" : "id, ";
  std::string values = job.entity.is_pure_link ? "" : "i.record_id, ";
  for (const Field& field : job.entity.fields) {
    const bool given = job.maps(field) || field.name == "code";
    if (field.type == FieldType::list || (!given && field.fallback.empty())) continue;
    columns += fmt::format("{}, ", field.column);
    values += fmt::format("{}, ", new_value(job, field));
    if (field.name != "alias") continue;
    columns += "key, ";
    values += "fold(i.f_alias), ";
  }
  job.connection.run(fmt::format("INSERT INTO main.{} ({}revision, source_id) "
                                 "SELECT {}?, i.id_source FROM temp.input AS i WHERE i.is_new ORDER BY i.row",
                                 job.entity.table, columns, values),
                     revision);
}

/// Where parents change places, each row by itself would be above itself for a moment. A row without a parent is left
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
  std::string names;
  for (const Field* field : job.stored()) {
    const std::string value = stored_value(*field);
    std::string kept = fmt::format("t.{}", field->column);
    if (is_ever_cleared(job, *field)) {
      kept = fmt::format("iif({} IS NULL AND {}, {}, {})", value, clears(*field), cleared_value(*field), kept);
    }
    assignments +=
        fmt::format("{} = iif({} AND {} IS NOT NULL, {}, {}), ", field->column, may_change(*field), value, value, kept);
    if (field->name == "alias") assignments += "key = ifnull(fold(i.f_alias), t.key), ";
    names += fmt::format("{}{}", names.empty() ? "" : ", ", quoted(field->name));
  }
  names += fmt::format("{}{}", names.empty() ? "" : ", ", quoted(source_field().name));
  if (job.maps("parent")) detach_parents(job, revision);
  job.connection.run(fmt::format("UPDATE main.{} AS t SET {}revision = ?, source_id = i.id_source FROM temp.input AS i "
                                 "WHERE {} AND i.row IN (SELECT row FROM temp.change WHERE field IN ({}))",
                                 job.entity.table, assignments, same_record(job.entity), names),
                     revision);
}

/// Two words of one list may mean the same record: the first one's place and wording stay, so a key that exists is
/// passed over.
void insert_links(Job& job, const Field& field, std::int64_t revision, std::string_view rows) {
  refuse_strangers(job, field);
  const db::TriggersOff off(job.connection);
  const db::ForeignKeysOff looked_up(job.connection);
  job.connection.run(
      fmt::format("INSERT OR IGNORE INTO main.{0} ({1}, {2}, position, published_name, revision, source_id) "
                  "SELECT i.record_id, r.target_id, t.position, t.value, ?, i.id_source FROM {4} AS t "
                  "CROSS JOIN temp.input AS i ON i.row = t.row "
                  "CROSS JOIN temp.resolved AS r ON r.kind = {3} AND r.value = t.value "
                  "WHERE {5} ORDER BY t.rowid",
                  field.link_table, owner_column(job.entity), field.column, quoted(field.target), item_table(field),
                  rows),
      revision);
}

void write_list(Job& job, const Field& field, std::int64_t revision) {
  insert_links(job, field, revision, "i.is_new");
  if (job.matches == 0) return;
  const std::string changed =
      fmt::format("i.row IN (SELECT row FROM temp.change WHERE field = {})", quoted(field.name));
  job.connection.run(
      fmt::format("DELETE FROM main.{0} WHERE EXISTS (SELECT 1 FROM temp.input AS i "
                  "WHERE i.record_id = {0}.{1} AND {2} AND {0}.{3} NOT IN ({4}))",
                  field.link_table, owner_column(job.entity), changed, field.column, wanted_links(field)));
  insert_links(job, field, revision, changed);
}

}  // namespace

void clear_empty_cells(Job& job, bool every, std::span<const std::string> fields) {
  const std::vector<std::string_view> key = words(job.entity.key);
  std::vector<const Field*> all = job.mapped();
  if (job.maps(source_field())) all.push_back(&source_field());
  for (const Field* field : all) {
    const bool named = std::find(fields.begin(), fields.end(), field->name) != fields.end();
    const bool told_apart = field->name == "code" || field == &source_field() ||
                            std::find(key.begin(), key.end(), field->name) != key.end();
    if (!named && (!every || told_apart)) continue;
    job.connection.run(fmt::format("INSERT OR IGNORE INTO temp.cleared SELECT row, ? FROM temp.input "
                                   "WHERE NOT is_new AND {} IS NULL",
                                   text_column(*field)),
                       field->name);
  }
}

void index_items(Job& job) {
  for (const Field* field : job.mapped(FieldType::list)) {
    job.connection.run(
        fmt::format("CREATE INDEX IF NOT EXISTS temp.item_{0}_by_row ON item_{0} (row, position)", field->name));
  }
}

void compare(Job& job) {
  if (job.matches == 0) return;
  for (const Field* field : job.stored()) compare_field(job, *field);
  index_items(job);
  for (const Field* field : job.mapped(FieldType::list)) compare_list(job, *field);
  // Evidence that a row names is news too; that of the whole file is not.
  if (job.maps(source_field())) compare_field(job, source_field());
}

std::string code_of_id(const Job& job, const Field& field, const std::string& id) {
  const Entity& kind = entity_named(field.target);
  std::vector<std::string> found = {fmt::format("(SELECT code FROM main.{} WHERE id = {})", kind.table, id)};
  if (job.may_create()) {
    found.push_back(fmt::format("(SELECT code FROM temp.created WHERE kind = {} AND id = {})", quoted(kind.name), id));
  }
  if (&kind == &job.entity) {
    // The rows of the input have ids one after the other.
    found.push_back(fmt::format("(SELECT n.f_code FROM temp.input AS n WHERE n.row = {} - {} AND n.is_new)", id,
                                last_id(job.connection, kind)));
  }
  return found.size() == 1 ? found.front() : fmt::format("coalesce({})", fmt::join(found, ", "));
}

std::string planned_value(const Job& job, const Field& field) {
  if (field.type == FieldType::list) return codes(job, field, wanted_links(field));
  if (&field == &source_field()) return shown(job, field, stored_value(field));
  return shown(job, field, new_value(job, field));
}

void tell_taken_keys(Job& job) {
  if (job.matches == 0 || job.entity.is_pure_link || job.entity.key == "code") return;
  std::string same;
  std::string names;
  for (const std::string_view name : words(job.entity.key)) {
    const Field& field = *job.entity.field(name);
    const bool given = job.maps(field);
    std::string value = fmt::format("o.{}", field.column);
    if (given && is_ever_cleared(job, field)) {
      value = fmt::format("iif({}, {}, {})", clears(field), cleared_value(field), value);
    }
    if (given) value = fmt::format("ifnull({}, {})", stored_value(field), value);
    const bool folded = name == "alias";
    same += folded ? fmt::format(" AND t.key = fold({})", value) : fmt::format(" AND t.{} IS {}", field.column, value);
    names += fmt::format("{}{}", names.empty() ? "" : ", ", quoted(name));
  }
  job.connection.run(
      fmt::format("INSERT INTO temp.problem SELECT i.line, NULL, NULL, 'taken-key' FROM temp.input AS i "
                  "JOIN main.{0} AS o ON o.id = i.match_id "
                  "JOIN main.{0} AS t ON t.id <> o.id{1} WHERE i.row IN (SELECT row FROM temp.change WHERE field IN "
                  "({2}))",
                  job.entity.table, same, names));
}

void write_changes(Job& job, std::int64_t revision) {
  write_created(job, revision);
  insert_new(job, revision);
  update_changed(job, revision);
  for (const Field* field : job.mapped(FieldType::list)) write_list(job, *field, revision);
  write_learned(job, revision);
}

}  // namespace iscm::core
