#include "edit/typed_row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "edit/source.hpp"
#include "error.hpp"
#include "model/field_types.hpp"
#include "model/find_record.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"
#include "query/filter.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"

namespace iscm::edit {
namespace {

using Way = model::FieldWord::Way;
using Items = std::vector<std::string>;

/// The codes of the records that a record is linked to, by their positions.
Items linked_codes(sqlite::Connection& connection, const model::Entity& entity, std::int64_t record,
                   const model::Field& field) {
  Items codes;
  sqlite::Statement links = connection.prepare(
      fmt::format("SELECT x.code FROM main.{0} AS l JOIN main.{1} AS x ON x.id = l.{2} WHERE l.{3} = ? "
                  "ORDER BY l.position, x.code",
                  field.link_table, model::entity_named(field.target).table, field.column, owner_column(entity)));
  links.bind(1, record);
  while (links.step()) codes.push_back(links.text(0));
  return codes;
}

/// The parts between any of the separators of the field.
Items parts_of(std::string_view list, const model::Field& field) {
  Items parts;
  std::string part;
  const auto end_part = [&] {
    if (const auto text = text::trimmed(part); !text.empty()) parts.emplace_back(text);
    part.clear();
  };
  for (const text::CodePoint& point : text::CodePoints(list)) {
    if (field.separator.find(point.bytes) != std::string_view::npos) {
      end_part();
    } else {
      part += point.bytes;
    }
  }
  end_part();
  return parts;
}

void remove_items(sqlite::Connection& connection, const model::Field& field, Items& items, const std::string& part) {
  const model::Entity& kind = model::entity_named(field.target);
  for (const std::int64_t id : model::records_listed(connection, kind, part)) {
    const auto found = std::find_if(items.begin(), items.end(), [&](const std::string& item) {
      return model::find_named(connection, kind, item).ids == std::vector<std::int64_t>{id};
    });
    if (found == items.end()) {
      throw Error(Exit::refused,
                  fmt::format("\"{}\" is not among the {}", model::read_code(connection, kind, id), field.name),
                  items.empty() ? "the list is empty" : fmt::format("it has {}", fmt::join(items, "; ")));
    }
    items.erase(found);
  }
}

std::unique_ptr<TypedRow> row_of_words(sqlite::Connection& connection, const model::Entity& entity,
                                       const model::EditWords& words, std::int64_t record) {
  auto row = std::make_unique<TypedRow>();
  for (const model::FieldWord& word : words.fields) {
    const model::Field& field = *word.field;
    if (row->cell(field) != nullptr) continue;
    const bool is_list = field.type == model::FieldType::list;
    std::string value = is_list ? changed_list(connection, entity, record, words, field) : word.value;
    if (value.empty()) row->clear(field);
    row->put(field, std::move(value));
  }
  return row;
}

/// A new link of a list comes after those of the record.
void put_position(sqlite::Connection& connection, TypedRow& row, const model::Entity& entity) {
  const model::Field* position = entity.field("position");
  if (!entity.is_pure_link || position == nullptr || row.cell(*position) != nullptr) return;
  const model::Field& owner = *model::key_fields(entity).front();
  const std::string* name = row.cell(owner);
  if (name == nullptr) return;
  const auto found = model::find_named(connection, model::entity_named(owner.target), *name).ids;
  if (found.size() != 1) return;
  const auto last = connection.integer(
      fmt::format("SELECT max(position) FROM main.{} WHERE {} = ?", entity.table, owner.column), found.front());
  row.put(*position, std::to_string(last.value_or(0) + 1));
}

/// A source that has only its address gets the code that --source would give it.
void put_code_of_address(sqlite::Connection& connection, TypedRow& row, const model::Entity& entity) {
  if (entity.name != model::source_field().target) return;
  if (row.cell(*entity.field("code")) != nullptr || row.cell(*entity.field("title")) != nullptr) return;
  const model::Field& url = *entity.field("url");
  const std::string* address = row.cell(url);
  if (address == nullptr || !model::broken_rule(url, *address).empty()) return;
  row.put(*entity.field("code"), source_named(connection, *address).code);
}

/// The code is made of the rest, if there is any.
void put_missing(TypedRow& row, const model::Entity& entity) {
  for (const model::Field& field : entity.fields) {
    const bool is_needed = field.required && field.fallback.empty() && !field.is_code();
    if (is_needed && row.cell(field) == nullptr) row.put(field, {});
  }
  if (row.is_empty()) row.put(*entity.field("code"), {});
}

}  // namespace

void TypedRow::put(const model::Field& field, std::string value) {
  header_.emplace_back(field.name);
  cells_.push_back(std::move(value));
}

const std::string* TypedRow::cell(const model::Field& field) const {
  const auto found = std::find(header_.begin(), header_.end(), field.name);
  return found == header_.end() ? nullptr : &cells_[static_cast<std::size_t>(found - header_.begin())];
}

bool TypedRow::next() {
  views_.assign(cells_.begin(), cells_.end());
  return !std::exchange(is_read_, true);
}

model::EditWords with_key_as_fields(const model::Entity& entity, const model::EditWords& words) {
  model::EditWords all;
  const auto put = [&](const model::Field& field, const std::string& value) {
    if (words.on(field) != nullptr) {
      throw Error(Exit::usage, fmt::format("{} is given twice", field.name), "leave one of them");
    }
    all.fields.push_back(model::field_word(field, Way::set, value));
  };
  if (entity.has_code()) {
    if (!words.key.empty()) put(*entity.field("code"), model::joined(words.key, " "));
  } else {
    const std::vector<const model::Field*> key = model::key_fields(entity);
    if (words.key.size() > key.size()) model::refuse_long_key(entity, words.key.size());
    for (std::size_t i = 0; i < words.key.size(); ++i) put(*key[i], words.key[i]);
  }
  all.fields.insert(all.fields.end(), words.fields.begin(), words.fields.end());
  return all;
}

std::unique_ptr<TypedRow> changed_row(sqlite::Connection& connection, const model::Entity& entity,
                                      const model::EditWords& words, std::int64_t record) {
  auto row = row_of_words(connection, entity, words, record);
  if (!entity.is_pure_link) return row;
  // The pipeline finds a pure link by its two records alone.
  for (const model::Field* field : model::key_fields(entity)) {
    if (row->cell(*field) != nullptr) continue;
    const auto code =
        connection.text(fmt::format("SELECT {} FROM main.{} AS t WHERE {} = ?", query::shown_value(entity, *field),
                                    entity.table, model::identifier(entity, "t")),
                        record);
    row->put(*field, code.value_or(""));
  }
  return row;
}

std::unique_ptr<TypedRow> new_row(sqlite::Connection& connection, const model::Entity& entity,
                                  const model::EditWords& words) {
  auto row = row_of_words(connection, entity, words, 0);
  put_position(connection, *row, entity);
  put_code_of_address(connection, *row, entity);
  put_missing(*row, entity);
  return row;
}

std::string changed_list(sqlite::Connection& connection, const model::Entity& entity, std::int64_t record,
                         const model::EditWords& words, const model::Field& field) {
  Items items = linked_codes(connection, entity, record, field);
  for (const model::FieldWord& word : words.fields) {
    if (word.field != &field) continue;
    if (word.way == Way::set) items.clear();
    for (std::string& part : parts_of(word.value, field)) {
      if (word.way == Way::take) {
        remove_items(connection, field, items, part);
      } else {
        items.push_back(std::move(part));
      }
    }
  }
  return model::joined(items, "; ");
}

}  // namespace iscm::edit
