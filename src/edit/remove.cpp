#include "edit/remove.hpp"

#include <fmt/format.h>

#include "error.hpp"
#include "model/field_types.hpp"
#include "model/find_record.hpp"
#include "model/sql_of.hpp"

namespace iscm::edit {
namespace {

/// Rows that refer to the record by one column, and what becomes of them.
struct Affected {
  enum class Fate { removed, emptied, blocks };
  model::Referring by;
  std::int64_t rows;
  Fate fate;
};

Affected::Fate fate_of(const model::Referring& by) {
  if (by.cascades) return Affected::Fate::removed;
  if (!by.required) return Affected::Fate::emptied;
  // A link is nothing without its two ends; a record with a code must not be lost with another.
  const bool is_link = by.entity == nullptr || !by.entity->has_code();
  return is_link ? Affected::Fate::removed : Affected::Fate::blocks;
}

std::vector<Affected> affected_by(sqlite::Connection& connection, const model::Entity& entity, std::int64_t id) {
  std::vector<Affected> all;
  for (model::Referring& by : model::referring_to(connection, entity)) {
    const bool itself = by.table.name == entity.table;
    const auto rows = connection.integer(fmt::format("SELECT count(*) FROM main.{} WHERE {} = ?1{}", by.table.name,
                                                     by.column, itself ? " AND id <> ?1" : ""),
                                         id);
    if (rows.value_or(0) > 0) all.push_back({by, *rows, fate_of(by)});
  }
  return all;
}

std::string listed(const std::vector<Affected>& all, bool (*wanted)(const Affected&)) {
  std::vector<std::string> list;
  for (const Affected& affected : all) {
    if (wanted(affected)) list.push_back(affected.by.called(affected.rows));
  }
  return model::joined(list);
}

void refuse_blocked(const std::vector<Affected>& all, const model::Entity& entity, const std::string& label) {
  const std::string blocked =
      listed(all, [](const Affected& affected) { return affected.fate == Affected::Fate::blocks; });
  if (blocked.empty()) return;
  throw Error(Exit::refused,
              fmt::format("{} {} cannot be removed: {} cannot be without it", entity.name, label, blocked),
              fmt::format("give them another first, or merge it into another with `iscm merge {} {} OTHER`",
                          entity.name, label));
}

void refuse_without_links(const std::vector<Affected>& all, const model::Entity& entity, const std::string& label) {
  const std::string referring = listed(all, [](const Affected& affected) { return !affected.by.is_part; });
  if (referring.empty()) return;
  const std::string removed = listed(
      all, [](const Affected& affected) { return !affected.by.is_part && affected.fate == Affected::Fate::removed; });
  const std::string emptied =
      listed(all, [](const Affected& affected) { return affected.fate == Affected::Fate::emptied; });
  std::string hint = "--with-links ";
  if (!removed.empty()) hint += fmt::format("removes {} with it", removed);
  if (!emptied.empty()) {
    hint += fmt::format("{}keeps {} without it", removed.empty() ? "" : " and ", emptied);
  }
  throw Error(Exit::refused, fmt::format("{} {} is referred to by {}", entity.name, label, referring),
              hint + "; with --dry-run it only lists them");
}

/// Whether the rows lose their source, and have a basis that says so.
bool loses_evidence(const model::Referring& by) {
  return by.column == model::source_field().column && by.entity != nullptr && by.entity->field("basis") != nullptr;
}

void plan_fate(sqlite::Connection& connection, const Affected& affected, const model::Record& record,
               std::vector<history::ChangeRow>& changes) {
  const model::Referring& by = affected.by;
  sqlite::Statement labels =
      connection.prepare(fmt::format("SELECT {}, {} FROM main.{} AS t WHERE t.{} = ? ORDER BY 1", by.label("t"),
                                     loses_evidence(by) ? "t.basis" : "NULL", by.table.name, by.column));
  labels.bind(1, record.id);
  const bool removed = affected.fate == Affected::Fate::removed;
  const std::string entity = model::entity_name(by.table.name);
  while (labels.step()) {
    changes.push_back({entity, labels.text(0), removed ? "removed" : "change", removed ? "" : by.field(),
                       removed ? "" : record.label, ""});
    if (labels.is_null(1) || labels.text(1) == "unsourced") continue;
    changes.push_back({entity, labels.text(0), "change", "basis", labels.text(1), "unsourced"});
  }
}

void release(sqlite::Connection& connection, const Affected& affected, std::int64_t id) {
  const model::Referring& by = affected.by;
  if (affected.fate == Affected::Fate::removed) {
    connection.run(fmt::format("DELETE FROM main.{} WHERE {} = ?", by.table.name, by.column), id);
    return;
  }
  connection.run(fmt::format("UPDATE main.{0} SET {1} = NULL{2} WHERE {1} = ?", by.table.name, by.column,
                             loses_evidence(by) ? ", basis = 'unsourced'" : ""),
                 id);
}

EditPlan plan_remove_link(sqlite::Connection& connection, const model::Entity& entity, const model::Record& record) {
  EditPlan plan;
  plan.changes.push_back(removal_of(connection, entity, record));
  plan.write = [&connection, &entity, id = record.id](std::int64_t /*revision*/) {
    connection.run(fmt::format("DELETE FROM main.{} AS t WHERE {} = ?", entity.table, identifier(entity, "t")), id);
  };
  return plan;
}

}  // namespace

history::ChangeRow removal_of(sqlite::Connection& connection, const model::Entity& entity,
                              const model::Record& record) {
  const model::Field* name = entity.has_code() ? model::label_field(entity) : nullptr;
  std::string called;
  if (name != nullptr) {
    called = connection.text(fmt::format("SELECT {} FROM main.{} WHERE id = ?", name->column, entity.table), record.id)
                 .value_or("");
  }
  return {std::string(entity.name), record.label, "removed", "", called, ""};
}

EditPlan plan_remove(sqlite::Connection& connection, const model::Entity& entity, const model::EditWords& words,
                     bool with_links) {
  const model::Record record = model::find_record(connection, entity, words, model::FieldWords::narrow);
  if (!entity.has_code()) return plan_remove_link(connection, entity, record);
  const std::vector<Affected> all = affected_by(connection, entity, record.id);
  refuse_blocked(all, entity, record.label);
  if (!with_links) refuse_without_links(all, entity, record.label);
  EditPlan plan;
  plan.changes.push_back(removal_of(connection, entity, record));
  for (const Affected& affected : all) plan_fate(connection, affected, record, plan.changes);
  plan.write = [&connection, &entity, all, id = record.id](std::int64_t /*revision*/) {
    for (const Affected& affected : all) release(connection, affected, id);
    connection.run(fmt::format("DELETE FROM main.{} WHERE id = ?", entity.table), id);
  };
  return plan;
}

}  // namespace iscm::edit
