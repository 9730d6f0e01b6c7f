#include <fmt/format.h>

#include "core/edit/staged.hpp"
#include "core/fields.hpp"

namespace iscm::core {
namespace {

/// The value of a field of `row` as people write it.
std::string told(const Field& field, std::string_view row) {
  const std::string column = fmt::format("{}.{}", row, field.column);
  if (field.type != FieldType::reference) return column;
  return fmt::format("(SELECT code FROM main.{} WHERE id = {})", entity_named(field.target).table, column);
}

std::string listed_codes(const Field& field) {
  return fmt::format(
      "(SELECT group_concat(code, '; ') FROM (SELECT x.code FROM {} AS t JOIN temp.resolved AS r ON r.kind = {} "
      "AND r.value = t.value JOIN main.{} AS x ON x.id = r.target_id GROUP BY x.id ORDER BY min(t.position), x.code))",
      item_table(field), quoted(field.target), entity_named(field.target).table);
}

/// A new record, then each field that it has.
std::vector<ChangeRow> changes_of_new(const Staged& staged) {
  const WouldBeRow would_be = staged.would_be();
  const std::string label = would_be.label();
  const std::string entity(staged.entity.name);
  std::vector<ChangeRow> changes{{entity, label, "new", "", "", ""}};
  for (const Field* field : all_fields(staged.entity)) {
    if (field->type == FieldType::list && !staged.cells.has(*field)) continue;
    const std::string value = field->type == FieldType::list ? listed_codes(*field) : told(*field, "w");
    const auto text = staged.connection.text(fmt::format("SELECT {} FROM ({}) AS w", value, would_be.select()));
    if (text) changes.push_back({entity, label, "new", std::string(field->name), "", *text});
  }
  if (!staged.source_to_be.empty()) changes.push_back({entity, label, "new", "source", "", staged.source_to_be});
  return changes;
}

/// The fields of temp.change in their order; a version that changes rests on another source too.
std::vector<ChangeRow> changes_of_old(const Staged& staged) {
  std::vector<ChangeRow> changes;
  bool row_changes = false;
  const auto add = [&](const Field& field, std::string old_value, std::string new_value) {
    changes.push_back({std::string(staged.entity.name), staged.record.label, "change", std::string(field.name),
                       std::move(old_value), std::move(new_value)});
    row_changes = row_changes || field.type != FieldType::list;
  };
  for (const Field& field : staged.entity.fields) {
    db::Statement found = staged.connection.prepare("SELECT old, new FROM temp.change WHERE field = ?");
    found.bind(1, field.name);
    while (found.step()) add(field, found.text(0), found.text(1));
  }
  const bool source_changes =
      staged.connection.integer("SELECT 1 FROM temp.change WHERE field = ?", source_field().name).has_value();
  if (!row_changes && !source_changes) return changes;
  db::Statement sources =
      staged.connection.prepare(fmt::format("SELECT {}, ifnull(nullif(?2, ''), {}) FROM main.{} AS t JOIN ({}) AS w "
                                            "WHERE {} = ?1 AND (t.source_id IS NOT w.source_id OR ?2 <> '')",
                                            told(source_field(), "t"), told(source_field(), "w"), staged.entity.table,
                                            staged.would_be().select(), identifier(staged.entity, "t")));
  sources.bind_all(staged.record.id, std::string_view(staged.source_to_be));
  while (sources.step()) add(source_field(), sources.text(0), sources.text(1));
  return changes;
}

}  // namespace

std::vector<ChangeRow> staged_changes(const Staged& staged) {
  return staged.is_new ? changes_of_new(staged) : changes_of_old(staged);
}

}  // namespace iscm::core
