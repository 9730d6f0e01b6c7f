#include "query/search.hpp"

#include <fmt/format.h>

#include "error.hpp"
#include "model/entities.hpp"
#include "model/field_types.hpp"
#include "model/names.hpp"
#include "text/fold.hpp"

namespace iscm::query {
namespace {

bool is_address(const model::Entity& kind, const model::NameQuery& query) {
  const model::Field* field = kind.field(query.called);
  return field != nullptr && field->type == model::FieldType::address;
}

/// The title of a meeting is no name by which others refer to it, but it is one to look for.
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

/// Rows (place of the kind, id, folded name, name, called, tier, whole) of every name that there is; a name with
/// `whole` is found only as a whole.
std::string every_name() {
  std::string sql;
  int place = 0;
  for (const model::Entity& kind : model::entities()) {
    ++place;
    if (!kind.has_code()) continue;
    for (const model::NameQuery& query : searched_names(kind)) {
      sql += fmt::format("{}SELECT {}, {}, {}, {}, '{}', {}, {} FROM {} WHERE {}", sql.empty() ? "" : "\n  UNION ALL ",
                         place, query.id, query.key, query.written, query.called, static_cast<int>(query.tier),
                         is_address(kind, query) ? 1 : 0, query.table, query.filled);
    }
  }
  return sql;
}

/// Rows (place, id, kind, code, name) of every record that has a code.
std::string every_record() {
  std::string sql;
  int place = 0;
  for (const model::Entity& kind : model::entities()) {
    ++place;
    if (!kind.has_code()) continue;
    sql += fmt::format("{}SELECT {}, id, '{}', code, {} FROM {}", sql.empty() ? "" : "\n  UNION ALL ", place, kind.name,
                       model::label_field(kind)->column, kind.table);
  }
  return sql;
}

/// A condition under which a folded name has all words of the folded text, which are bound from ?3 on.
std::string has_all_words(std::size_t words) {
  std::string condition;
  for (std::size_t i = 0; i < words; ++i) {
    condition += fmt::format("{}instr(key, ?{}) > 0", i == 0 ? "" : " AND ", i + 3);
  }
  return condition;
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

/// A thousand words match as their first dozen do, or not at all; SQLite has a limit on parameters and depth.
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
