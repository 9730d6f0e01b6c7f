#include "core/history/find_links.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/names.hpp"
#include "core/sql_text.hpp"
#include "error.hpp"
#include "text/fold.hpp"

namespace iscm::core {
namespace {

using db::column_list;

/// A word of the key, and the value that it stands for.
struct KeyWord {
  const Field* field;
  std::string value;
};

/// Reads the words of a key in their order.
class LinkWords {
public:
  LinkWords(const Entity& entity, const std::vector<std::string>& words) : entity_(entity) {
    for (const std::string_view name : core::words(entity.key)) fields_.push_back(entity.field(name));
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
                  fmt::format("a {} is named by {}", entity_.name, fmt::join(core::words(entity_.key), ", ")));
    }
    key_.push_back({next, word});
    ++next_;
  }

  /// `member` is a field of a membership, and the word for a role: where a role is due, it is that.
  [[nodiscard]] bool asks_for_a_field(const Field* next, const std::string& word) const {
    if (find_field(entity_, word) == nullptr || next_ == 0) return next == nullptr;
    if (next == nullptr) return true;
    const auto choices = core::words(next->choices);
    return std::find(choices.begin(), choices.end(), word) == choices.end();
  }

  const Entity& entity_;
  std::vector<const Field*> fields_;
  std::vector<KeyWord> key_;
  std::size_t next_ = 0;
  const Field* asked_ = nullptr;
};

/// The records called so; where none is, those that were.
std::vector<std::int64_t> records(db::Connection& connection, const Entity& kind, std::string_view name) {
  NamedRecords named = find_named(connection, kind, name);
  if (!named.ids.empty()) return std::move(named.ids);
  std::vector<std::int64_t> ids;
  if (kind.has_code()) {
    db::Statement former =
        connection.prepare(fmt::format("SELECT DISTINCT id FROM main.{}_history WHERE code = ?", kind.table));
    former.bind(1, name);
    while (former.step()) ids.push_back(former.integer(0));
  }
  return ids.empty() ? records_named(connection, kind, name) : ids;
}

std::string condition(db::Connection& connection, const KeyWord& word) {
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

void find_links(db::Connection& connection, KeyedRows& rows, const std::vector<std::string>& words) {
  const Entity& entity = *rows.entity;
  const LinkWords understood(entity, words);
  rows.field = understood.asked();
  std::string where;
  for (const KeyWord& word : understood.key()) {
    where += fmt::format("{}{}", where.empty() ? "" : " AND ", condition(connection, word));
  }
  const std::string key = column_list(rows.table.key);
  db::Statement found = connection.prepare(fmt::format(
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
      fmt::format("`iscm list {} {}=...` shows those that there are", entity.name, core::words(entity.key).front()));
}

}  // namespace iscm::core
