#include "query/search.hpp"

#include <fmt/format.h>

#include "error.hpp"
#include "model/entities.hpp"
#include "model/field_types.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"
#include "text/fold.hpp"

namespace iscm::query {
namespace {

bool is_address(const model::Entity& kind, const model::NameQuery& query) {
  const model::Field* field = kind.field(query.called);
  return field != nullptr && field->type == model::FieldType::address;
}

/// Nobody refers to a meeting by its title, but people look for it.
std::vector<model::NameQuery> searched_names(const model::Entity& kind) {
  std::vector<model::NameQuery> queries = model::name_queries(kind);
  const model::Field* label = model::label_field(kind);
  if (label->tier == model::NameTier::none) {
    queries.push_back({fmt::format("fold({})", label->column), fmt::format("{} IS NOT NULL", label->column), "id",
                       std::string(kind.table), model::NameTier::name, std::string(label->column),
                       std::string(label->name)});
  }
  return queries;
}

/// Rows (place of the kind, id, folded name, name, field, tier, whole) of every name; a name with `whole` is found only
/// as a whole.
std::string every_name() {
  std::vector<std::string> queries;
  int place = 0;
  for (const model::Entity& kind : model::entities()) {
    ++place;
    if (!kind.has_code()) continue;
    for (const model::NameQuery& query : searched_names(kind)) {
      queries.push_back(fmt::format("SELECT {}, {}, {}, {}, '{}', {}, {} FROM {} WHERE {}", place, query.id, query.key,
                                    query.written, query.called, static_cast<int>(query.tier),
                                    is_address(kind, query) ? 1 : 0, query.table, query.filled));
    }
  }
  return model::joined(queries, "\n  UNION ALL ");
}

/// Rows (place, id, kind, code, name) of every record that has a code.
std::string every_record() {
  std::vector<std::string> queries;
  int place = 0;
  for (const model::Entity& kind : model::entities()) {
    ++place;
    if (!kind.has_code()) continue;
    queries.push_back(fmt::format("SELECT {}, id, '{}', code, {} FROM {}", place, kind.name,
                                  model::label_field(kind)->column, kind.table));
  }
  return model::joined(queries, "\n  UNION ALL ");
}

/// The condition that a folded name has all words of the folded text, which are bound from ?3 on.
std::string has_all_words(std::size_t words) {
  std::vector<std::string> conditions;
  for (std::size_t i = 0; i < words; ++i) conditions.push_back(fmt::format("instr(key, ?{}) > 0", i + 3));
  return model::joined(conditions, " AND ");
}

/// The names are folded once each, for which they are materialized; then a rank, 1 to 3 the tier of a whole name.
std::string search_sql(std::size_t words) {
  return fmt::format(R"(
WITH names (place, id, key, name, called, tier, whole) AS MATERIALIZED (
  {}),
records (place, id, kind, code, name) AS (
  {}),
ranked AS (
  SELECT *, CASE
    WHEN key = ?1 THEN tier
    WHEN whole THEN NULL
    WHEN substr(key, 1, length(?1)) = ?1 THEN 4
    WHEN instr(' ' || key, ' ' || ?1) > 0 THEN 5
    WHEN instr(key, ?1) > 0 THEN 6
    WHEN {} THEN 7 END AS rank
  FROM names),
best AS (
  SELECT *, row_number() OVER (PARTITION BY place, id ORDER BY rank, length(key), tier, called, name) AS nth
  FROM ranked WHERE rank IS NOT NULL)
SELECT r.kind, r.code, ifnull(r.name, ''), b.called, b.name, count(*) OVER ()
FROM best AS b JOIN records AS r ON r.place = b.place AND r.id = b.id
WHERE b.nth = 1
ORDER BY b.rank, b.place, length(b.key), r.code
LIMIT ?2)",
                     every_name(), every_record(), has_all_words(words));
}

/// Of more words the first dozen decide: SQLite limits the number of parameters.
std::vector<std::string_view> words_to_match(std::string_view key) {
  constexpr std::size_t most = 12;
  std::vector<std::string_view> all = model::words(key);
  if (all.size() > most) all.resize(most);
  return all;
}

}  // namespace

Hits search(sqlite::Connection& connection, std::string_view text, std::int64_t limit) {
  const std::string key = text::fold(text);
  if (key.empty()) {
    throw Error(Exit::usage, fmt::format("\"{}\" has no letter or digit to look for", text), "give a part of a name");
  }
  const std::vector<std::string_view> all_words = words_to_match(key);
  sqlite::Statement statement = connection.prepare(search_sql(all_words.size()));
  statement.bind_all(std::string_view(key), limit);
  int position = 2;
  for (const std::string_view word : all_words) statement.bind(++position, word);
  Hits hits;
  while (statement.step()) {
    hits.best.push_back(
        {statement.text(0), statement.text(1), statement.text(2), statement.text(3), statement.text(4)});
    hits.total = statement.integer(5);
  }
  return hits;
}

}  // namespace iscm::query
