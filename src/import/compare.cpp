#include "import/compare.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "error.hpp"
#include "import/answers.hpp"
#include "import/new_records.hpp"
#include "model/names.hpp"

namespace iscm::import {
namespace {

/// The value as a person writes it: the code of a record, not its id.
std::string shown(const Job& job, const model::Field& field, const std::string& value) {
  return field.type == model::FieldType::reference ? code_of_id(job, field, value) : value;
}

/// Under which condition a row of the input may change this field of its record.
std::string may_change(const model::Field& field) {
  if (&field == &model::source_field()) return "i.f_source IS NOT NULL";
  return field.tier == model::NameTier::name ? "i.by_code" : "1";
}

/// Whether any row clears this field: most inputs clear nothing, and need not be asked row by row.
bool is_ever_cleared(Job& job, const model::Field& field) {
  return job.connection.integer("SELECT 1 FROM temp.cleared WHERE field = ? LIMIT 1", field.name).has_value();
}

/// Under which condition a row of the input clears this field of its record.
std::string clears(const model::Field& field) {
  return fmt::format("EXISTS (SELECT 1 FROM temp.cleared AS x WHERE x.row = i.row AND x.field = {})",
                     model::quoted(field.name));
}

/// What a field is after it was cleared: what a new record gets where the input says nothing.
std::string cleared_value(const model::Field& field) {
  return field.fallback.empty() ? "NULL" : model::quoted(field.fallback);
}

void compare_field(Job& job, const model::Field& field) {
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
std::string wanted_links(const model::Field& field) {
  return fmt::format(
      "SELECT r.target_id FROM {} AS t JOIN temp.resolved AS r ON r.kind = {} AND r.value = t.value "
      "WHERE t.row = i.row",
      item_table(field), model::quoted(field.target));
}

std::string present_links(const Job& job, const model::Field& field) {
  return fmt::format("SELECT l.{} FROM main.{} AS l WHERE l.{} = i.record_id", field.column, field.link_table,
                     model::owner_column(job.entity));
}

std::string codes(const Job& job, const model::Field& field, const std::string& links) {
  std::string found =
      fmt::format("SELECT code FROM main.{} WHERE id IN ({})", model::entity_named(field.target).table, links);
  if (job.may_create()) {
    found += fmt::format(" UNION ALL SELECT code FROM temp.created WHERE kind = {} AND id IN ({})",
                         model::quoted(field.target), links);
  }
  return fmt::format("(SELECT group_concat(code, '; ') FROM (SELECT code FROM ({}) ORDER BY code))", found);
}

void compare_list(Job& job, const model::Field& field) {
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
std::string new_value(const Job& job, const model::Field& field) {
  if (!job.maps(field) && field.name != "code") return model::quoted(field.fallback);
  const std::string value = stored_value(field);
  return field.fallback.empty() ? value : fmt::format("ifnull({}, {})", value, model::quoted(field.fallback));
}

/// Words are few, rows many: that the records exist to which the words lead says it of every row. A word of rejected
/// rows alone may lead to what was not made, so the rows are asked for it; with the plus, only where there is one.
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

/// Whether a new row may refer to another of its own table.
bool may_name_itself(const model::Entity& entity) {
  return entity.field("parent") != nullptr || entity.name == model::source_field().target;
}

void insert_new(Job& job, std::int64_t revision) {
  // What they refuse was told before: circles too (circles.hpp), for which a trigger would climb from each row anew.
  const sqlite::TriggersOff off(job.connection);
  std::optional<sqlite::ForeignKeysOff> looked_up;
  if (!may_name_itself(job.entity)) {
    for (const model::Field* field : job.mapped(model::FieldType::reference)) refuse_strangers(job, *field);
    if (job.maps(model::source_field())) refuse_strangers(job, model::source_field());
    looked_up.emplace(job.connection);
  }
  std::string columns = job.entity.is_pure_link ? "" : "id, ";
  std::string values = job.entity.is_pure_link ? "" : "i.record_id, ";
  for (const model::Field& field : job.entity.fields) {
    const bool given = job.maps(field) || field.name == "code";
    if (field.type == model::FieldType::list || (!given && field.fallback.empty())) continue;
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
  for (const model::Field* field : job.stored()) {
    const std::string value = stored_value(*field);
    std::string kept = fmt::format("t.{}", field->column);
    if (is_ever_cleared(job, *field)) {
      kept = fmt::format("iif({} IS NULL AND {}, {}, {})", value, clears(*field), cleared_value(*field), kept);
    }
    assignments +=
        fmt::format("{} = iif({} AND {} IS NOT NULL, {}, {}), ", field->column, may_change(*field), value, value, kept);
    if (field->name == "alias") assignments += "key = ifnull(fold(i.f_alias), t.key), ";
    names += fmt::format("{}{}", names.empty() ? "" : ", ", model::quoted(field->name));
  }
  names += fmt::format("{}{}", names.empty() ? "" : ", ", model::quoted(model::source_field().name));
  if (job.maps("parent")) detach_parents(job, revision);
  job.connection.run(fmt::format("UPDATE main.{} AS t SET {}revision = ?, source_id = i.id_source FROM temp.input AS i "
                                 "WHERE {} AND i.row IN (SELECT row FROM temp.change WHERE field IN ({}))",
                                 job.entity.table, assignments, same_record(job.entity), names),
                     revision);
}

/// Two words of one list may mean the same record: the first one's place and wording stay, so a key that exists is
/// passed over.
void insert_links(Job& job, const model::Field& field, std::int64_t revision, std::string_view rows) {
  refuse_strangers(job, field);
  const sqlite::TriggersOff off(job.connection);
  const sqlite::ForeignKeysOff looked_up(job.connection);
  job.connection.run(
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

}  // namespace

void clear_empty_cells(Job& job, bool every, std::span<const std::string> fields) {
  const std::vector<std::string_view> key = model::words(job.entity.key);
  std::vector<const model::Field*> all = job.mapped();
  // The file has no cells of them.
  std::erase_if(all, [&](const model::Field* field) {
    return std::find(job.added.begin(), job.added.end(), field) != job.added.end();
  });
  if (job.maps(model::source_field())) all.push_back(&model::source_field());
  for (const model::Field* field : all) {
    const bool named = std::find(fields.begin(), fields.end(), field->name) != fields.end();
    const bool told_apart = field->name == "code" || field == &model::source_field() ||
                            std::find(key.begin(), key.end(), field->name) != key.end();
    if (!named && (!every || told_apart)) continue;
    job.connection.run(fmt::format("INSERT OR IGNORE INTO temp.cleared SELECT row, ? FROM temp.input "
                                   "WHERE NOT is_new AND {} IS NULL",
                                   text_column(*field)),
                       field->name);
  }
}

void index_items(Job& job) {
  for (const model::Field* field : job.mapped(model::FieldType::list)) {
    job.connection.run(
        fmt::format("CREATE INDEX IF NOT EXISTS temp.item_{0}_by_row ON item_{0} (row, position)", field->name));
  }
}

void compare(Job& job) {
  if (job.matches == 0) return;
  for (const model::Field* field : job.stored()) compare_field(job, *field);
  index_items(job);
  for (const model::Field* field : job.mapped(model::FieldType::list)) compare_list(job, *field);
  // Evidence that a row names is news too; that of the whole file is not.
  if (job.maps(model::source_field())) compare_field(job, model::source_field());
}

void give_basis(Job& job, bool is_sourced) {
  const model::Field* basis = job.entity.field("basis");
  if (basis == nullptr || !job.maps(*basis)) return;
  job.connection.run(
      "UPDATE temp.input SET f_basis = iif(?1 OR id_source IS NOT NULL, 'stated', 'unsourced') WHERE f_basis IS NULL "
      "AND (is_new OR row IN (SELECT row FROM temp.change)) "
      "AND row NOT IN (SELECT row FROM temp.cleared WHERE field = 'basis')",
      std::int64_t{is_sourced});
  if (job.connection.changes() == 0 || job.matches == 0) return;
  job.connection.run("DELETE FROM temp.change WHERE field = 'basis'");
  compare_field(job, *basis);
}

void tell_sources(Job& job, std::string_view source_to_be) {
  if (job.matches == 0) return;
  const model::Field& source = model::source_field();
  std::string names;
  for (const model::Field* field : job.stored()) names += fmt::format("{}, ", model::quoted(field->name));
  job.connection.run(fmt::format("INSERT OR REPLACE INTO temp.change SELECT i.row, ?1, {}, ifnull(nullif(?2, ''), {}) "
                                 "FROM temp.input AS i JOIN main.{} AS t ON {} WHERE NOT i.is_new "
                                 "AND i.row IN (SELECT row FROM temp.change WHERE field IN ({}?1)) "
                                 "AND (?2 <> '' OR t.source_id IS NOT i.id_source)",
                                 shown(job, source, "t.source_id"), shown(job, source, "i.id_source"), job.entity.table,
                                 same_record(job.entity), names),
                     source.name, source_to_be);
}

std::string code_of_id(const Job& job, const model::Field& field, const std::string& id) {
  const model::Entity& kind = model::entity_named(field.target);
  std::vector<std::string> found = {fmt::format("(SELECT code FROM main.{} WHERE id = {})", kind.table, id)};
  if (job.may_create()) {
    found.push_back(
        fmt::format("(SELECT code FROM temp.created WHERE kind = {} AND id = {})", model::quoted(kind.name), id));
  }
  if (&kind == &job.entity) {
    // The rows of the input have ids one after the other.
    found.push_back(fmt::format("(SELECT n.f_code FROM temp.input AS n WHERE n.row = {} - {} AND n.is_new)", id,
                                last_id(job.connection, kind)));
  }
  return found.size() == 1 ? found.front() : fmt::format("coalesce({})", fmt::join(found, ", "));
}

std::string planned_value(const Job& job, const model::Field& field) {
  if (field.type == model::FieldType::list) return codes(job, field, wanted_links(field));
  if (&field == &model::source_field()) return shown(job, field, stored_value(field));
  return shown(job, field, new_value(job, field));
}

void tell_taken_keys(Job& job) {
  if (job.matches == 0 || job.entity.is_pure_link || job.entity.key == "code") return;
  std::string same;
  std::string names;
  for (const std::string_view name : model::words(job.entity.key)) {
    const model::Field& field = *job.entity.field(name);
    const bool given = job.maps(field);
    std::string value = fmt::format("o.{}", field.column);
    if (given && is_ever_cleared(job, field)) {
      value = fmt::format("iif({}, {}, {})", clears(field), cleared_value(field), value);
    }
    if (given) value = fmt::format("ifnull({}, {})", stored_value(field), value);
    const bool folded = name == "alias";
    same += folded ? fmt::format(" AND t.key = fold({})", value) : fmt::format(" AND t.{} IS {}", field.column, value);
    names += fmt::format("{}{}", names.empty() ? "" : ", ", model::quoted(name));
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
  for (const model::Field* field : job.mapped(model::FieldType::list)) write_list(job, *field, revision);
  write_learned(job, revision);
}

namespace {

/// One word of the key of a row: as its record has it, where it exists and the input does not say.
std::string key_word(const Job& job, const model::Field& field) {
  const bool given = job.maps(field);
  const bool stored = !job.entity.is_pure_link;
  if (field.type == model::FieldType::reference) {
    const std::string id = given ? fmt::format("i.{}", id_column(field)) : "NULL";
    const std::string known = stored ? fmt::format("ifnull({}, t.{})", id, field.column) : id;
    return code_of_id(job, field, known);
  }
  const std::string text = given ? fmt::format("i.{}", text_column(field)) : "NULL";
  return stored ? fmt::format("coalesce({}, t.{})", text, field.column) : text;
}

std::vector<const model::Field*> shown_fields(const Job& job) {
  std::vector<const model::Field*> fields = job.mapped();
  std::erase_if(fields, [](const model::Field* field) { return field->name == "code"; });
  fields.push_back(&model::source_field());
  return fields;
}

}  // namespace

std::string record_join(const Job& job) {
  if (job.entity.is_pure_link) return "";
  return fmt::format("LEFT JOIN main.{} AS t ON t.id = i.match_id", job.entity.table);
}

std::string record_label(const Job& job) {
  if (job.entity.has_code()) return "ifnull(t.code, i.f_code)";
  std::string label;
  for (const std::string_view name : model::words(job.entity.key)) {
    label +=
        fmt::format("{}ifnull({}, '')", label.empty() ? "" : " || ' ' || ", key_word(job, *job.entity.field(name)));
  }
  return fmt::format("rtrim({})", label);
}

sqlite::Statement planned_changes(Job& job, std::int64_t most) {
  index_items(job);
  // The place of a field is that of the description, which is how people read a record.
  std::string places;
  std::string values;
  std::int64_t place = 0;
  // Each part joins them anew: a table of theirs, named once, would be made of all rows.
  const std::string shown = fmt::format("CROSS JOIN temp.input AS i ON i.row = p.row {}", record_join(job));
  const std::string label = record_label(job);
  for (const model::Field* field : shown_fields(job)) {
    places += fmt::format("{}SELECT {} AS name, {} AS place", places.empty() ? "" : " UNION ALL ",
                          model::quoted(field->name), ++place);
    if (field == &model::source_field() && !job.maps(*field)) continue;
    values += fmt::format(
        " UNION ALL SELECT i.row, i.line, 'new', {0}, {1}, NULL, {2}, {3} FROM picked AS p {4} "
        "WHERE i.is_new AND {2} IS NOT NULL",
        label, model::quoted(field->name), planned_value(job, *field), place, shown);
  }
  // A new record of which nothing but the code is known is shown too.
  return job.connection.prepare(fmt::format(
      "WITH picked AS MATERIALIZED (SELECT row FROM temp.input WHERE is_new OR row IN (SELECT row FROM temp.change) "
      "ORDER BY row LIMIT {0}), told (row, line, action, record, field, old, new, place) AS ("
      "SELECT i.row, i.line, 'change', {1}, c.field, c.old, c.new, n.place FROM picked AS p "
      "CROSS JOIN temp.change AS c ON c.row = p.row {2} JOIN ({3}) AS n ON n.name = c.field"
      " UNION ALL SELECT i.row, i.line, 'new', {1}, NULL, NULL, NULL, 0 FROM picked AS p {2} WHERE i.is_new{4}"
      " UNION ALL SELECT (SELECT ifnull(max(row), 0) FROM temp.input) + s.place, s.line, 'new', s.record, s.field, "
      "NULL, s.new, "
      "s.part FROM ({5}) AS s WHERE {0} < 0 OR s.place <= {0} - (SELECT count(*) FROM picked)) "
      "SELECT line, row, action, record, field, old, new FROM told ORDER BY row, place",
      most, label, shown, places.empty() ? "SELECT NULL AS name, 0 AS place" : places, values, side_changes()));
}

sqlite::Statement changes_by_field(Job& job) {
  return job.connection.prepare(
      "SELECT field, count(*) AS changes FROM temp.change GROUP BY field ORDER BY changes DESC, field");
}

namespace {

/// Revisions of people, and of other programs.
constexpr std::string_view kByPeople = "(SELECT id FROM main.revisions WHERE kind NOT IN ('seed', 'migration'))";

/// Moves the changes of a field whose record, main.<table> AS t, meets a condition.
void keep_changes(Job& job, const model::Field& field, const std::string& condition) {
  if (!job.connection.integer("SELECT 1 FROM temp.change WHERE field = ? LIMIT 1", field.name)) return;
  const std::string id = job.entity.is_pure_link
                             ? fmt::format("JOIN main.{} AS t ON {}", job.entity.table, same_record(job.entity))
                             : record_join(job);
  job.connection.run(fmt::format("INSERT INTO temp.kept SELECT i.line, {}, c.field, c.old, c.new, i.row "
                                 "FROM temp.change AS c JOIN temp.input AS i ON i.row = c.row {} "
                                 "WHERE c.field = ? AND {}",
                                 record_label(job), id, condition),
                     field.name);
}

/// The value stands since the version after the last one that had another.
std::string set_by_people(const Job& job, const model::Field& field) {
  const std::string same_id = [&] {
    if (!job.entity.is_pure_link) return std::string("h.id = t.id");
    std::string both;
    for (const std::string_view name : model::words(job.entity.key)) {
      const std::string_view column = job.entity.field(name)->column;
      both += fmt::format("{}h.{} = t.{}", both.empty() ? "" : " AND ", column, column);
    }
    return both;
  }();
  return fmt::format(
      "(SELECT ifnull(min(h.revision), t.revision) FROM main.{0}_history AS h WHERE {1} AND h.revision > ifnull("
      "(SELECT max(o.revision) FROM main.{0}_history AS o WHERE {2} AND o.{3} IS NOT t.{3}), -1)) IN {4}",
      job.entity.table, same_id,
      [&] {
        std::string other = same_id;
        for (auto at = other.find("h."); at != std::string::npos; at = other.find("h.", at + 2)) other[at] = 'o';
        return other;
      }(),
      field.column, kByPeople);
}

/// A list is kept as a whole when any of its links was made or removed by people.
std::string linked_by_people(const Job& job, const model::Field& field) {
  return fmt::format(
      "(EXISTS (SELECT 1 FROM main.{0} AS l WHERE l.{1} = t.id AND l.revision IN {2}) OR "
      "EXISTS (SELECT 1 FROM main.{0}_history AS h WHERE h.{1} = t.id AND h.replaced_by IN {2}))",
      field.link_table, model::owner_column(job.entity), kByPeople);
}

/// New rows whose key a record had until people removed it or changed its key.
void keep_removed(Job& job) {
  if (job.matches == job.rows) return;
  std::string same;
  for (const std::string_view name : model::words(job.entity.has_code() ? "code" : job.entity.key)) {
    const model::Field& field = *job.entity.field(name);
    std::string value = job.maps(field) || field.name == "code" ? stored_value(field) : "NULL";
    if (!field.fallback.empty()) value = fmt::format("ifnull({}, {})", value, model::quoted(field.fallback));
    const bool folded = name == "alias";
    same += folded ? " AND h.key = fold(i.f_alias)" : fmt::format(" AND h.{} IS {}", field.column, value);
  }
  job.connection.run(
      fmt::format("INSERT INTO temp.kept SELECT i.line, {}, NULL, NULL, NULL, i.row FROM temp.input AS i {} "
                  "WHERE i.is_new AND EXISTS (SELECT 1 FROM main.{}_history AS h WHERE h.replaced_by IN {}{})",
                  record_label(job), record_join(job), job.entity.table, kByPeople, same));
  job.connection.run("DELETE FROM temp.input WHERE row IN (SELECT row FROM temp.kept WHERE field IS NULL)");
  job.rows -= job.connection.changes();
  // What is wrong with a row that is not wanted is no matter: a renamed record is near to itself.
  job.connection.run("DELETE FROM temp.problem WHERE line IN (SELECT line FROM temp.kept WHERE field IS NULL)");
}

}  // namespace

void keep_edits(Job& job) {
  job.connection.run("DROP TABLE IF EXISTS temp.kept");
  job.connection.run("CREATE TEMP TABLE kept (line INTEGER, record TEXT, field TEXT, kept, offered, row INTEGER)");
  std::vector<const model::Field*> fields = job.stored();
  if (job.maps(model::source_field())) fields.push_back(&model::source_field());
  for (const model::Field* field : fields) keep_changes(job, *field, set_by_people(job, *field));
  for (const model::Field* field : job.mapped(model::FieldType::list))
    keep_changes(job, *field, linked_by_people(job, *field));
  job.connection.run("DELETE FROM temp.change WHERE (row, field) IN (SELECT row, field FROM temp.kept)");
  keep_removed(job);
}

}  // namespace iscm::import
