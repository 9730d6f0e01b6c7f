#include "model/find_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

#include "error.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/visible.hpp"

namespace iscm::model {
namespace {

/// What an untyped key means before all else.
constexpr std::string_view kFirstKind = "mechanism";

struct Found {
  const Entity* entity;
  std::int64_t id;
  std::string typed;  ///< "member iom"
};

std::vector<Found> found_of_kind(sqlite::Connection& connection, const Entity& kind, std::string_view key) {
  std::vector<Found> found;
  for (const std::int64_t id : find_named(connection, kind, key).ids) {
    const auto code = connection.text(fmt::format("SELECT code FROM {} WHERE id = ?", kind.table), id);
    found.push_back({&kind, id, fmt::format("{} {}", kind.name, code.value_or(""))});
  }
  return found;
}

/// The record that has this code today, where the record is read as it was (history/at_time.hpp) and had another one
/// then. Otherwise there is nothing that this finds and the names do not.
std::optional<std::int64_t> found_by_later_code(sqlite::Connection& connection, const Entity& kind,
                                                std::string_view code) {
  return connection.integer(
      fmt::format("SELECT t.id FROM main.{0} AS m JOIN {0} AS t ON t.id = m.id WHERE m.code = ?", kind.table), code);
}

/// The records with exactly this code, of each kind at most one: an indexed look-up each.
std::vector<Found> found_by_code(sqlite::Connection& connection, std::string_view code) {
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
std::vector<Found> found_of_any_kind(sqlite::Connection& connection, std::string_view key) {
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

[[noreturn]] void refuse_unknown(sqlite::Connection& connection, std::string_view key) {
  const std::string guess = text::did_you_mean(key, all_known_names(connection));
  throw Error(Exit::refused, fmt::format("no record is called \"{}\"", key),
              guess.empty() ? "`iscm search TEXT` finds records by a part of a name" : guess);
}

}  // namespace

KeyedRecord record_of_kind(sqlite::Connection& connection, const Entity& kind, std::string_view key) {
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

KeyedRecord record_of_any_kind(sqlite::Connection& connection, std::string_view key) {
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

std::vector<std::string> all_known_names(sqlite::Connection& connection) {
  std::vector<std::string> names;
  for (const Entity& kind : entities()) {
    if (!kind.has_code()) continue;
    std::vector<std::string> more = known_names(connection, kind);
    names.insert(names.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return names;
}

namespace {

constexpr std::size_t kListed = 10;
/// More values than these are not told one by one.
constexpr std::size_t kToldValues = 5;

/// The links that may be meant, as a condition over their table AS t.
struct Candidates {
  sqlite::Connection& connection;
  const Entity& entity;
  std::string condition = "1";
  std::string typed{};  ///< the words that they have in common

  void narrow(const std::string& more, std::string_view word) {
    condition += more;
    typed += fmt::format("{}{}", typed.empty() ? "" : " ", word);
  }

  [[nodiscard]] std::int64_t count(const std::string& more) const {
    return connection.integer(fmt::format("SELECT count(*) FROM {} AS t WHERE {}{}", entity.table, condition, more))
        .value_or(0);
  }
};

/// "The row has this value", beginning with AND. Throws where a record is named that there is not.
std::string has_value(Candidates& candidates, const Field& field, std::string_view value) {
  if (value.empty()) return fmt::format(" AND t.{} IS NULL", field.column);
  if (field.type == FieldType::reference) {
    const auto ids = records_named(candidates.connection, entity_named(field.target), value);
    return fmt::format(" AND t.{} IN ({})", field.column, fmt::join(ids, ", "));
  }
  if (field.name == "alias") return fmt::format(" AND t.key = {}", quoted(text::fold(value)));
  if (field.type == FieldType::date || field.is_number()) {
    return fmt::format(" AND t.{} = {}", field.column, quoted(value));
  }
  return fmt::format(" AND fold(t.{}) = {}", field.column, quoted(text::fold(value)));
}

std::string key_in_words(const Entity& entity) {
  std::string names;
  for (const Field* field : key_fields(entity)) {
    names += fmt::format("{}{}", names.empty() ? "" : ", ", field->name);
  }
  return names;
}

/// "role=member or role=observer": the fields of the key in which those that fit differ.
std::string what_tells_apart(const Candidates& candidates) {
  std::string hint;
  for (const Field* field : key_fields(candidates.entity)) {
    std::set<std::string> values;
    sqlite::Statement found = candidates.connection.prepare(fmt::format(
        "SELECT DISTINCT {} FROM {} AS t WHERE {} LIMIT 20",
        field->type == FieldType::reference
            ? fmt::format("(SELECT code FROM {} WHERE id = t.{})", entity_named(field->target).table, field->column)
            : fmt::format("t.{}", field->column),
        candidates.entity.table, candidates.condition));
    while (found.step()) {
      const std::string value = found.text(0);
      const std::string_view quote = value.find(' ') == std::string::npos ? "" : "\"";
      values.insert(fmt::format("{}={}{}{}", field->name, quote, value, quote));
    }
    if (values.size() < 2) continue;
    const std::string told =
        values.size() > kToldValues ? fmt::format("{}=...", field->name) : fmt::format("{}", fmt::join(values, " or "));
    hint += fmt::format("{}{}", hint.empty() ? "" : "; ", told);
  }
  return hint;
}

[[noreturn]] void refuse_several(const Candidates& candidates, std::int64_t count) {
  std::string message =
      fmt::format("\"{}\" fits {}", text::visible(candidates.typed), counted(count, candidates.entity));
  sqlite::Statement labels = candidates.connection.prepare(
      fmt::format("SELECT {} FROM {} AS t WHERE {} ORDER BY 1 LIMIT {}", label_of(candidates.entity, "t"),
                  candidates.entity.table, candidates.condition, kListed));
  while (labels.step()) message += "\n  " + text::visible(labels.text(0));
  if (count > static_cast<std::int64_t>(kListed)) {
    message += fmt::format("\n  and {} more", count - static_cast<std::int64_t>(kListed));
  }
  throw Error(Exit::refused, message, "say which: " + what_tells_apart(candidates));
}

[[noreturn]] void refuse_none(const Candidates& candidates) {
  const Entity& entity = candidates.entity;
  throw Error(Exit::refused, fmt::format("there is no {} \"{}\"", entity.name, candidates.typed),
              fmt::format("`iscm add {0}` makes one; `iscm list {0} {1}=...` shows those that there are", entity.name,
                          key_fields(entity).front()->name));
}

void narrow_by_words(Candidates& candidates, const std::vector<std::string>& words) {
  const std::vector<const Field*> fields = key_fields(candidates.entity);
  if (words.size() > fields.size()) {
    throw Error(Exit::usage, fmt::format("{} words name no {}", words.size(), candidates.entity.name),
                fmt::format("it is named by {}; names with blanks in quotes", key_in_words(candidates.entity)));
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    candidates.narrow(has_value(candidates, *fields[i], words[i]), words[i]);
  }
}

bool is_key(const Entity& entity, const Field& field) {
  const auto names = words(entity.key);
  return std::find(names.begin(), names.end(), field.name) != names.end();
}

EditedRecord the_only(const Candidates& candidates) {
  const std::int64_t count = candidates.count("");
  if (count == 0) refuse_none(candidates);
  if (count > 1) refuse_several(candidates, count);
  sqlite::Statement found = candidates.connection.prepare(
      fmt::format("SELECT {}, {} FROM {} AS t WHERE {}", identifier(candidates.entity, "t"),
                  label_of(candidates.entity, "t"), candidates.entity.table, candidates.condition));
  found.step();
  return {found.integer(0), found.text(1)};
}

void refuse_nameless(const Entity& entity) {
  throw Error(Exit::usage, fmt::format("which {}?", entity.name),
              entity.has_code() ? fmt::format("give its code or name; `iscm list {}` lists them", entity.name)
                                : fmt::format("name it by {}", key_in_words(entity)));
}

/// How a link is looked for: `all` fields say which, or only those that do so for some link.
EditedRecord find(sqlite::Connection& connection, const Entity& entity, const EditWords& words, bool all) {
  if (entity.has_code()) {
    if (words.key.empty()) refuse_nameless(entity);
    return record_called(connection, entity, fmt::format("{}", fmt::join(words.key, " ")));
  }
  if (words.key.empty() && words.fields.empty()) refuse_nameless(entity);
  Candidates candidates{connection, entity};
  narrow_by_words(candidates, words.key);
  const std::vector<const Field*> named = key_fields(entity);
  for (const FieldWord& word : words.fields) {
    if (!all && !is_key(entity, *word.field)) continue;
    // What a word before the fields has said already, a field changes. What a pure link ties is never changed.
    const auto end = named.begin() + static_cast<std::ptrdiff_t>(words.key.size());
    if (!all && !entity.is_pure_link && std::find(named.begin(), end, word.field) != end) continue;
    const std::string narrower = has_value(candidates, *word.field, word.value);
    if (!all && !word.field->required && candidates.count(narrower) == 0) continue;
    candidates.narrow(narrower, fmt::format("{}={}", word.field->name, word.value));
  }
  return the_only(candidates);
}

}  // namespace

EditedRecord record_of(sqlite::Connection& connection, const Entity& entity, const EditWords& words) {
  return find(connection, entity, words, false);
}

EditedRecord record_with(sqlite::Connection& connection, const Entity& entity, const EditWords& words) {
  if (entity.has_code() && !words.fields.empty()) {
    throw Error(Exit::usage,
                fmt::format("{} are named by code or name, not by {}", entity.plural, words.fields.front().field->name),
                fmt::format("`iscm list {}` lists them", entity.name));
  }
  return find(connection, entity, words, true);
}

EditedRecord record_called(sqlite::Connection& connection, const Entity& entity, std::string_view name) {
  const std::vector<std::int64_t> ids = records_named(connection, entity, name);
  std::vector<std::string> codes;
  for (const std::int64_t id : ids) {
    codes.push_back(connection.text(fmt::format("SELECT code FROM {} WHERE id = ?", entity.table), id).value_or(""));
  }
  if (ids.size() > 1) {
    throw Error(Exit::refused, fmt::format("\"{}\" is the name of {}", name, counted(std::ssize(ids), entity)),
                fmt::format("give the code of one: {}", fmt::join(codes, ", ")));
  }
  return {ids.front(), codes.front()};
}

namespace {

using Words = std::vector<std::string>;

/// Records that had this code, the last that had it first; those that have it still are left out.
std::vector<std::int64_t> had_code(sqlite::Connection& connection, const Entity& kind, std::string_view code) {
  std::vector<std::int64_t> ids;
  sqlite::Statement rows = connection.prepare(
      fmt::format("SELECT h.id FROM main.{0}_history AS h WHERE h.code = ?1 AND h.revision < h.replaced_by"
                  " AND NOT EXISTS (SELECT 1 FROM main.{0} AS n WHERE n.id = h.id AND n.code = ?1)"
                  " GROUP BY h.id ORDER BY max(h.replaced_by) DESC",
                  kind.table));
  rows.bind(1, code);
  while (rows.step()) ids.push_back(rows.integer(0));
  return ids;
}

bool stands(sqlite::Connection& connection, const Entity& kind, std::int64_t id) {
  return connection.integer(fmt::format("SELECT 1 FROM main.{} WHERE id = ?", kind.table), id).has_value();
}

/// The record that has this code or name, and before it those that were removed with its code.
void add_standing(sqlite::Connection& connection, KeyedRows& rows, std::int64_t id) {
  rows.keys.push_back({id});
  rows.standing = 1;
  const auto code = connection.text(fmt::format("SELECT code FROM main.{} WHERE id = ?", rows.entity->table), id);
  for (const std::int64_t former : had_code(connection, *rows.entity, code.value_or(""))) {
    if (!stands(connection, *rows.entity, former)) rows.keys.push_back({former});
  }
}

/// Records that are called so no more: removed with this code, or renamed since. Nothing where there are none.
bool add_former(sqlite::Connection& connection, KeyedRows& rows, std::string_view code) {
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
std::optional<KeyedRows> of_kind(sqlite::Connection& connection, const Entity& kind, const std::string& key) {
  KeyedRows rows;
  rows.entity = &kind;
  if (!find_named(connection, kind, key).ids.empty()) {
    add_standing(connection, rows, record_of_kind(connection, kind, key).id);
    return rows;
  }
  if (!add_former(connection, rows, key)) return std::nullopt;
  return rows;
}

bool is_known(sqlite::Connection& connection, const std::string& key) {
  return std::any_of(entities().begin(), entities().end(), [&](const Entity& kind) {
    return kind.has_code() && !find_named(connection, kind, key).ids.empty();
  });
}

std::optional<KeyedRows> of_any_kind(sqlite::Connection& connection, const std::string& key) {
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

std::optional<KeyedRows> with_key(sqlite::Connection& connection, const Entity* kind, const std::string& key) {
  return kind == nullptr ? of_any_kind(connection, key) : of_kind(connection, *kind, key);
}

/// Throws the error of somebody who asks for a record that there never was.
[[noreturn]] void refuse_unknown(sqlite::Connection& connection, const Entity* kind, const std::string& key) {
  if (kind == nullptr) {
    record_of_any_kind(connection, key);
  } else {
    record_of_kind(connection, *kind, key);
  }
  throw Error(Exit::failed, fmt::format("\"{}\" is known and unknown", key));
}

/// Whether these words are a code and a field: then no names need be folded to find out whether they are one name.
bool are_code_and_field(sqlite::Connection& connection, const Entity* kind, const Words& words) {
  const Entity& coded = kind == nullptr ? entity_named("mechanism") : *kind;
  return words.size() == 2 && find_field(coded, words[1]) != nullptr &&
         connection.integer(fmt::format("SELECT 1 FROM main.{} WHERE code = ?", coded.table), words[0]).has_value();
}

/// The last word may be a field, where the ones before it are a key.
KeyedRows record_rows(sqlite::Connection& connection, const Entity* kind, Words words) {
  const std::string whole = joined(words, " ");
  if (!are_code_and_field(connection, kind, words)) {
    if (auto rows = with_key(connection, kind, whole)) return *std::move(rows);
  }
  if (words.size() > 1) {
    const std::string last = words.back();
    words.pop_back();
    if (auto rows = with_key(connection, kind, joined(words, " "))) {
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
  return fmt::format("({}) IN (VALUES {})", schema::column_list(table.key, row), tuples);
}

KeyedRows find_rows(sqlite::Connection& connection, const std::vector<std::string>& words) {
  const Entity* kind = find_entity(words.front());
  if (kind == nullptr || words.size() == 1) {
    KeyedRows rows = record_rows(connection, nullptr, words);
    rows.table = tracked_table(connection, *rows.entity);
    return rows;
  }
  const Words rest(words.begin() + 1, words.end());
  KeyedRows rows;
  if (kind->has_code()) {
    rows = record_rows(connection, kind, rest);
    rows.table = tracked_table(connection, *kind);
  } else {
    rows.entity = kind;
    rows.table = tracked_table(connection, *kind);
    find_links(connection, rows, rest);
  }
  return rows;
}

void add_merged_rows(sqlite::Connection& connection, KeyedRows& rows) {
  const bool is_pair = rows.table.key.size() > 1;
  sqlite::Statement gone = connection.prepare(fmt::format(
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

namespace {

/// A word of the key, and the value that it stands for.
struct KeyWord {
  const Field* field;
  std::string value;
};

/// Reads the words of a key in their order.
class LinkWords {
public:
  LinkWords(const Entity& entity, const std::vector<std::string>& words) : entity_(entity) {
    for (const std::string_view name : model::words(entity.key)) fields_.push_back(entity.field(name));
    for (std::size_t i = 0; i < words.size(); ++i) read(words[i], i + 1 == words.size());
  }

  [[nodiscard]] const std::vector<KeyWord>& key() const { return key_; }
  [[nodiscard]] const Field* asked() const { return asked_; }

private:
  void read(const std::string& word, bool is_last) {
    const auto equals = word.find('=');
    if (equals != std::string::npos && equals > 0) {
      key_.push_back({&field_named(entity_, word.substr(0, equals)), word.substr(equals + 1)});
      return;
    }
    const Field* next = next_ < fields_.size() ? fields_[next_] : nullptr;
    if (is_last && asks_for_a_field(next, word)) {
      asked_ = &field_named(entity_, word);
      return;
    }
    if (next == nullptr) {
      throw Error(Exit::usage, fmt::format("\"{}\" is neither in the key of a {} nor a field", word, entity_.name),
                  fmt::format("a {} is named by {}", entity_.name, fmt::join(words(entity_.key), ", ")));
    }
    key_.push_back({next, word});
    ++next_;
  }

  /// `member` is a field of a membership, and the word for a role: where a role is due, it is that.
  [[nodiscard]] bool asks_for_a_field(const Field* next, const std::string& word) const {
    if (find_field(entity_, word) == nullptr || next_ == 0) return next == nullptr;
    if (next == nullptr) return true;
    const auto choices = words(next->choices);
    return std::find(choices.begin(), choices.end(), word) == choices.end();
  }

  const Entity& entity_;
  std::vector<const Field*> fields_;
  std::vector<KeyWord> key_;
  std::size_t next_ = 0;
  const Field* asked_ = nullptr;
};

/// The records called so; where none is, those that were.
std::vector<std::int64_t> records(sqlite::Connection& connection, const Entity& kind, std::string_view name) {
  NamedRecords named = find_named(connection, kind, name);
  if (!named.ids.empty()) return std::move(named.ids);
  std::vector<std::int64_t> ids;
  if (kind.has_code()) {
    sqlite::Statement former =
        connection.prepare(fmt::format("SELECT DISTINCT id FROM main.{}_history WHERE code = ?", kind.table));
    former.bind(1, name);
    while (former.step()) ids.push_back(former.integer(0));
  }
  return ids.empty() ? records_named(connection, kind, name) : ids;
}

std::string condition(sqlite::Connection& connection, const KeyWord& word) {
  const Field& field = *word.field;
  if (field.type == FieldType::list) {
    throw Error(Exit::usage, fmt::format("{} is a list and names no link", field.name));
  }
  if (word.value.empty()) return fmt::format("r.{} IS NULL", field.column);
  if (field.type == FieldType::reference) {
    return fmt::format("r.{} IN ({})", field.column,
                       fmt::join(records(connection, entity_named(field.target), word.value), ", "));
  }
  if (field.name == "alias") return fmt::format("r.key = {}", quoted(text::fold(word.value)));
  return fmt::format("r.{} = {}", field.column, quoted(word.value));
}

/// What was typed, for a message; words that SQL was made of never reach one.
std::string as_typed(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

}  // namespace

void find_links(sqlite::Connection& connection, KeyedRows& rows, const std::vector<std::string>& words) {
  const Entity& entity = *rows.entity;
  const LinkWords understood(entity, words);
  rows.field = understood.asked();
  std::string where;
  for (const KeyWord& word : understood.key()) {
    where += fmt::format("{}{}", where.empty() ? "" : " AND ", condition(connection, word));
  }
  const std::string key = schema::column_list(rows.table.key);
  sqlite::Statement found = connection.prepare(fmt::format(
      "SELECT {0}, 1 FROM main.{1} AS r WHERE {2} UNION ALL SELECT DISTINCT {0}, 0 FROM main.{1}_history AS r"
      " WHERE r.revision < r.replaced_by AND {2} AND NOT EXISTS (SELECT 1 FROM main.{1} AS n WHERE {3})",
      key, entity.table, where, rows.table.same_key("n", "r")));
  while (found.step()) {
    std::vector<std::int64_t> values;
    int at = 0;
    for (; at < static_cast<int>(rows.table.key.size()); ++at) values.push_back(found.integer(at));
    rows.standing += found.integer(at) == 1 ? 1U : 0U;
    rows.keys.push_back(std::move(values));
  }
  if (!rows.keys.empty()) return;
  throw Error(
      Exit::refused, fmt::format("there is and was no {} \"{}\"", entity.name, as_typed(words)),
      fmt::format("`iscm list {} {}=...` shows those that there are", entity.name, model::words(entity.key).front()));
}

}  // namespace iscm::model
