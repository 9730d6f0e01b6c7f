#include "check/views.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "error.hpp"
#include "history/evidence.hpp"
#include "history/evidence_rows.hpp"
#include "model/entities.hpp"
#include "model/names.hpp"
#include "model/sql_functions.hpp"
#include "model/sql_of.hpp"
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
using Selects = std::vector<std::string>;

void add_functions(sqlite::Connection& connection) {
  model::add_sql_functions(connection);
  /// Of one text; NULL gives NULL.
  const auto add = [&](const char* name, std::optional<std::string> (*function)(std::string_view)) {
    sqlite::add_text_function(connection, name, 1, [function](Arguments arguments) {
      return arguments[0] ? function(*arguments[0]) : std::nullopt;
    });
  };
  using Text = std::optional<std::string>;
  add("visible", [](std::string_view value) { return Text(text::visible(value)); });
  add("trimmed", [](std::string_view value) { return Text(text::trimmed(value)); });
  add("without_marks", [](std::string_view value) { return Text(text::without_marks(value)); });
  // Another program may have written what is not a date.
  add("first_day",
      [](std::string_view date) { return text::is_partial_date(date) ? Text(text::first_day(date)) : Text(); });
  add("last_day",
      [](std::string_view date) { return text::is_partial_date(date) ? Text(text::last_day(date)) : Text(); });
  sqlite::add_text_function(connection, "slips", 2, [](Arguments arguments) -> Text {
    if (!arguments[0] || !arguments[1]) return std::nullopt;
    const auto found = text::slips_between_names(*arguments[0], *arguments[1]);
    return found ? Text(std::to_string(*found)) : std::nullopt;
  });
}

// The parts of a view that an entity gives, in which its rows are `v`.

/// What people call a row: as in the view `changes`.
std::string key_of(const Tables& tables, const model::Entity& entity) {
  const auto table =
      std::find_if(tables.begin(), tables.end(), [&](const auto& candidate) { return candidate.name == entity.table; });
  if (table == tables.end()) throw Error(Exit::failed, fmt::format("the table {} is missing", entity.table));
  return schema::record_label(*table, "v");
}

Selects text_rows(const Tables& tables, const model::Entity& entity) {
  Selects selects;
  for (const model::Field& field : entity.fields) {
    if (field.type != model::FieldType::text && field.type != model::FieldType::address) continue;
    selects.push_back(fmt::format(
        "SELECT '{0}' AS entity, {1} AS key, '{2}' AS field, v.{3} AS value FROM {4} AS v WHERE v.{3} <> ''",
        entity.name, key_of(tables, entity), field.name, field.column, entity.table));
  }
  return selects;
}

Selects name_rows(const Tables& /*tables*/, const model::Entity& entity) {
  if (!entity.has_code() || entity.alias_table.empty()) return {};
  Selects selects;
  const auto add = [&](std::string_view field, std::string_view name, std::string_view from) {
    selects.push_back(fmt::format(
        "SELECT '{}' AS entity, v.id AS record_id, v.code AS key, {} AS identifier, '{}' AS field, {} AS name "
        "FROM {} WHERE {} <> ''",
        entity.name, entity.field("m49") != nullptr ? "v.m49" : "NULL", field, name, from, name));
  };
  const std::string table = fmt::format("{} AS v", entity.table);
  for (const model::Field& field : entity.fields) {
    const bool is_name = field.type == model::FieldType::code || field.type == model::FieldType::text;
    if (is_name && field.tier != model::NameTier::none) add(field.name, fmt::format("v.{}", field.column), table);
  }
  add("alias", "a.alias",
      fmt::format("{} AS a JOIN {} ON v.id = a.{}", entity.alias_table, table, owner_column(entity)));
  return selects;
}

Selects evidence_rows(const Tables& tables, const model::Entity& entity) {
  if (!entity.needs_sources) return {};
  const std::string mechanism = entity.belongs_to_mechanism
                                    ? "(SELECT code FROM mechanisms AS m WHERE m.id = v.mechanism_id)"
                                    : std::string("NULL");
  return {fmt::format(
      "SELECT '{}' AS entity, '{}' AS plural, {} AS key, {} AS mechanism, v.source_id AS source_id, {} AS basis "
      "FROM {} AS v",
      entity.name, entity.plural, key_of(tables, entity), mechanism,
      entity.field("basis") != nullptr ? "v.basis" : "NULL", entity.table)};
}

/// The second field of a link's key is who takes part, the third in which role.
Selects link_rows(const Tables& tables, const model::Entity& entity) {
  if (entity.identity != model::Identity::dated_link) return {};
  const std::vector<const model::Field*> key = model::key_fields(entity);
  const model::Field& participant = *key[1];
  return {fmt::format(
      "SELECT '{0}' AS entity, v.id AS id, {1} AS key, v.mechanism_id AS mechanism_id, m.code AS mechanism, "
      "'{2}' AS participant_kind, v.{3} AS participant_id, p.code AS participant, p.name AS participant_name, "
      "v.{4} AS role, v.valid_from AS valid_from, v.valid_to AS valid_to, v.published_name AS published_name, "
      "v.basis AS basis FROM {5} AS v JOIN mechanisms AS m ON m.id = v.mechanism_id JOIN {6} AS p ON p.id = v.{3}",
      entity.name, key_of(tables, entity), participant.target, participant.column, key[2]->column, entity.table,
      model::entity_named(participant.target).table)};
}

/// Each version by its own revision, and each removed row by the revision that removed it. What belongs to a mechanism
/// has it in its key; an organization that is a mechanism only refers to it.
Selects change_rows(const Tables& /*tables*/, const model::Entity& entity) {
  const std::vector<const model::Field*> key = model::key_fields(entity);
  const bool belongs = std::find(key.begin(), key.end(), entity.field("mechanism")) != key.end();
  if (!belongs && entity.name != "mechanism") return {};
  return {
      fmt::format("SELECT {0} AS mechanism_id, revision FROM {1} UNION ALL "
                  "SELECT {0}, replaced_by FROM {1}_history WHERE action = 'delete'",
                  belongs ? "mechanism_id" : "id", entity.table)};
}

void make_view(sqlite::Connection& connection, const Tables& tables, std::string_view name,
               Selects (*rows_of)(const Tables&, const model::Entity&)) {
  Selects all;
  for (const model::Entity& entity : model::entities()) {
    for (std::string& select : rows_of(tables, entity)) all.push_back(std::move(select));
  }
  connection.run(fmt::format("CREATE TEMP VIEW IF NOT EXISTS {} AS {}", name, model::joined(all, " UNION ALL ")));
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
  make_view(connection, tables, "mechanism_changes", change_rows);
  connection.run(kSpannedRegions);
}

void add_check_tables(sqlite::Connection& connection, std::string_view sql) {
  if (sql.find("unsourced_facts") != std::string_view::npos) history::find_unsourced_facts(connection);
  history::provide_evidence(connection, sql);
}

}  // namespace iscm::check
