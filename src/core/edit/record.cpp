#include "core/edit/record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/names.hpp"
#include "core/sql_text.hpp"
#include "error.hpp"
#include "text/fold.hpp"
#include "text/visible.hpp"

namespace iscm::core {
namespace {

constexpr std::size_t kListed = 10;
/// More values than these are not told one by one.
constexpr std::size_t kToldValues = 5;

/// The links that may be meant, as a condition over their table AS t.
struct Candidates {
  db::Connection& connection;
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

std::vector<const Field*> key_fields(const Entity& entity) {
  std::vector<const Field*> fields;
  for (const std::string_view name : words(entity.key)) fields.push_back(entity.field(name));
  return fields;
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
    db::Statement found = candidates.connection.prepare(fmt::format(
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
  db::Statement labels = candidates.connection.prepare(
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
  db::Statement found = candidates.connection.prepare(
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
EditedRecord find(db::Connection& connection, const Entity& entity, const EditWords& words, bool all) {
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

std::string identifier(const Entity& entity, std::string_view row) {
  if (!entity.is_pure_link) return fmt::format("{}.id", row);
  std::string both;
  for (const Field* field : key_fields(entity)) {
    both = fmt::format("{}{}.{}", both.empty() ? "" : fmt::format("({}) * 4294967296 + ", both), row, field->column);
  }
  return both;
}

std::string label_of(const Entity& entity, std::string_view row) {
  if (entity.has_code()) return fmt::format("{}.code", row);
  std::string label;
  for (const Field* field : key_fields(entity)) {
    const std::string column = fmt::format("{}.{}", row, field->column);
    std::string word = field->type == FieldType::reference ? fmt::format("(SELECT code FROM main.{} WHERE id = {})",
                                                                         entity_named(field->target).table, column)
                                                           : column;
    if (field->type == FieldType::text) word = fmt::format(R"(iif(instr({0}, ' '), '"' || {0} || '"', {0}))", word);
    label += fmt::format("{}ifnull({}, '')", label.empty() ? "" : " || ' ' || ", word);
  }
  return fmt::format("rtrim({})", label);
}

std::string counted(std::int64_t number, const Entity& entity) {
  return fmt::format("{} {}", number, number == 1 ? entity.name : entity.plural);
}

EditedRecord record_of(db::Connection& connection, const Entity& entity, const EditWords& words) {
  return find(connection, entity, words, false);
}

EditedRecord record_with(db::Connection& connection, const Entity& entity, const EditWords& words) {
  if (entity.has_code() && !words.fields.empty()) {
    throw Error(Exit::usage,
                fmt::format("{} are named by code or name, not by {}", entity.plural, words.fields.front().field->name),
                fmt::format("`iscm list {}` lists them", entity.name));
  }
  return find(connection, entity, words, true);
}

EditedRecord record_called(db::Connection& connection, const Entity& entity, std::string_view name) {
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

}  // namespace iscm::core
