#include "import/table_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "import/row_sql.hpp"
#include "model/sql_file.hpp"

namespace iscm::import {
namespace {

/// The text between the parenthesis at `open` and the one that closes it; those in quoted text do not count.
std::string_view in_parentheses(std::string_view sql, std::size_t open) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t at = open; at < sql.size(); ++at) {
    if (sql[at] == '\'') quoted = !quoted;
    if (quoted) continue;
    if (sql[at] == '(') ++depth;
    if (sql[at] == ')' && --depth == 0) return sql.substr(open + 1, at - open - 1);
  }
  return {};
}

std::vector<const model::Field*> fields_in(const model::Entity& entity, std::string_view expression) {
  std::vector<const model::Field*> fields;
  for (const model::Field& field : entity.fields) {
    if (field.type != model::FieldType::list && model::has_word(expression, field.column)) fields.push_back(&field);
  }
  return fields;
}

void check_rule(Job& job, const TableRule& rule, const std::vector<const model::Field*>& fields) {
  std::string columns;
  std::string names;
  std::string values;
  for (const model::Field* field : fields) {
    columns += fmt::format(", {} AS {}", value_to_be(job, *field), field->column);
    names += fmt::format("{}{}", names.empty() ? "" : ", ", model::quoted(field->name));
    values += fmt::format("{} || ifnull({}, '(empty)')",
                          values.empty() ? model::quoted(fmt::format("{} ", field->name))
                                         : fmt::format(" || {}", model::quoted(fmt::format(", {} ", field->name))),
                          field->column);
  }
  std::string words = rule.name;
  std::replace(words.begin(), words.end(), '_', ' ');
  const auto last =
      std::find_if(fields.rbegin(), fields.rend(), [&](const model::Field* field) { return job.maps(*field); });
  const model::Field& reported = last == fields.rend() ? *fields.front() : **last;
  job.connection.run(
      fmt::format("INSERT INTO temp.detail SELECT line, ?, {}, 'rule', ?, NULL FROM (SELECT i.line{} "
                  "FROM temp.input AS i LEFT JOIN main.{} AS t ON {} WHERE i.line NOT IN (SELECT line FROM "
                  "temp.problem WHERE field IN ({})) AND (i.is_new OR i.row IN (SELECT row FROM temp.change WHERE "
                  "field IN ({}))) LIMIT -1) WHERE NOT ({})",
                  values, columns, job.entity.table, same_record(job.entity), names, names, rule.expression),
      reported.name, words);
  if (job.connection.changes() == 0) return;
  job.connection.run(
      "INSERT INTO temp.problem SELECT line, field, value, code FROM temp.detail WHERE code = 'rule' AND text = ?",
      words);
}

}  // namespace

std::vector<TableRule> table_rules(std::string_view sql) {
  constexpr std::string_view kConstraint = "CONSTRAINT ";
  constexpr std::string_view kCheck = " CHECK (";
  std::vector<TableRule> rules;
  for (auto at = sql.find(kConstraint); at != std::string_view::npos; at = sql.find(kConstraint, at + 1)) {
    const auto name = at + kConstraint.size();
    const auto end = sql.find(' ', name);
    if (end == std::string_view::npos || sql.substr(end, kCheck.size()) != kCheck) continue;
    rules.push_back(
        {std::string(sql.substr(name, end - name)), std::string(in_parentheses(sql, end + kCheck.size() - 1))});
  }
  return rules;
}

std::vector<TableRule> rules_of_table(sqlite::Connection& connection, std::string_view table) {
  return table_rules(
      connection.text("SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?", table).value_or(""));
}

void check_table_rules(Job& job) {
  for (const TableRule& rule : rules_of_table(job.connection, job.entity.table)) {
    // That a record is not its own parent is one case of check_circles() in rules.cpp.
    const auto fields = fields_in(job.entity, rule.expression);
    const auto is_mapped = [&](const model::Field* field) { return job.has_column(*field); };
    if (fields.size() > 1 && std::any_of(fields.begin(), fields.end(), is_mapped)) check_rule(job, rule, fields);
  }
}

}  // namespace iscm::import
