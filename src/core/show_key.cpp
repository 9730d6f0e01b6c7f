#include "core/show_key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "core/names.hpp"
#include "error.hpp"
#include "text/suggest.hpp"

namespace iscm::core {
namespace {

/// What an untyped key means before all else.
constexpr std::string_view kFirstKind = "mechanism";

struct Found {
  const Entity* entity;
  std::int64_t id;
  std::string typed;  ///< "member iom"
};

std::vector<Found> found_of_kind(db::Connection& connection, const Entity& kind, std::string_view key) {
  std::vector<Found> found;
  for (const std::int64_t id : find_named(connection, kind, key).ids) {
    const auto code = connection.text(fmt::format("SELECT code FROM {} WHERE id = ?", kind.table), id);
    found.push_back({&kind, id, fmt::format("{} {}", kind.name, code.value_or(""))});
  }
  return found;
}

/// The record that has this code today, where the record is read as it was (history/at_time.hpp) and had another one
/// then. Otherwise there is nothing that this finds and the names do not.
std::optional<std::int64_t> found_by_later_code(db::Connection& connection, const Entity& kind, std::string_view code) {
  return connection.integer(
      fmt::format("SELECT t.id FROM main.{0} AS m JOIN {0} AS t ON t.id = m.id WHERE m.code = ?", kind.table), code);
}

/// The records with exactly this code, of each kind at most one: an indexed look-up each.
std::vector<Found> found_by_code(db::Connection& connection, std::string_view code) {
  std::vector<Found> found;
  for (const Entity& kind : entities()) {
    if (!kind.has_code()) continue;
    const auto id = connection.integer(fmt::format("SELECT id FROM {} WHERE code = ?", kind.table), code);
    if (id) found.push_back({&kind, *id, fmt::format("{} {}", kind.name, code)});
  }
  return found;
}

/// The records of which this is the code, a name or an alias. What is a mechanism's very code means the mechanism
/// whatever else is named so, and then the names of all the record need not be folded, which takes ten times as long.
std::vector<Found> found_of_any_kind(db::Connection& connection, std::string_view key) {
  std::vector<Found> found = found_by_code(connection, key);
  const bool is_first =
      std::any_of(found.begin(), found.end(), [](const Found& record) { return record.entity->name == kFirstKind; });
  if (is_first) return found;
  found.clear();
  for (const Entity& kind : entities()) {
    if (!kind.has_code()) continue;
    std::vector<Found> more = found_of_kind(connection, kind, key);
    found.insert(found.end(), more.begin(), more.end());
  }
  if (!found.empty()) return found;
  for (const Entity& kind : entities()) {
    if (!kind.has_code()) continue;
    if (const auto id = found_by_later_code(connection, kind, key)) {
      found.push_back({&kind, *id, fmt::format("{} {}", kind.name, key)});
    }
  }
  return found;
}

[[noreturn]] void refuse_several(std::string_view key, const std::vector<Found>& found) {
  std::vector<std::string> ways;
  ways.reserve(found.size());
  for (const Found& record : found) ways.push_back(record.typed);
  throw Error(Exit::refused, fmt::format("\"{}\" is the name of {} records", key, found.size()),
              fmt::format("say which, with its kind: {}", fmt::join(ways, ", ")));
}

[[noreturn]] void refuse_unknown(db::Connection& connection, std::string_view key) {
  const std::string guess = text::did_you_mean(key, all_known_names(connection));
  throw Error(Exit::refused, fmt::format("no record is called \"{}\"", key),
              guess.empty() ? "`iscm search TEXT` finds records by a part of a name" : guess);
}

}  // namespace

KeyedRecord record_of_kind(db::Connection& connection, const Entity& kind, std::string_view key) {
  if (!kind.has_code()) {
    std::string hint = fmt::format("`iscm list {}` lists them", kind.name);
    if (!key.empty()) hint += fmt::format(", `iscm why {} {}` tells about one", kind.name, key);
    throw Error(Exit::usage, fmt::format("{} have no code by which one could be shown", kind.plural), hint);
  }
  if (key.empty()) {
    throw Error(Exit::usage, fmt::format("which {}?", kind.name),
                fmt::format("`iscm list {0}` lists them; write `iscm show {0} CODE`", kind.name));
  }
  if (find_named(connection, kind, key).ids.empty()) {
    if (const auto id = found_by_later_code(connection, kind, key)) return {&kind, *id, {}};
  }
  // Throws where nothing is called so, with what may have been meant among this kind.
  const std::vector<std::int64_t> ids = records_named(connection, kind, key);
  if (ids.size() > 1) refuse_several(key, found_of_kind(connection, kind, key));
  return {&kind, ids.front(), {}};
}

KeyedRecord record_of_any_kind(db::Connection& connection, std::string_view key) {
  std::vector<Found> found = found_of_any_kind(connection, key);
  if (found.empty()) refuse_unknown(connection, key);
  const auto others = std::stable_partition(found.begin(), found.end(),
                                            [](const Found& record) { return record.entity->name == kFirstKind; });
  const auto mechanisms = others - found.begin();
  if (mechanisms > 1 || (mechanisms == 0 && found.size() > 1)) refuse_several(key, found);
  KeyedRecord record{found.front().entity, found.front().id, {}};
  for (auto other = found.begin() + 1; other != found.end(); ++other) record.others.push_back(other->typed);
  return record;
}

std::vector<std::string> all_known_names(db::Connection& connection) {
  std::vector<std::string> names;
  for (const Entity& kind : entities()) {
    if (!kind.has_code()) continue;
    std::vector<std::string> more = known_names(connection, kind);
    names.insert(names.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return names;
}

}  // namespace iscm::core
