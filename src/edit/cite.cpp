#include "edit/cite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "error.hpp"
#include "history/changes.hpp"
#include "history/citations.hpp"
#include "history/evidence.hpp"
#include "history/facts.hpp"
#include "model/find_record.hpp"
#include "model/sql_of.hpp"
#include "schema/derived.hpp"

namespace iscm::edit {
namespace {

/// What is cited: a row, or one field of it.
struct Target {
  schema::TrackedTable table;
  std::vector<std::int64_t> key;
  std::string label;
  std::string field;  ///< empty: the whole row
};

std::string is_row(const Target& target) {
  return fmt::format("r.{} = {} AND r.{} = {}", target.table.key.front(), target.key.front(), target.table.key.back(),
                     target.key.back());
}

/// The rows that satisfy a condition over `r`.
std::vector<Target> targets_in(sqlite::Connection& connection, const schema::TrackedTable& table,
                               const std::string& condition, const std::string& field) {
  std::vector<Target> targets;
  sqlite::Statement rows =
      connection.prepare(fmt::format("SELECT r.{}, r.{}, {} FROM main.{} AS r WHERE {} ORDER BY 3", table.key.front(),
                                     table.key.back(), schema::record_label(table, "r"), table.name, condition));
  while (rows.step()) {
    std::vector<std::int64_t> key = {rows.integer(0)};
    if (table.key.size() > 1) key.push_back(rows.integer(1));
    targets.push_back({table, std::move(key), rows.text(2), field});
  }
  return targets;
}

model::KeyedRows rows_of(sqlite::Connection& connection, const model::Record& record) {
  model::KeyedRows rows;
  rows.entity = record.entity;
  rows.table = model::tracked_table(connection, *record.entity);
  const std::string is_it = fmt::format("{} = {}", model::identifier(*record.entity, "r"), record.id);
  rows.keys.push_back(targets_in(connection, rows.table, is_it, {}).at(0).key);
  rows.live = 1;
  return rows;
}

std::vector<Target> items_of(sqlite::Connection& connection, const model::KeyedRows& rows) {
  for (const history::LinkedRows& linked : history::linked_rows(connection, rows)) {
    if (linked.table.name == rows.field->link_table) {
      return targets_in(connection, linked.table, linked.condition, {});
    }
  }
  throw Error(Exit::usage, fmt::format("{} has the evidence of its record", rows.field->name), "leave the field out");
}

void refuse_unless_one(sqlite::Connection& connection, const model::KeyedRows& rows) {
  if (rows.live == 1) return;
  if (rows.live == 0)
    throw Error(Exit::refused, "it was removed: there is nothing to cite", "`iscm undo REVISION` brings it back");
  std::string labels;
  for (const Target& target : targets_in(connection, rows.table, rows.is_one_of("r"), {})) {
    labels += "\n  " + target.label;
  }
  throw Error(Exit::refused, fmt::format("{} {} fit:{}", rows.live, rows.entity->plural, labels), "name one of them");
}

std::vector<Target> targets_of(sqlite::Connection& connection, model::KeyedRows rows) {
  refuse_unless_one(connection, rows);
  rows.keys.resize(rows.live);
  const model::Field* field = rows.field;
  if (field != nullptr && field->type == model::FieldType::list) return items_of(connection, rows);
  const std::string name = field == nullptr ? "" : std::string(field->name);
  std::vector<Target> targets = targets_in(connection, rows.table, rows.is_one_of("r"), name);
  if (field == nullptr) return targets;
  if (!history::is_fact(name)) {
    throw Error(Exit::usage, fmt::format("{} is not a fact that needs a source", name),
                "leave it out to cite the whole record");
  }
  const bool is_empty = connection
                            .integer(fmt::format("SELECT r.{} IS NULL FROM main.{} AS r WHERE {}", field->column,
                                                 rows.table.name, is_row(targets.front())))
                            .value_or(1) == 1;
  if (is_empty) {
    throw Error(
        Exit::refused, fmt::format("{} of {} {} is empty", name, rows.entity->name, targets.front().label),
        fmt::format("`iscm set {} {} {}=VALUE --source CODE` sets it", rows.entity->name, targets.front().label, name));
  }
  // What a link joins is one fact with the link.
  const auto key = model::key_fields(*rows.entity);
  if (!rows.entity->has_code() && std::find(key.begin(), key.end(), field) != key.end()) targets.front().field.clear();
  return targets;
}

bool is_unsourced_link(sqlite::Connection& connection, const Target& target) {
  const auto& columns = target.table.columns;
  return target.field.empty() && std::find(columns.begin(), columns.end(), "basis") != columns.end() &&
         connection.text(fmt::format("SELECT r.basis FROM main.{} AS r WHERE {}", target.table.name, is_row(target))) ==
             "unsourced";
}

/// A citation that says where is news, even of a source that is one for the fact already.
bool is_known(sqlite::Connection& connection, const Target& target, std::int64_t source, const CitedPlace& cited) {
  if (cited.place.empty() && cited.note.empty()) {
    return history::has_source(connection, target.table, target.key, target.field, source);
  }
  const std::vector<history::Citation> known = history::Citations(connection, target.table.name).of(target.key);
  return std::any_of(known.begin(), known.end(), [&](const history::Citation& citation) {
    return citation.field == target.field && citation.source == source && citation.place == cited.place &&
           citation.note == cited.note;
  });
}

bool changes_basis(const EditPlan& plan) {
  return std::any_of(plan.changes.begin(), plan.changes.end(),
                     [](const history::ChangeRow& change) { return change.field == "basis"; });
}

/// Adds the citations to the plan, which may change something else first.
void cite(sqlite::Connection& connection, std::vector<Target> targets, const std::string& code, const CitedPlace& cited,
          EditPlan& plan) {
  const auto source = connection.integer("SELECT id FROM main.sources WHERE code = ?", code);
  if (source) {
    std::erase_if(targets, [&](const Target& target) { return is_known(connection, target, *source, cited); });
  }
  if (targets.empty()) return;
  const std::string place = cited.place.empty() ? "" : fmt::format(", {}", cited.place);
  for (const Target& target : targets) {
    const std::string entity = model::entity_name(target.table.name);
    plan.changes.push_back({entity, target.label, "cited", target.field, "", code + place});
    if (is_unsourced_link(connection, target) && !changes_basis(plan)) {
      plan.changes.push_back({entity, target.label, "change", "basis", "unsourced", "stated"});
    }
  }
  plan.write = [&connection, first = plan.write, targets = std::move(targets), source, cited](std::int64_t revision) {
    if (first) first(revision);
    for (const Target& target : targets) {
      if (is_unsourced_link(connection, target)) {
        connection.run(
            fmt::format("UPDATE main.{} AS r SET basis = 'stated' WHERE {}", target.table.name, is_row(target)));
      }
      history::add_citation(connection, target.table, target.key,
                            {.field = target.field, .source = source.value(), .place = cited.place, .note = cited.note},
                            revision);
    }
  };
}

}  // namespace

EditPlan plan_cite(sqlite::Connection& connection, const std::vector<std::string>& words, const CitedPlace& cited,
                   const EditOptions& options) {
  const std::string code = options.source.empty() ? options.source_to_be : options.source;
  if (code.empty()) throw Error(Exit::usage, "which source says so?", "name it with --source CODE or --source ADDRESS");
  EditPlan plan;
  cite(connection, targets_of(connection, model::find_rows(connection, words)), code, cited, plan);
  return plan;
}

void cite_standing(sqlite::Connection& connection, const model::Record& record,
                   const std::vector<const model::Field*>& fields, const std::string& source, EditPlan& plan) {
  model::KeyedRows rows = rows_of(connection, record);
  std::vector<Target> targets;
  if (fields.empty()) targets = targets_of(connection, rows);
  for (const model::Field* field : fields) {
    rows.field = field;
    for (Target& target : targets_of(connection, rows)) {
      const bool known = std::any_of(targets.begin(), targets.end(), [&](const Target& other) {
        return other.table.name == target.table.name && other.key == target.key && other.field == target.field;
      });
      if (!known) targets.push_back(std::move(target));
    }
  }
  cite(connection, std::move(targets), source, {}, plan);
}

}  // namespace iscm::edit
