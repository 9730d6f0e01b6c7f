#include "import/compare.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "import/row_sql.hpp"

namespace iscm::import {
namespace {

/// A condition: a row of the input may change this field of its record.
std::string may_change(const model::Field& field) {
  return field.tier == model::NameTier::name ? "i.by_code" : "1";
}

void compare_field(Job& job, const model::Field& field) {
  const std::string column = fmt::format("t.{}", field.column);
  const auto add = [&](const std::string& value, const std::string& condition) {
    job.connection.run(fmt::format("INSERT INTO temp.change SELECT i.row, ?, {}, {} FROM temp.input AS i "
                                   "JOIN main.{} AS t ON {} WHERE NOT i.is_new AND {} AND {} IS NOT {}",
                                   shown_value(job, field, column), shown_value(job, field, value), job.entity.table,
                                   same_record(job.entity), condition, column, value),
                       field.name);
  };
  const std::string value = stored_value(field);
  add(value, fmt::format("{} IS NOT NULL AND {}", value, may_change(field)));
  if (is_ever_cleared(job, field)) add(cleared_value(field), fmt::format("{} IS NULL AND {}", value, clears(field)));
}

void compare_list(Job& job, const model::Field& field) {
  const std::string wanted = wanted_links(field);
  const std::string present = present_links(job, field);
  std::string is_given = fmt::format("i.{} IS NOT NULL", text_column(field));
  if (is_ever_cleared(job, field)) is_given = fmt::format("({} OR {})", is_given, clears(field));
  job.connection.run(fmt::format("INSERT INTO temp.change SELECT i.row, ?, {0}, {1} FROM temp.input AS i "
                                 "WHERE NOT i.is_new AND {4} "
                                 "AND (EXISTS ({2} EXCEPT {3}) OR EXISTS ({3} EXCEPT {2}))",
                                 present_codes(job, field), wanted_codes(job, field), wanted, present, is_given),
                     field.name);
}

}  // namespace

void mark_cleared(Job& job, bool every, std::span<const std::string> fields) {
  const std::vector<std::string_view> key = model::words(job.entity.key);
  std::vector<const model::Field*> all = job.mapped();
  // The file has no cells of them.
  std::erase_if(all, [&](const model::Field* field) {
    return std::find(job.added.begin(), job.added.end(), field) != job.added.end();
  });
  if (job.maps(model::source_field())) all.push_back(&model::source_field());
  for (const model::Field* field : all) {
    const bool named = std::find(fields.begin(), fields.end(), field->name) != fields.end();
    const bool identifies = field->is_code() || field == &model::source_field() ||
                            std::find(key.begin(), key.end(), field->name) != key.end();
    if (!named && (!every || identifies)) continue;
    job.connection.run(fmt::format("INSERT OR IGNORE INTO temp.cleared SELECT row, ? FROM temp.input "
                                   "WHERE NOT is_new AND {} IS NULL",
                                   text_column(*field)),
                       field->name);
  }
}

void clear_open_ends(Job& job) {
  for (const model::Span& span : model::spans_of(job.entity)) {
    if (!job.maps(*span.to)) continue;
    const std::string column = text_column(*span.to);
    job.connection.run(fmt::format("INSERT OR IGNORE INTO temp.cleared SELECT row, ? FROM temp.input "
                                   "WHERE NOT is_new AND {} = {}",
                                   column, model::quoted(kOpenEnd)),
                       span.to->name);
    job.connection.run(
        fmt::format("UPDATE temp.input SET {0} = NULL WHERE {0} = {1}", column, model::quoted(kOpenEnd)));
  }
}

void add_to_lists(Job& job) {
  for (const model::Field* field : job.mapped(model::FieldType::list)) {
    const std::string owner = model::owner_column(job.entity);
    const std::string present = fmt::format(
        "FROM temp.input AS i JOIN main.{0} AS l ON l.{1} = i.match_id JOIN main.{2} AS x ON x.id = l.{3} WHERE i.{4} "
        "IS NOT NULL",
        field->link_table, owner, model::entity_named(field->target).table, field->column, text_column(*field));
    job.connection.run(
        fmt::format("UPDATE {0} AS t SET position = position + ifnull((SELECT max(l.position) FROM main.{1} AS l "
                    "JOIN temp.input AS i ON l.{2} = i.match_id WHERE i.row = t.row), 0)",
                    item_table(*field), field->link_table, owner));
    job.connection.run(fmt::format("INSERT OR IGNORE INTO temp.resolved SELECT DISTINCT {}, x.code, x.id, 1 {}",
                                   model::quoted(field->target), present));
    job.connection.run(fmt::format("INSERT INTO {} SELECT i.row, l.position, x.code {}", item_table(*field), present));
  }
}

std::int64_t count_taken(Job& job) {
  std::int64_t taken = 0;
  for (const model::Field* field : job.mapped(model::FieldType::list)) {
    taken += job.connection
                 .integer(fmt::format(
                     "SELECT sum((SELECT count(*) FROM ({} EXCEPT {}))) FROM temp.input AS i WHERE i.row IN "
                     "(SELECT row FROM temp.change WHERE field = {})",
                     present_links(job, *field), wanted_links(*field), model::quoted(field->name)))
                 .value_or(0);
  }
  return taken;
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
}

void give_basis(Job& job, bool is_sourced) {
  const model::Field* basis = job.entity.field("basis");
  if (basis == nullptr || !job.maps(*basis)) return;
  job.connection.run(
      fmt::format("UPDATE temp.input AS i SET f_basis = iif(?1 OR id_source IS NOT NULL, 'stated', 'unsourced') "
                  "WHERE f_basis IS NULL AND (is_new OR ((?1 OR id_source IS NOT NULL) "
                  "AND row IN (SELECT row FROM temp.change WHERE field NOT IN ({})) "
                  "AND 'unsourced' = (SELECT t.basis FROM main.{} AS t WHERE t.id = i.match_id))) "
                  "AND row NOT IN (SELECT row FROM temp.cleared WHERE field = 'basis')",
                  kSaysNothingOfTheLink, job.entity.table),
      std::int64_t{is_sourced});
  if (job.connection.changes() == 0 || job.matches == 0) return;
  job.connection.run("DELETE FROM temp.change WHERE field = 'basis'");
  compare_field(job, *basis);
}

void check_basis(Job& job, bool is_sourced) {
  const model::Field* basis = job.entity.field("basis");
  if (basis == nullptr || !job.maps(*basis) || is_sourced) return;
  job.connection.run(
      fmt::format("INSERT INTO temp.problem SELECT line, 'basis', f_basis, 'stated-by-none' FROM temp.input AS i "
                  "WHERE f_basis = 'stated' AND id_source IS NULL AND NOT has_several "
                  "AND (is_new OR row IN (SELECT row FROM temp.change WHERE field = 'basis')) "
                  "AND NOT EXISTS (SELECT 1 FROM main.{0} AS t WHERE t.id = i.match_id AND t.source_id IS NOT NULL) "
                  "AND NOT EXISTS (SELECT 1 FROM main.{0}_history AS h WHERE h.id = i.match_id "
                  "AND h.source_id IS NOT NULL)",
                  job.entity.table));
}

void compare_sources(Job& job, std::string_view source_to_be) {
  if (job.matches == 0) return;
  const model::Field& source = model::source_field();
  job.connection.run(fmt::format("INSERT OR IGNORE INTO temp.change SELECT i.row, ?1, NULL, ifnull(nullif(?2, ''), {}) "
                                 "FROM temp.input AS i WHERE NOT i.is_new AND i.row IN (SELECT row FROM temp.change) "
                                 "AND (?2 <> '' OR i.id_source IS NOT NULL)",
                                 shown_value(job, source, "i.id_source")),
                     source.name, source_to_be);
}

void check_keys(Job& job) {
  if (job.matches == 0 || job.entity.is_pure_link || job.entity.key == "code") return;
  std::string same;
  std::vector<std::string> names;
  for (const model::Field* field : model::key_fields(job.entity)) {
    same += " AND " + equals(*field, "o", value_to_be(job, *field));
    names.push_back(model::quoted(field->name));
  }
  job.connection.run(
      fmt::format("INSERT INTO temp.detail SELECT i.line, '', '', 'taken-key', NULL, {3} FROM temp.input AS i "
                  "JOIN main.{0} AS t ON t.id = i.match_id "
                  "JOIN main.{0} AS o ON o.id <> t.id{1} WHERE i.row IN (SELECT row FROM temp.change WHERE field IN "
                  "({2}))",
                  job.entity.table, same, fmt::join(names, ", "), model::label_of(job.entity, "o")));
  job.connection.run(
      "INSERT INTO temp.problem SELECT line, NULL, NULL, code FROM temp.detail WHERE code = 'taken-key'");
}

}  // namespace iscm::import
