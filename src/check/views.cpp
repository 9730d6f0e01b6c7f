#include "check/views.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "error.hpp"
#include "history/evidence.hpp"
#include "model/entities.hpp"
#include "model/names.hpp"
#include "model/sql_functions.hpp"
#include "schema/derived.hpp"
#include "schema/tables.hpp"
#include "sqlite/functions.hpp"
#include "text/closeness.hpp"
#include "text/partial_date.hpp"
#include "text/visible.hpp"

namespace iscm::check {
namespace {

using Arguments = std::span<const std::optional<std::string_view>>;
using Tables = std::vector<schema::TrackedTable>;

std::optional<std::string> slips(Arguments arguments) {
  if (!arguments[0] || !arguments[1]) return std::nullopt;
  const auto found = text::slips_between_names(*arguments[0], *arguments[1]);
  return found ? std::optional(std::to_string(*found)) : std::nullopt;
}

void add_functions(sqlite::Connection& connection) {
  model::add_sql_functions(connection);
  const auto add = [&](const char* name, auto function) {
    sqlite::add_text_function(connection, name, 1, [function](Arguments arguments) -> std::optional<std::string> {
      if (!arguments[0]) return std::nullopt;
      return std::string(function(*arguments[0]));
    });
  };
  add("visible", [](std::string_view value) { return text::visible(value); });
  add("trimmed", [](std::string_view value) { return text::trimmed(value); });
  sqlite::add_text_function(connection, "without_marks", 1, [](Arguments arguments) -> std::optional<std::string> {
    return arguments[0] ? text::without_marks(*arguments[0]) : std::nullopt;
  });
  // Another program may have written what is no date.
  const auto add_day = [&](const char* name, std::string (*day)(std::string_view)) {
    sqlite::add_text_function(connection, name, 1, [day](Arguments arguments) -> std::optional<std::string> {
      if (!arguments[0] || !text::is_partial_date(*arguments[0])) return std::nullopt;
      return day(*arguments[0]);
    });
  };
  add_day("first_day", text::first_day);
  add_day("last_day", text::last_day);
  sqlite::add_text_function(connection, "slips", 2, slips);
}

/// What people call a row of `entity`, seen as `v`: as in the view `changes`.
std::string key_of(const Tables& tables, const model::Entity& entity) {
  const auto table =
      std::find_if(tables.begin(), tables.end(), [&](const auto& candidate) { return candidate.name == entity.table; });
  if (table == tables.end()) throw Error(Exit::failed, fmt::format("the table {} is missing", entity.table));
  return schema::record_label(*table, "v");
}

std::string text_rows(const Tables& tables, const model::Entity& entity) {
  std::string rows;
  for (const model::Field& field : entity.fields) {
    if (field.type != model::FieldType::text && field.type != model::FieldType::address) continue;
    rows +=
        fmt::format("{}SELECT '{}' AS entity, {} AS key, '{}' AS field, v.{} AS value FROM {} AS v WHERE v.{} <> ''",
                    rows.empty() ? "" : " UNION ALL ", entity.name, key_of(tables, entity), field.name, field.column,
                    entity.table, field.column);
  }
  return rows;
}

std::string name_rows(const Tables& /*tables*/, const model::Entity& entity) {
  if (!entity.has_code() || entity.alias_table.empty()) return {};
  const std::string identifier = entity.field("m49") != nullptr ? "v.m49" : "NULL";
  std::string rows;
  const auto add = [&](std::string_view field, std::string_view name, std::string_view from) {
    rows += fmt::format(
        "{}SELECT '{}' AS entity, v.id AS record_id, v.code AS key, {} AS identifier, '{}' AS field, {} AS name "
        "FROM {} WHERE {} <> ''",
        rows.empty() ? "" : " UNION ALL ", entity.name, identifier, field, name, from, name);
  };
  const std::string table = fmt::format("{} AS v", entity.table);
  for (const model::Field& field : entity.fields) {
    const bool is_name = field.type == model::FieldType::code || field.type == model::FieldType::text;
    if (is_name && field.tier != model::NameTier::none) add(field.name, fmt::format("v.{}", field.column), table);
  }
  add("alias", "a.alias",
      fmt::format("{} AS a JOIN {} ON v.id = a.{}", entity.alias_table, table, owner_column(entity)));
  return rows;
}

std::string evidence_rows(const Tables& tables, const model::Entity& entity) {
  if (!entity.needs_sources) return {};
  const std::string mechanism = entity.belongs_to_mechanism
                                    ? "(SELECT code FROM mechanisms AS m WHERE m.id = v.mechanism_id)"
                                    : std::string("NULL");
  return fmt::format(
      "SELECT '{}' AS entity, '{}' AS plural, {} AS key, {} AS mechanism, v.source_id AS source_id, {} AS basis "
      "FROM {} AS v",
      entity.name, entity.plural, key_of(tables, entity), mechanism,
      entity.field("basis") != nullptr ? "v.basis" : "NULL", entity.table);
}

/// The second field of a link's key is who takes part, the third in which role.
std::string link_rows(const Tables& tables, const model::Entity& entity) {
  if (entity.identity != model::Identity::dated_link) return {};
  const std::vector<std::string_view> key = model::words(entity.key);
  const model::Field& participant = *entity.field(key[1]);
  return fmt::format(
      "SELECT '{0}' AS entity, v.id AS id, {1} AS key, v.mechanism_id AS mechanism_id, m.code AS mechanism, "
      "'{2}' AS participant_kind, v.{3} AS participant_id, p.code AS participant, p.name AS participant_name, "
      "v.{4} AS role, v.valid_from AS valid_from, v.valid_to AS valid_to, v.published_name AS published_name, "
      "v.basis AS basis FROM {5} AS v JOIN mechanisms AS m ON m.id = v.mechanism_id JOIN {6} AS p ON p.id = v.{3}",
      entity.name, key_of(tables, entity), participant.target, participant.column, entity.field(key[2])->column,
      entity.table, model::entity_named(participant.target).table);
}

/// Each version by its own revision, and each removed row by the revision that removed it. Members refer to mechanisms
/// too (an organization may be one), but do not belong to them.
std::string change_rows(const Tables& tables) {
  std::string rows;
  for (const schema::TrackedTable& table : tables) {
    const bool belongs = std::any_of(
        table.foreign_keys.begin(), table.foreign_keys.end(),
        [](const schema::ForeignKey& key) { return key.column == "mechanism_id" && key.parent == "mechanisms"; });
    const bool is_own = belongs && table.name != "members";
    if (!is_own && table.name != "mechanisms") continue;
    const std::string_view column = is_own ? "mechanism_id" : "id";
    rows += fmt::format(
        "{0}SELECT {1} AS mechanism_id, revision FROM {2} UNION ALL "
        "SELECT {1}, replaced_by FROM {2}_history WHERE action = 'delete'",
        rows.empty() ? "" : " UNION ALL ", column, table.name);
  }
  return rows;
}

void make_view(sqlite::Connection& connection, const Tables& tables, std::string_view name,
               std::string (*rows_of)(const Tables&, const model::Entity&)) {
  std::string rows;
  for (const model::Entity& entity : model::entities()) {
    const std::string more = rows_of(tables, entity);
    if (!more.empty()) rows += (rows.empty() ? "" : " UNION ALL ") + more;
  }
  connection.run(fmt::format("CREATE TEMP VIEW IF NOT EXISTS {} AS {}", name, rows));
}

constexpr std::string_view kSpannedRegions = R"(
CREATE TEMP VIEW IF NOT EXISTS spanned_regions AS
WITH RECURSIVE world (id) AS (SELECT id FROM regions WHERE m49 = '001'),
above (region_id, ancestor_id) AS (
  SELECT id, parent_id FROM regions WHERE parent_id NOT IN (SELECT id FROM world)
  UNION
  SELECT a.region_id, r.parent_id FROM above AS a JOIN regions AS r ON r.id = a.ancestor_id
  WHERE r.parent_id NOT IN (SELECT id FROM world)
)
SELECT mechanism_id, region_id FROM mechanism_regions WHERE region_id NOT IN (SELECT id FROM world)
EXCEPT
SELECT l.mechanism_id, l.region_id
FROM mechanism_regions AS l
JOIN above AS a ON a.region_id = l.region_id
JOIN mechanism_regions AS o ON o.mechanism_id = l.mechanism_id AND o.region_id = a.ancestor_id)";

}  // namespace

void add_check_views(sqlite::Connection& connection) {
  add_functions(connection);
  const Tables tables = schema::tracked_tables(connection);
  make_view(connection, tables, "dated_links", link_rows);
  make_view(connection, tables, "record_names", name_rows);
  make_view(connection, tables, "record_texts", text_rows);
  make_view(connection, tables, "record_evidence", evidence_rows);
  connection.run(fmt::format("CREATE TEMP VIEW IF NOT EXISTS mechanism_changes AS {}", change_rows(tables)));
  connection.run(kSpannedRegions);
}

void add_check_tables(sqlite::Connection& connection, std::string_view sql) {
  if (sql.find("unsourced_facts") != std::string_view::npos) history::find_unsourced_facts(connection);
}

}  // namespace iscm::check
