#include "edit/list_change.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "error.hpp"
#include "model/names.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"

namespace iscm::edit {
namespace {

using Way = model::FieldWord::Way;
using Items = std::vector<std::string>;

/// The codes of the records that a record is linked to, in their places.
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

std::string code_of(sqlite::Connection& connection, const model::Entity& kind, std::int64_t id) {
  return connection.text(fmt::format("SELECT code FROM main.{} WHERE id = ?", kind.table), id).value_or("");
}

/// The code that an item of the list stands for, where it stands for one; else the item: the pipeline will tell.
std::string code_meant(sqlite::Connection& connection, const model::Entity& kind, const std::string& item) {
  const model::NamedRecords found = model::find_named(connection, kind, item);
  return found.ids.size() == 1 ? code_of(connection, kind, found.ids.front()) : item;
}

void take(sqlite::Connection& connection, const model::Field& field, Items& items, const std::string& part) {
  const model::Entity& kind = model::entity_named(field.target);
  for (const std::int64_t id : model::records_listed(connection, kind, part)) {
    const std::string code = code_of(connection, kind, id);
    const auto there = std::find_if(items.begin(), items.end(), [&](const std::string& item) {
      return code_meant(connection, kind, item) == code;
    });
    if (there == items.end()) {
      throw Error(Exit::refused, fmt::format("{} has no \"{}\" to take away", field.name, code),
                  items.empty() ? "the list is empty" : fmt::format("it has {}", fmt::join(items, "; ")));
    }
    items.erase(there);
  }
}

}  // namespace

std::string changed_list(sqlite::Connection& connection, const model::Entity& entity, std::int64_t record,
                         const model::EditWords& words, const model::Field& field) {
  Items items = linked_codes(connection, entity, record, field);
  for (const model::FieldWord& word : words.fields) {
    if (word.field != &field) continue;
    if (word.way == Way::set) items.clear();
    for (std::string& part : parts_of(word.value, field)) {
      if (word.way == Way::take) {
        take(connection, field, items, part);
      } else {
        items.push_back(std::move(part));
      }
    }
  }
  return fmt::format("{}", fmt::join(items, "; "));
}

}  // namespace iscm::edit
