#include "core/edit/staged.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/edit/list_change.hpp"
#include "core/names.hpp"

namespace iscm::core {
namespace {

std::vector<std::string> names_of(const std::vector<const Field*>& fields) {
  std::vector<std::string> names;
  for (const Field* field : fields) names.emplace_back(field->name);
  return names;
}

}  // namespace

bool Cells::has(const Field& field) const {
  return std::find(fields.begin(), fields.end(), &field) != fields.end();
}

std::shared_ptr<Staged> stage(db::Connection& connection, const Entity& entity, EditedRecord record, bool is_new,
                              Cells cells, const EditOptions& options) {
  auto row = std::make_unique<EditRow>(names_of(cells.fields), cells.values);
  auto staged = std::make_shared<Staged>(
      Staged{connection, entity, std::move(record), is_new, std::move(cells), std::move(row), options.source_to_be});
  Edit edit;
  if (!is_new) edit.record = staged->record.id;
  edit.is_another = options.is_another;
  staged->plan = std::make_unique<Plan>(connection,
                                        ImportRequest{.entity = &entity,
                                                      .file = staged->row->name(),
                                                      .default_source = options.source,
                                                      .answers = {},
                                                      .columns = {},
                                                      .cleared = staged->cells.cleared,
                                                      .edit = edit},
                                        *staged->row);
  return staged;
}

Cells cells_of(db::Connection& connection, const Entity& entity, const EditWords& words, std::int64_t record) {
  Cells cells;
  for (const FieldWord& word : words.fields) {
    const Field& field = *word.field;
    if (cells.has(field)) continue;
    std::string value = word.value;
    if (field.type == FieldType::list) value = changed_list(connection, entity, record, words, field);
    if (value.empty()) cells.cleared.emplace_back(field.name);
    cells.put(field, std::move(value));
  }
  return cells;
}

void say_basis(Cells& cells, const Entity& entity, bool sourced) {
  const Field* basis = entity.field("basis");
  if (basis != nullptr && !cells.has(*basis)) cells.put(*basis, sourced ? "stated" : "unsourced");
}

void say_key(db::Connection& connection, Cells& cells, const Entity& entity, std::int64_t record) {
  if (!entity.is_pure_link) return;
  for (const std::string_view name : words(entity.key)) {
    const Field& field = *entity.field(name);
    if (cells.has(field)) continue;
    const auto code = connection.text(
        fmt::format("SELECT x.code FROM main.{} AS t JOIN main.{} AS x ON x.id = t.{} WHERE {} = ?", entity.table,
                    entity_named(field.target).table, field.column, identifier(entity, "t")),
        record);
    cells.put(field, code.value_or(""));
  }
}

void say_position(db::Connection& connection, Cells& cells, const Entity& entity) {
  const Field* position = entity.field("position");
  const Field& owner = *entity.field(words(entity.key).front());
  if (!entity.is_pure_link || position == nullptr || cells.has(*position) || !cells.has(owner)) return;
  const auto at = std::find(cells.fields.begin(), cells.fields.end(), &owner) - cells.fields.begin();
  const NamedRecords found =
      find_named(connection, entity_named(owner.target), cells.values[static_cast<std::size_t>(at)]);
  if (found.ids.size() != 1) return;
  const auto last = connection.integer(
      fmt::format("SELECT max(position) FROM main.{} WHERE {} = ?", entity.table, owner.column), found.ids.front());
  cells.put(*position, std::to_string(last.value_or(0) + 1));
}

}  // namespace iscm::core
