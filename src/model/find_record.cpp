#include "model/find_record.hpp"

#include <fmt/format.h>

#include <algorithm>
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

/// The kind that a name without a kind means before all others.
constexpr std::string_view kFirstKind = "mechanism";

struct Match {
  const Entity* entity;
  std::int64_t id;
  std::string code;

  [[nodiscard]] bool is_first_kind() const { return entity->name == kFirstKind; }
  [[nodiscard]] std::string typed() const { return fmt::format("{} {}", entity->name, code); }
};
using Matches = std::vector<Match>;

std::vector<const Entity*> kinds_with_code(const Entity* kind) {
  if (kind != nullptr) return {kind};
  std::vector<const Entity*> kinds;
  for (const Entity& entity : entities()) {
    if (entity.has_code()) kinds.push_back(&entity);
  }
  return kinds;
}

/// The records with exactly this code, at most one of each kind: an indexed look-up each.
Matches with_code(sqlite::Connection& connection, std::string_view code) {
  Matches found;
  for (const Entity* kind : kinds_with_code(nullptr)) {
    const auto id = connection.integer(fmt::format("SELECT id FROM {} WHERE code = ?", kind->table), code);
    if (id) found.push_back({kind, *id, std::string(code)});
  }
  return found;
}

/// If the record is shown as of another time (history/at_time.hpp): those that have this code now, but not then.
Matches with_later_code(sqlite::Connection& connection, const Entity* kind, std::string_view code) {
  Matches found;
  for (const Entity* each : kinds_with_code(kind)) {
    const auto id = connection.integer(
        fmt::format("SELECT t.id FROM main.{0} AS m JOIN {0} AS t ON t.id = m.id WHERE m.code = ?", each->table), code);
    if (id) found.push_back({each, *id, std::string(code)});
  }
  return found;
}

/// The records of the kind (null: of any) of which this is the code, a name or an alias.
Matches matches(sqlite::Connection& connection, const Entity* kind, std::string_view name) {
  Matches found;
  if (kind == nullptr) {
    // The code of a mechanism means the mechanism, whatever else has the name. Then the names of all records need not
    // be folded, which takes ten times as long.
    found = with_code(connection, name);
    if (std::any_of(found.begin(), found.end(), [](const Match& match) { return match.is_first_kind(); })) return found;
    found.clear();
  }
  for (const Entity* each : kinds_with_code(kind)) {
    for (const std::int64_t id : find_named(connection, *each, name).ids) {
      found.push_back({each, id, read_code(connection, *each, id)});
    }
  }
  return found.empty() ? with_later_code(connection, kind, name) : found;
}

[[noreturn]] void refuse_unknown(sqlite::Connection& connection, const Entity* kind, std::string_view name) {
  if (kind != nullptr) refuse_unknown_name(connection, *kind, name);
  const std::string guess = text::did_you_mean(name, all_known_names(connection));
  throw Error(Exit::refused, fmt::format("no record is called \"{}\"", name),
              guess.empty() ? "`iscm search TEXT` finds records by a part of a name" : guess);
}

[[noreturn]] void refuse_several(const Entity* kind, std::string_view name, const Matches& found) {
  std::vector<std::string> ways;
  for (const Match& match : found) ways.push_back(kind == nullptr ? match.typed() : match.code);
  const std::string records =
      kind == nullptr ? fmt::format("{} records", found.size()) : counted(std::ssize(found), *kind);
  throw Error(
      Exit::refused, fmt::format("\"{}\" is the name of {}", name, records),
      fmt::format("{}: {}", kind == nullptr ? "say which, with its kind" : "give the code of one", joined(ways)));
}

[[noreturn]] void refuse_nameless(const Entity& entity) {
  throw Error(Exit::usage, fmt::format("which {}?", entity.name),
              entity.has_code() ? fmt::format("give its code or name; `iscm list {}` lists them", entity.name)
                                : fmt::format("name it by {}", fmt::join(words(entity.key), ", ")));
}

/// The only match, or the only one of the first kind. Throws if there is none.
Record the_only(sqlite::Connection& connection, const Entity* kind, std::string_view name, Matches found) {
  if (found.empty()) refuse_unknown(connection, kind, name);
  const auto others =
      std::stable_partition(found.begin(), found.end(), [](const Match& match) { return match.is_first_kind(); });
  const auto first_kind = others - found.begin();
  if (first_kind > 1 || (first_kind == 0 && found.size() > 1)) refuse_several(kind, name, found);
  Record record{found.front().entity, found.front().id, found.front().code, {}};
  for (auto other = found.begin() + 1; other != found.end(); ++other) record.others.push_back(other->typed());
  return record;
}

// Links. Their rows are seen as `t`.

struct KeyWord {
  const Field* field;
  std::string value;
};

/// Records with this name, else (if wanted) those that once had it as their code. Throws if there are none.
std::vector<std::int64_t> records(sqlite::Connection& connection, const Entity& kind, const std::string& name,
                                  bool also_former) {
  std::vector<std::int64_t> ids;
  if (also_former && kind.has_code() && find_named(connection, kind, name).ids.empty()) {
    sqlite::Statement former =
        connection.prepare(fmt::format("SELECT DISTINCT id FROM main.{}_history WHERE code = ?", kind.table));
    former.bind(1, std::string_view(name));
    while (former.step()) ids.push_back(former.integer(0));
  }
  return ids.empty() ? records_named(connection, kind, name) : ids;
}

/// "The row has this value."
std::string has_value(sqlite::Connection& connection, const KeyWord& word, bool also_former = false) {
  const Field& field = *word.field;
  if (field.type == FieldType::list) {
    throw Error(Exit::usage, fmt::format("{} is a list and names no link", field.name));
  }
  if (word.value.empty()) return fmt::format("t.{} IS NULL", field.column);
  if (field.type == FieldType::reference) {
    return fmt::format("t.{} IN ({})", field.column,
                       fmt::join(records(connection, entity_named(field.target), word.value, also_former), ", "));
  }
  if (!field.folded_column.empty()) {
    return fmt::format("t.{} = {}", field.folded_column, quoted(text::fold(word.value)));
  }
  if (field.type == FieldType::date || field.is_number()) {
    return fmt::format("t.{} = {}", field.column, quoted(word.value));
  }
  return fmt::format("fold(t.{}) = {}", field.column, quoted(text::fold(word.value)));
}

/// The links that may be meant, narrowed word by word.
class Candidates {
public:
  Candidates(sqlite::Connection& connection, const Entity& entity) : connection_(connection), entity_(entity) {}

  void narrow(std::string condition, std::string_view word) {
    conditions_.push_back(std::move(condition));
    typed_ += fmt::format("{}{}", typed_.empty() ? "" : " ", word);
  }

  [[nodiscard]] bool would_be_none(const std::string& condition) const {
    return connection_.integer(fmt::format("SELECT EXISTS (SELECT 1 {} AND {})", rows(), condition)) == 0;
  }

  /// Throws if none or several are left.
  [[nodiscard]] Record the_only() const {
    const std::int64_t count = connection_.integer(fmt::format("SELECT count(*) {}", rows())).value_or(0);
    if (count == 0) refuse_none();
    if (count > 1) refuse_several(count);
    sqlite::Statement found =
        connection_.prepare(fmt::format("SELECT {}, {} {}", identifier(entity_, "t"), label_of(entity_, "t"), rows()));
    found.step();
    return {&entity_, found.integer(0), found.text(1), {}};
  }

private:
  [[nodiscard]] std::string rows() const {
    return fmt::format("FROM {} AS t WHERE {}", entity_.table, joined(conditions_, " AND "));
  }

  [[noreturn]] void refuse_none() const {
    throw Error(Exit::refused, fmt::format("there is no {} \"{}\"", entity_.name, typed_),
                fmt::format("`iscm add {0}` makes one; `iscm list {0} {1}=...` shows those that there are",
                            entity_.name, key_fields(entity_).front()->name));
  }

  [[noreturn]] void refuse_several(std::int64_t count) const {
    constexpr std::int64_t kListed = 10;
    std::string message = fmt::format("\"{}\" fits {}", text::visible(typed_), counted(count, entity_));
    sqlite::Statement labels =
        connection_.prepare(fmt::format("SELECT {} {} ORDER BY 1 LIMIT {}", label_of(entity_, "t"), rows(), kListed));
    while (labels.step()) message += "\n  " + text::visible(labels.text(0));
    if (count > kListed) message += fmt::format("\n  and {} more", count - kListed);
    throw Error(Exit::refused, message, "say which: " + what_tells_apart());
  }

  /// "role=member or role=observer": the fields of the key in which the candidates differ.
  [[nodiscard]] std::string what_tells_apart() const {
    constexpr std::size_t kMostValues = 5;
    std::vector<std::string> fields;
    for (const Field* field : key_fields(entity_)) {
      std::string value = fmt::format("t.{}", field->column);
      if (field->type == FieldType::reference) value = code_by_id(entity_named(field->target).table, value);
      std::set<std::string> values;
      sqlite::Statement found = connection_.prepare(fmt::format("SELECT DISTINCT {} {} LIMIT 20", value, rows()));
      while (found.step()) {
        const std::string_view quote = found.text(0).find(' ') == std::string::npos ? "" : "\"";
        values.insert(fmt::format("{}={}{}{}", field->name, quote, found.text(0), quote));
      }
      if (values.size() < 2) continue;
      fields.push_back(values.size() > kMostValues ? fmt::format("{}=...", field->name)
                                                   : fmt::format("{}", fmt::join(values, " or ")));
    }
    return joined(fields, "; ");
  }

  sqlite::Connection& connection_;
  const Entity& entity_;
  std::vector<std::string> conditions_ = {"1"};
  std::string typed_;  ///< the words that the candidates have in common
};

Record find_link(sqlite::Connection& connection, const Entity& entity, const EditWords& words, FieldWords fields) {
  if (words.key.empty() && words.fields.empty()) refuse_nameless(entity);
  const std::vector<const Field*> key = key_fields(entity);
  if (words.key.size() > key.size()) refuse_long_key(entity, words.key.size());
  Candidates candidates(connection, entity);
  for (std::size_t i = 0; i < words.key.size(); ++i) {
    candidates.narrow(has_value(connection, {key[i], words.key[i]}), words.key[i]);
  }
  for (const FieldWord& word : words.fields) {
    const auto place = std::find(key.begin(), key.end(), word.field) - key.begin();
    const bool is_key = place < std::ssize(key);
    // What a word before the fields has said already, a field changes. The records of a pure link never change.
    const bool is_said = place < std::ssize(words.key) && !entity.is_pure_link;
    if (fields == FieldWords::change && (!is_key || is_said)) continue;
    std::string condition = has_value(connection, {word.field, word.value});
    if (fields == FieldWords::change && !word.field->required && candidates.would_be_none(condition)) continue;
    candidates.narrow(std::move(condition), fmt::format("{}={}", word.field->name, word.value));
  }
  return candidates.the_only();
}

// Rows of the history, removed ones included.

/// Records that had this code, the last that had it first; those that still have it are left out.
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

bool is_live(sqlite::Connection& connection, const Entity& kind, std::int64_t id) {
  return connection.integer(fmt::format("SELECT 1 FROM main.{} WHERE id = ?", kind.table), id).has_value();
}

void add_removed(sqlite::Connection& connection, KeyedRows& rows, std::string_view code) {
  for (const std::int64_t id : had_code(connection, *rows.entity, code)) {
    if (!is_live(connection, *rows.entity, id)) rows.keys.push_back({id});
  }
}

/// A record, and after it those that were removed with its code.
void add_live(sqlite::Connection& connection, KeyedRows& rows, std::int64_t id) {
  rows.keys.push_back({id});
  rows.live = 1;
  const auto code = connection.text(fmt::format("SELECT code FROM main.{} WHERE id = ?", rows.entity->table), id);
  add_removed(connection, rows, code.value_or(""));
}

/// The rows of the records of the kind (null: of any) with this name, else of one that once had it as its code; nothing
/// if there are none. Throws if several records have the name.
std::optional<KeyedRows> rows_named(sqlite::Connection& connection, const Entity* kind, const std::string& name) {
  KeyedRows rows;
  if (Matches found = matches(connection, kind, name); !found.empty()) {
    Record record = the_only(connection, kind, name, std::move(found));
    rows.entity = record.entity;
    rows.others = std::move(record.others);
    add_live(connection, rows, record.id);
    return rows;
  }
  for (const Entity* each : kinds_with_code(kind)) {
    const std::vector<std::int64_t> ids = had_code(connection, *each, name);
    if (ids.empty()) continue;
    rows.entity = each;
    if (is_live(connection, *each, ids.front())) {
      add_live(connection, rows, ids.front());
    } else {
      add_removed(connection, rows, name);
    }
    return rows;
  }
  return std::nullopt;
}

/// Whether these two words are a code and a field. Then no names need be folded to find out whether they are one name.
bool are_code_and_field(sqlite::Connection& connection, const Entity* kind, const std::vector<std::string>& words) {
  const Entity& coded = kind == nullptr ? entity_named(kFirstKind) : *kind;
  return words.size() == 2 && find_field(coded, words[1]) != nullptr &&
         connection.integer(fmt::format("SELECT 1 FROM main.{} WHERE code = ?", coded.table), words[0]).has_value();
}

/// The words are a name, or a name and a field.
KeyedRows find_record_rows(sqlite::Connection& connection, const Entity* kind, std::vector<std::string> words) {
  const std::string whole = joined(words, " ");
  if (!are_code_and_field(connection, kind, words)) {
    if (auto rows = rows_named(connection, kind, whole)) return *std::move(rows);
  }
  if (words.size() > 1) {
    const std::string last = words.back();
    words.pop_back();
    if (auto rows = rows_named(connection, kind, joined(words, " "))) {
      rows->field = &field_named(*rows->entity, last);
      return *std::move(rows);
    }
  }
  refuse_unknown(connection, kind, whole);
}

/// Whether the last word is a field and not the next word of the key. `member` is a field of a membership, and a word
/// of its role: if a role is due, it is that.
bool asks_for_field(const Entity& entity, const Field* next, const std::string& word, bool is_first) {
  if (next == nullptr) return true;
  if (is_first || find_field(entity, word) == nullptr) return false;
  const auto choices = words(next->choices);
  return std::find(choices.begin(), choices.end(), word) == choices.end();
}

KeyedRows find_link_rows(sqlite::Connection& connection, const Entity& entity, const std::vector<std::string>& typed) {
  KeyedRows rows;
  rows.entity = &entity;
  rows.table = tracked_table(connection, entity);
  const std::vector<const Field*> key = key_fields(entity);
  std::size_t next = 0;
  std::vector<std::string> conditions;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const std::string& word = typed[i];
    const Field* due = next < key.size() ? key[next] : nullptr;
    if (const auto equals = word.find('='); equals != std::string::npos && equals > 0) {
      const Field& field = field_named(entity, word.substr(0, equals));
      conditions.push_back(has_value(connection, {&field, word.substr(equals + 1)}, true));
    } else if (i + 1 == typed.size() && asks_for_field(entity, due, word, next == 0)) {
      rows.field = &field_named(entity, word);
    } else if (due != nullptr) {
      conditions.push_back(has_value(connection, {due, word}, true));
      ++next;
    } else {
      throw Error(Exit::usage, fmt::format("\"{}\" is neither in the key of a {} nor a field", word, entity.name),
                  fmt::format("a {} is named by {}", entity.name, fmt::join(words(entity.key), ", ")));
    }
  }
  sqlite::Statement found = connection.prepare(fmt::format(
      "SELECT {0}, 1 FROM main.{1} AS t WHERE {2} UNION ALL SELECT DISTINCT {0}, 0 FROM main.{1}_history AS t"
      " WHERE t.revision < t.replaced_by AND {2} AND NOT EXISTS (SELECT 1 FROM main.{1} AS n WHERE {3})",
      schema::column_list(rows.table.key), entity.table, joined(conditions, " AND "), rows.table.same_key("n", "t")));
  while (found.step()) {
    std::vector<std::int64_t> values;
    int at = 0;
    for (; at < static_cast<int>(rows.table.key.size()); ++at) values.push_back(found.integer(at));
    rows.live += found.integer(at) == 1 ? 1U : 0U;
    rows.keys.push_back(std::move(values));
  }
  if (!rows.keys.empty()) return rows;
  throw Error(Exit::refused, fmt::format("there is no {} \"{}\", and never was", entity.name, joined(typed, " ")),
              fmt::format("`iscm list {} {}=...` shows those that there are", entity.name, words(entity.key).front()));
}

}  // namespace

void refuse_long_key(const Entity& entity, std::size_t typed) {
  throw Error(Exit::usage, fmt::format("{} words are too many for a {}", typed, entity.name),
              fmt::format("it is named by {}; put names with blanks in quotes", fmt::join(words(entity.key), ", ")));
}

Record find_record(sqlite::Connection& connection, const Entity* kind, std::string_view name) {
  if (kind != nullptr && !kind->has_code()) {
    std::string hint = fmt::format("`iscm list {}` lists them", kind->name);
    if (!name.empty()) hint += fmt::format(", `iscm why {} {}` explains one", kind->name, name);
    throw Error(Exit::usage, fmt::format("{} have no code by which one could be shown", kind->plural), hint);
  }
  if (kind != nullptr && name.empty()) refuse_nameless(*kind);
  return the_only(connection, kind, name, matches(connection, kind, name));
}

Record find_record(sqlite::Connection& connection, const Entity& entity, const EditWords& words, FieldWords fields) {
  if (!entity.has_code()) return find_link(connection, entity, words, fields);
  if (fields == FieldWords::narrow && !words.fields.empty()) {
    throw Error(Exit::usage,
                fmt::format("{} are named by code or name, not by {}", entity.plural, words.fields.front().field->name),
                fmt::format("`iscm list {}` lists them", entity.name));
  }
  return find_record(connection, &entity, joined(words.key, " "));
}

std::string KeyedRows::is_one_of(std::string_view row) const {
  std::vector<std::string> tuples;
  for (const std::vector<std::int64_t>& key : keys) tuples.push_back(fmt::format("({})", fmt::join(key, ", ")));
  if (table.key.size() == 1) return fmt::format("{}.{} IN ({})", row, table.key.front(), joined(tuples));
  return fmt::format("({}) IN (VALUES {})", schema::column_list(table.key, row), joined(tuples));
}

KeyedRows find_rows(sqlite::Connection& connection, const std::vector<std::string>& words) {
  const Entity* kind = words.size() == 1 ? nullptr : find_entity(words.front());
  const std::vector<std::string> key(words.begin() + (kind == nullptr ? 0 : 1), words.end());
  if (kind != nullptr && !kind->has_code()) return find_link_rows(connection, *kind, key);
  KeyedRows rows = find_record_rows(connection, kind, key);
  rows.table = tracked_table(connection, *rows.entity);
  return rows;
}

void add_merged_rows(sqlite::Connection& connection, KeyedRows& rows) {
  const bool has_two_ids = rows.table.key.size() > 1;
  sqlite::Statement gone = connection.prepare(fmt::format(
      "SELECT DISTINCT x.from_key1, x.from_key2 FROM main.merged_rows AS x WHERE x.table_name = ?1 AND x.into_key1 = ?2"
      " AND x.into_key2 = ?3 AND NOT EXISTS (SELECT 1 FROM main.{} AS n WHERE n.{} = x.from_key1 AND n.{} = "
      "x.from_key2)",
      rows.table.name, rows.table.key.front(), rows.table.key.back()));
  for (std::size_t at = 0; at < rows.keys.size(); ++at) {
    gone.bind_all(rows.table.name, rows.keys[at].front(), rows.keys[at].back());
    while (gone.step()) {
      std::vector<std::int64_t> key = {gone.integer(0)};
      if (has_two_ids) key.push_back(gone.integer(1));
      if (std::find(rows.keys.begin(), rows.keys.end(), key) == rows.keys.end()) rows.keys.push_back(std::move(key));
    }
    gone.reset();
  }
}

}  // namespace iscm::model
