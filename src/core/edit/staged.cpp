#include "core/edit/staged.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/edit/list_change.hpp"
#include "core/fields.hpp"
#include "core/names.hpp"
#include "error.hpp"
#include "text/trim.hpp"
#include "text/visible.hpp"

namespace iscm::core {
namespace {

std::vector<std::string> names_of(const std::vector<const Field*>& fields) {
  std::vector<std::string> names;
  for (const Field* field : fields) names.emplace_back(field->name);
  return names;
}

/// Nothing is repaired unseen: what would not be kept as it was typed is refused.
void refuse_odd_blanks(const Field& field, const std::string& value) {
  if (field.type != FieldType::text) return;
  const std::string kept = text::squeezed(value);
  if (kept == value) return;
  throw Error(Exit::refused,
              fmt::format("{}: \"{}\" has blanks at an end, several in a row, or a tab among them", field.name,
                          text::visible(value)),
              kept.empty() ? fmt::format("write {}= to clear it", field.name)
                           : fmt::format("write it as \"{}\"", text::visible(kept)));
}

bool has(const Cells& cells, const Field& field) {
  return std::find(cells.fields.begin(), cells.fields.end(), &field) != cells.fields.end();
}

}  // namespace

std::shared_ptr<Staged> stage(db::Connection& connection, const Entity& entity, EditedRecord record, bool is_new,
                              Cells cells, const EditOptions& options) {
  auto row = std::make_unique<EditRow>(names_of(cells.fields), cells.values);
  auto staged = std::make_shared<Staged>(
      Staged{connection, entity, std::move(record), is_new, std::move(cells), std::move(row), options.source_to_be});
  Edit edit;
  if (!is_new) edit.record = staged->record.id;
  edit.asks_about_close_names = is_new && !options.is_new;
  staged->plan = std::make_unique<Plan>(connection,
                                        ImportRequest{.entity = &entity,
                                                      .file = staged->row->name(),
                                                      .default_source = options.source,
                                                      .answers = {},
                                                      .columns = {},
                                                      .cleared = staged->cells.cleared,
                                                      .edit = std::move(edit)},
                                        *staged->row);
  return staged;
}

Cells cells_of(db::Connection& connection, const Entity& entity, const EditWords& words, std::int64_t record) {
  Cells cells;
  for (const FieldWord& word : words.fields) {
    const Field& field = *word.field;
    if (std::find(cells.fields.begin(), cells.fields.end(), &field) != cells.fields.end()) continue;
    std::string value = word.value;
    refuse_odd_blanks(field, value);
    if (field.type == FieldType::list) value = changed_list(connection, entity, record, words, field);
    if (value.empty()) cells.cleared.emplace_back(field.name);
    cells.put(field, std::move(value));
  }
  return cells;
}

void say_basis(Cells& cells, const Entity& entity, bool sourced) {
  const Field* basis = entity.field("basis");
  if (basis != nullptr && !has(cells, *basis)) cells.put(*basis, sourced ? "stated" : "unsourced");
}

void say_key(db::Connection& connection, Cells& cells, const Entity& entity, std::int64_t record) {
  if (!entity.is_pure_link) return;
  for (const std::string_view name : words(entity.key)) {
    const Field& field = *entity.field(name);
    if (has(cells, field)) continue;
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
  if (!entity.is_pure_link || position == nullptr || has(cells, *position) || !has(cells, owner)) return;
  const auto at = std::find(cells.fields.begin(), cells.fields.end(), &owner) - cells.fields.begin();
  const NamedRecords found =
      find_named(connection, entity_named(owner.target), cells.values[static_cast<std::size_t>(at)]);
  if (found.ids.size() != 1) return;
  const auto last = connection.integer(
      fmt::format("SELECT max(position) FROM main.{} WHERE {} = ?", entity.table, owner.column), found.ids.front());
  cells.put(*position, std::to_string(last.value_or(0) + 1));
}

bool rests_on_source(const EditWords& words, const EditOptions& options) {
  const FieldWord* source = words.on(source_field());
  return source != nullptr ? !source->value.empty() : !options.source.empty() || !options.source_to_be.empty();
}

}  // namespace iscm::core
