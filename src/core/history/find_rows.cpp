#include "core/history/find_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/history/find_links.hpp"
#include "core/names.hpp"
#include "core/show_key.hpp"
#include "error.hpp"

namespace iscm::core {
namespace {

using Words = std::vector<std::string>;

db::TrackedTable table_of(db::Connection& connection, const Entity& entity) {
  for (db::TrackedTable& table : db::tracked_tables(connection)) {
    if (table.name == entity.table) return std::move(table);
  }
  throw Error(Exit::failed, fmt::format("{} has no history", entity.table));
}

std::string joined(const Words& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

/// Records that had this code, the last that had it first; those that have it still are left out.
std::vector<std::int64_t> had_code(db::Connection& connection, const Entity& kind, std::string_view code) {
  std::vector<std::int64_t> ids;
  db::Statement rows = connection.prepare(
      fmt::format("SELECT h.id FROM main.{0}_history AS h WHERE h.code = ?1 AND h.revision < h.replaced_by"
                  " AND NOT EXISTS (SELECT 1 FROM main.{0} AS n WHERE n.id = h.id AND n.code = ?1)"
                  " GROUP BY h.id ORDER BY max(h.replaced_by) DESC",
                  kind.table));
  rows.bind(1, code);
  while (rows.step()) ids.push_back(rows.integer(0));
  return ids;
}

bool stands(db::Connection& connection, const Entity& kind, std::int64_t id) {
  return connection.integer(fmt::format("SELECT 1 FROM main.{} WHERE id = ?", kind.table), id).has_value();
}

/// The record that has this code or name, and before it those that were removed with its code.
void add_standing(db::Connection& connection, KeyedRows& rows, std::int64_t id) {
  rows.keys.push_back({id});
  rows.standing = 1;
  const auto code = connection.text(fmt::format("SELECT code FROM main.{} WHERE id = ?", rows.entity->table), id);
  for (const std::int64_t former : had_code(connection, *rows.entity, code.value_or(""))) {
    if (!stands(connection, *rows.entity, former)) rows.keys.push_back({former});
  }
}

/// Records that are called so no more: removed with this code, or renamed since. Nothing where there are none.
bool add_former(db::Connection& connection, KeyedRows& rows, std::string_view code) {
  const std::vector<std::int64_t> ids = had_code(connection, *rows.entity, code);
  if (ids.empty()) return false;
  if (stands(connection, *rows.entity, ids.front())) {
    add_standing(connection, rows, ids.front());
    return true;
  }
  for (const std::int64_t id : ids) {
    if (!stands(connection, *rows.entity, id)) rows.keys.push_back({id});
  }
  return true;
}

/// The records with this key; nothing where nothing is or was called so.
std::optional<KeyedRows> of_kind(db::Connection& connection, const Entity& kind, const std::string& key) {
  KeyedRows rows;
  rows.entity = &kind;
  if (!find_named(connection, kind, key).ids.empty()) {
    add_standing(connection, rows, record_of_kind(connection, kind, key).id);
    return rows;
  }
  if (!add_former(connection, rows, key)) return std::nullopt;
  return rows;
}

bool is_known(db::Connection& connection, const std::string& key) {
  return std::any_of(entities().begin(), entities().end(), [&](const Entity& kind) {
    return kind.has_code() && !find_named(connection, kind, key).ids.empty();
  });
}

std::optional<KeyedRows> of_any_kind(db::Connection& connection, const std::string& key) {
  const Entity& first = entity_named("mechanism");
  const auto by_code = connection.integer(fmt::format("SELECT 1 FROM main.{} WHERE code = ?", first.table), key);
  if (by_code || is_known(connection, key)) {
    const KeyedRecord found = record_of_any_kind(connection, key);
    KeyedRows rows;
    rows.entity = found.entity;
    rows.others = found.others;
    add_standing(connection, rows, found.id);
    return rows;
  }
  for (const Entity& kind : entities()) {
    KeyedRows rows;
    rows.entity = &kind;
    if (kind.has_code() && add_former(connection, rows, key)) return rows;
  }
  return std::nullopt;
}

std::optional<KeyedRows> with_key(db::Connection& connection, const Entity* kind, const std::string& key) {
  return kind == nullptr ? of_any_kind(connection, key) : of_kind(connection, *kind, key);
}

/// Throws the error of somebody who asks for a record that there never was.
[[noreturn]] void refuse_unknown(db::Connection& connection, const Entity* kind, const std::string& key) {
  if (kind == nullptr) {
    record_of_any_kind(connection, key);
  } else {
    record_of_kind(connection, *kind, key);
  }
  throw Error(Exit::failed, fmt::format("\"{}\" is known and unknown", key));
}

/// Whether these words are a code and a field: then no names need be folded to find out whether they are one name.
bool are_code_and_field(db::Connection& connection, const Entity* kind, const Words& words) {
  const Entity& coded = kind == nullptr ? entity_named("mechanism") : *kind;
  return words.size() == 2 && find_field(coded, words[1]) != nullptr &&
         connection.integer(fmt::format("SELECT 1 FROM main.{} WHERE code = ?", coded.table), words[0]).has_value();
}

/// The last word may be a field, where the ones before it are a key.
KeyedRows record_rows(db::Connection& connection, const Entity* kind, Words words) {
  const std::string whole = joined(words);
  if (!are_code_and_field(connection, kind, words)) {
    if (auto rows = with_key(connection, kind, whole)) return *std::move(rows);
  }
  if (words.size() > 1) {
    const std::string last = words.back();
    words.pop_back();
    if (auto rows = with_key(connection, kind, joined(words))) {
      rows->field = &field_named(*rows->entity, last);
      return *std::move(rows);
    }
  }
  refuse_unknown(connection, kind, whole);
}

}  // namespace

std::string KeyedRows::is_one_of(std::string_view row) const {
  std::string tuples;
  for (const std::vector<std::int64_t>& key : keys) {
    tuples += fmt::format("{}({})", tuples.empty() ? "" : ", ", fmt::join(key, ", "));
  }
  if (table.key.size() == 1) {
    return fmt::format("{}.{} IN ({})", row, table.key.front(), tuples);
  }
  return fmt::format("({}) IN (VALUES {})", db::column_list(table.key, row), tuples);
}

KeyedRows find_rows(db::Connection& connection, const std::vector<std::string>& words) {
  const Entity* kind = find_entity(words.front());
  if (kind == nullptr || words.size() == 1) {
    KeyedRows rows = record_rows(connection, nullptr, words);
    rows.table = table_of(connection, *rows.entity);
    return rows;
  }
  const Words rest(words.begin() + 1, words.end());
  KeyedRows rows;
  if (kind->has_code()) {
    rows = record_rows(connection, kind, rest);
    rows.table = table_of(connection, *kind);
  } else {
    rows.entity = kind;
    rows.table = table_of(connection, *kind);
    find_links(connection, rows, rest);
  }
  return rows;
}

void add_merged_rows(db::Connection& connection, KeyedRows& rows) {
  const bool is_pair = rows.table.key.size() > 1;
  db::Statement gone = connection.prepare(fmt::format(
      "SELECT DISTINCT x.from_key1, x.from_key2 FROM main.merged_rows AS x WHERE x.table_name = ?1 AND x.into_key1 = ?2"
      " AND x.into_key2 = ?3 AND NOT EXISTS (SELECT 1 FROM main.{} AS n WHERE n.{} = x.from_key1 AND n.{} = "
      "x.from_key2)",
      rows.table.name, rows.table.key.front(), rows.table.key.back()));
  for (std::size_t at = 0; at < rows.keys.size(); ++at) {
    gone.bind_all(rows.table.name, rows.keys[at].front(), rows.keys[at].back());
    while (gone.step()) {
      std::vector<std::int64_t> key = {gone.integer(0)};
      if (is_pair) key.push_back(gone.integer(1));
      if (std::find(rows.keys.begin(), rows.keys.end(), key) == rows.keys.end()) rows.keys.push_back(std::move(key));
    }
    gone.reset();
  }
}

}  // namespace iscm::core
