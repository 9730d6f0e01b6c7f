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

/// How a parameter selects links: m is the mechanism, p what it is joined to, l the link.
struct Selection {
  std::string_view name;
  std::string_view condition;
};
constexpr Selection kSelections[] = {
    {"type", "m.type_id IN (SELECT id FROM mechanism_types WHERE code IN (SELECT value FROM json_each(:type)))"},
    {"mechanism", "m.code IN (SELECT value FROM json_each(:mechanism))"},
    {"member", "p.code IN (SELECT value FROM json_each(:member))"},
    {"secretariat", "p.code IN (SELECT value FROM json_each(:secretariat))"},
    {"kind", "p.kind = :kind"},
    {"role", "l.role IN (SELECT value FROM json_each(:role))"},
    {"basis", "l.basis IN (SELECT value FROM json_each(:basis))"},
};
/// Of a chair, `kind` says as what it chairs.
constexpr Selection kKindOfChair{"kind", "l.kind IN (SELECT value FROM json_each(:kind))"};

/// What holds on the day, as --as-of has it: what may have begun by then, and is not certainly over.
constexpr std::string_view kHolds = R"(
  (l.valid_from IS NULL OR l.valid_from <= substr(:day, 1, length(l.valid_from)))
  AND (l.valid_to IS NULL OR l.valid_to >= substr(:day, 1, length(l.valid_to)))
  AND (m.year_established IS NULL OR m.year_established <= CAST(substr(:day, 1, 4) AS INTEGER))
  AND (m.year_ended IS NULL OR m.year_ended >= CAST(substr(:day, 1, 4) AS INTEGER)))";

const Selection& selection_of(const model::Entity& link, const std::string& name) {
  if (name == kKindOfChair.name && link.field("kind") != nullptr) return kKindOfChair;
  return *std::find_if(std::begin(kSelections), std::end(kSelections),
                       [&](const Selection& selection) { return selection.name == name; });
}

bool leaves_past_out(const ReportValues& values) {
  const auto past = values.said.find("past");
  return past != values.said.end() && past->second == "no";
}

void fill_links(sqlite::Connection& connection, const Report& report, const ReportValues& values,
                const ReportTime& time) {
  const CountsHint& counts = *report.counts;
  const model::Field& far = far_field(*counts.link);
  std::vector<std::string> conditions = {"true"};
  for (const Parameter& parameter : report.parameters) {
    const bool selects = parameter.selects_links && parameter.name != "past";
    const auto value = values.values.find(parameter.name);
    if (!selects || value == values.values.end()) continue;
    const auto* word = std::get_if<std::string>(&value->second);
    if (word != nullptr && *word == "any") continue;
    conditions.emplace_back(selection_of(*counts.link, parameter.name).condition);
  }
  if (!counts.kinds.empty()) conditions.push_back(fmt::format("p.kind IN ('{}')", fmt::join(counts.kinds, "', '")));
  if (leaves_past_out(values)) conditions.emplace_back(kHolds);
  connection.run("DROP TABLE IF EXISTS temp.counted_links");
  sqlite::Statement fill = connection.prepare(fmt::format(
      "CREATE TEMP TABLE counted_links AS SELECT l.*, l.basis = 'inferred' AS inferred, l.basis = 'unsourced' AS"
      " unsourced, l.valid_from IS NULL AND l.valid_to IS NULL AS undated FROM {} AS l"
      " JOIN mechanisms AS m ON m.id = l.mechanism_id JOIN {} AS p ON p.id = l.{} WHERE {}",
      counts.link->table, model::entity_named(far.target).table, far.column, model::joined(conditions, " AND ")));
  for (const auto& [name, value] : values.values) {
    if (!fill.has_parameter(":" + name)) continue;
    fill.bind(":" + name, std::visit([](const auto& each) { return sqlite::Value(each); }, value));
  }
  if (fill.has_parameter(":day")) fill.bind(":day", std::string_view(time.today));
  fill.run();
}

void fill_pairs(sqlite::Connection& connection, const std::string& far) {
  connection.run("DROP TABLE IF EXISTS temp.counted_pairs");
  connection.run(
      fmt::format("CREATE TEMP TABLE counted_pairs (mechanism_id INTEGER, {0} INTEGER, inferred INTEGER,"
                  " unsourced INTEGER, undated INTEGER, PRIMARY KEY (mechanism_id, {0})) WITHOUT ROWID",
                  far));
  connection.run(
      fmt::format("INSERT INTO temp.counted_pairs SELECT mechanism_id, {0}, min(basis <> 'stated') AND max(inferred), "
                  "min(unsourced),"
                  " min(undated) FROM temp.counted_links GROUP BY mechanism_id, {0}",
                  far));
  connection.run(fmt::format("CREATE INDEX temp.counted_pairs_{0} ON counted_pairs ({0}, mechanism_id)", far));
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
  fill_links(connection, report, values, time);
  if (reads_pairs) fill_pairs(connection, std::string(far_field(*report.counts->link).column));
  sqlite::Statement totals = connection.prepare(
      fmt::format("SELECT count(*), ifnull(sum(inferred), 0), ifnull(sum(unsourced), 0), ifnull(sum(undated), 0)"
                  " FROM temp.{}",
                  reads_pairs ? "counted_pairs" : "counted_links"));
  totals.step();
  return LinkTotals{in_words(report, values, time), totals.integer(0), totals.integer(1), totals.integer(2),
                    totals.integer(3)};
}

}  // namespace iscm::query
