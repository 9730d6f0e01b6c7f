#include "query/counted_links.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "model/sql_of.hpp"

namespace iscm::query {
namespace {

/// The field that the link joins to a mechanism.
const model::Field& far_field(const model::Entity& link) {
  return *std::find_if(link.fields.begin(), link.fields.end(), [](const model::Field& field) {
    return field.type == model::FieldType::reference && field.name != "mechanism";
  });
}

/// How a parameter selects links: l is the link, {far} what it joins to a mechanism, of the table {table}. Sets of ids
/// and no joins, and plus signs that keep indexes out where most links count: of a million, one scan and one sort take
/// half of the time.
struct Selection {
  std::string_view name;
  std::string_view condition;
};
constexpr Selection kSelections[] = {
    {"type",
     "l.mechanism_id IN (SELECT m.id FROM mechanisms AS m JOIN mechanism_types AS t ON t.id = m.type_id"
     " WHERE t.code IN (SELECT value FROM json_each(:type)))"},
    {"mechanism",
     "l.mechanism_id IN (SELECT id FROM mechanisms WHERE code IN (SELECT value FROM json_each(:mechanism)))"},
    {"member", "l.{far} IN (SELECT id FROM {table} WHERE code IN (SELECT value FROM json_each(:member)))"},
    {"secretariat", "l.{far} IN (SELECT id FROM {table} WHERE code IN (SELECT value FROM json_each(:secretariat)))"},
    {"kind", "+l.{far} IN (SELECT id FROM {table} WHERE kind = :kind)"},
    {"role", "l.role IN (SELECT value FROM json_each(:role))"},
    {"basis", "l.basis IN (SELECT value FROM json_each(:basis))"},
};
/// Of a chair, `kind` says as what it chairs.
constexpr Selection kKindOfChair{"kind", "l.kind IN (SELECT value FROM json_each(:kind))"};

/// What holds on the day, as --as-of has it: what may have begun by then, and is not certainly over.
constexpr std::string_view kHolds = R"(
  (l.valid_from IS NULL OR l.valid_from <= substr(:day, 1, length(l.valid_from)))
  AND (l.valid_to IS NULL OR l.valid_to >= substr(:day, 1, length(l.valid_to)))
  AND l.mechanism_id NOT IN (
    SELECT id FROM mechanisms
    WHERE year_established > CAST(substr(:day, 1, 4) AS INTEGER) OR year_ended < CAST(substr(:day, 1, 4) AS INTEGER)))";

const Selection& selection_of(const model::Entity& link, const std::string& name) {
  if (name == kKindOfChair.name && link.field("kind") != nullptr) return kKindOfChair;
  return *std::find_if(std::begin(kSelections), std::end(kSelections),
                       [&](const Selection& selection) { return selection.name == name; });
}

bool leaves_past_out(const ReportValues& values) {
  const auto past = values.said.find("past");
  return past != values.said.end() && past->second == "no";
}

/// A query for the links that count, with `columns` of them: l is the link.
std::string links_query(const Report& report, const ReportValues& values, const std::string& columns) {
  const CountsHint& counts = *report.counts;
  const model::Field& far = far_field(*counts.link);
  const std::string_view far_table = model::entity_named(far.target).table;
  std::vector<std::string> conditions = {"true"};
  for (const Parameter& parameter : report.parameters) {
    const bool selects = parameter.selects_links && parameter.name != "past";
    const auto value = values.values.find(parameter.name);
    if (!selects || value == values.values.end()) continue;
    const auto* word = std::get_if<std::string>(&value->second);
    if (word != nullptr && *word == "any") continue;
    conditions.push_back(fmt::format(fmt::runtime(selection_of(*counts.link, parameter.name).condition),
                                     fmt::arg("far", far.column), fmt::arg("table", far_table)));
  }
  if (!counts.kinds.empty()) {
    conditions.push_back(fmt::format("+l.{} IN (SELECT id FROM {} WHERE kind IN ('{}'))", far.column, far_table,
                                     fmt::join(counts.kinds, "', '")));
  }
  if (leaves_past_out(values)) conditions.emplace_back(kHolds);
  return fmt::format("SELECT {} FROM {} AS l WHERE {}", columns, counts.link->table,
                     model::joined(conditions, " AND "));
}

void run(sqlite::Connection& connection, const std::string& sql, const ReportValues& values, const ReportTime& time) {
  sqlite::Statement statement = connection.prepare(sql);
  for (const auto& [name, value] : values.values) {
    if (!statement.has_parameter(":" + name)) continue;
    statement.bind(":" + name, std::visit([](const auto& each) { return sqlite::Value(each); }, value));
  }
  if (statement.has_parameter(":day")) statement.bind(":day", std::string_view(time.today));
  statement.run();
}

void fill_links(sqlite::Connection& connection, const Report& report, const ReportValues& values,
                const ReportTime& time) {
  connection.run("DROP TABLE IF EXISTS temp.counted_links");
  run(connection,
      "CREATE TEMP TABLE counted_links AS " +
          links_query(report, values,
                      "l.*, l.basis = 'inferred' AS inferred, l.basis = 'unsourced' AS unsourced,"
                      " l.valid_from IS NULL AND l.valid_to IS NULL AS undated"),
      values, time);
}

void fill_pairs(sqlite::Connection& connection, const Report& report, const ReportValues& values,
                const ReportTime& time) {
  const std::string far(far_field(*report.counts->link).column);
  connection.run("DROP TABLE IF EXISTS temp.counted_pairs");
  connection.run(
      fmt::format("CREATE TEMP TABLE counted_pairs (mechanism_id INTEGER, {0} INTEGER, inferred INTEGER,"
                  " unsourced INTEGER, undated INTEGER, PRIMARY KEY (mechanism_id, {0})) WITHOUT ROWID",
                  far));
  const std::string columns = fmt::format(
      "l.mechanism_id, l.{0}, min(l.basis <> 'stated') AND max(l.basis = 'inferred'), min(l.basis = 'unsourced'),"
      " min(l.valid_from IS NULL AND l.valid_to IS NULL)",
      far);
  run(connection,
      fmt::format("INSERT INTO temp.counted_pairs {} GROUP BY +l.mechanism_id, +l.{}",
                  links_query(report, values, columns), far),
      values, time);
}

/// "memberships in the role of member, stated, past ones included".
std::string in_words(const Report& report, const ReportValues& values, const ReportTime& time) {
  const model::Entity& link = *report.counts->link;
  const auto said = [&](const std::string& name) {
    const auto found = values.said.find(name);
    return found == values.said.end() ? std::string() : found->second;
  };
  std::string words(link.name == "mechanism-secretariat" ? "secretariats of mechanisms" : link.plural);
  if (link.field("role") != nullptr) {
    words += said("role") == "any" ? " in any role" : " in the role of " + said("role");
  } else if (said("kind") != "any") {
    words += ", " + said("kind");
  }
  words += said("basis") == "any" ? ", on any basis" : ", only " + said("basis");
  if (!time.as_of.empty()) return words + ", as of " + time.as_of;
  return words + (leaves_past_out(values) ? ", of today (" + time.today + ")" : ", past ones included");
}

}  // namespace

std::optional<LinkTotals> count_links(sqlite::Connection& connection, const Report& report, const ReportValues& values,
                                      const ReportTime& time) {
  if (!report.counts) return std::nullopt;
  const bool reads_pairs = report.sql.find("counted_pairs") != std::string::npos;
  if (reads_pairs) {
    fill_pairs(connection, report, values, time);
  } else {
    fill_links(connection, report, values, time);
  }
  sqlite::Statement totals = connection.prepare(
      fmt::format("SELECT count(*), ifnull(sum(inferred), 0), ifnull(sum(unsourced), 0), ifnull(sum(undated), 0)"
                  " FROM temp.{}",
                  reads_pairs ? "counted_pairs" : "counted_links"));
  totals.step();
  return LinkTotals{in_words(report, values, time), totals.integer(0), totals.integer(1), totals.integer(2),
                    totals.integer(3)};
}

}  // namespace iscm::query
