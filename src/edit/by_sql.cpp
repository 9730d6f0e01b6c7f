#include "edit/by_sql.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "error.hpp"
#include "history/revision.hpp"
#include "import/name_rules.hpp"
#include "model/field_types.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"
#include "query/filter.hpp"
#include "schema/tables.hpp"

namespace iscm::edit {
namespace {

/// Gives the source to every row that was written.
void give_source(sqlite::Connection& connection, EditSource& source, std::int64_t revision) {
  const bool is_new = !source.id;
  add_source(connection, source, revision);
  connection.run("UPDATE main.revisions SET source_id = ? WHERE id = ?", *source.id, revision);
  for (const schema::TrackedTable& table : schema::tracked_tables(connection)) {
    const bool itself = is_new && table.name == "sources";
    connection.run(fmt::format("UPDATE main.{} SET source_id = ?1 WHERE revision = ?2 AND source_id IS NOT ?1{}",
                               table.name, itself ? " AND id <> ?1" : ""),
                   *source.id, revision);
  }
}

/// Whether the row had the same value in the column before.
std::string is_kept(const schema::TrackedTable& table, std::string_view column) {
  return fmt::format("EXISTS (SELECT 1 FROM main.{0}_history AS h WHERE {1} AND h.replaced_by = ?1 AND h.{2} IS t.{2})",
                     table.name, table.same_key("h", "t"), column);
}

/// Takes from rows that were changed the source that they still have from before: it does not say what they say now.
void take_old_source(sqlite::Connection& connection, std::int64_t revision) {
  for (const schema::TrackedTable& table : schema::tracked_tables(connection)) {
    const bool has_basis = std::find(table.columns.begin(), table.columns.end(), "basis") != table.columns.end();
    connection.run(
        fmt::format("UPDATE main.{} AS t SET source_id = NULL{} WHERE revision = ?1 AND source_id IS NOT NULL AND {}",
                    table.name,
                    has_basis ? fmt::format(", basis = iif({}, 'unsourced', basis)", is_kept(table, "basis")) : "",
                    is_kept(table, "source_id")),
        revision);
  }
}

/// The rules of the record, asked of rows that are written already.
class WrittenRules {
public:
  WrittenRules(sqlite::Connection& connection, std::int64_t revision) : connection_(connection), revision_(revision) {}

  void check(const model::Entity& entity, const schema::TrackedTable& table) {
    if (!connection_.integer(fmt::format("SELECT 1 FROM main.{} WHERE revision = ? LIMIT 1", table.name), revision_)) {
      return;
    }
    written_ = fmt::format("main.{0} AS t LEFT JOIN main.{0}_history AS h ON {1} AND h.replaced_by = ?1", table.name,
                           table.same_key("h", "t"));
    for (const model::Field& field : entity.fields) check_field(entity, field);
    for (const model::Span& span : model::spans_of(entity)) check_span(entity, span);
    if (entity.field("alias") != nullptr) check_alias_keys(entity);
    if (const model::Entity* kind = import::kind_named_by(entity)) check_names(*kind, entity);
  }

  void refuse_any() const {
    if (problems_.empty()) return;
    constexpr std::size_t kMostShown = 20;
    std::string shown;
    for (std::size_t i = 0; i < problems_.size() && i < kMostShown; ++i) shown += "\n  " + problems_[i];
    if (problems_.size() > kMostShown) shown += fmt::format("\n  and {} more", problems_.size() - kMostShown);
    throw Error(Exit::refused, "rules of the record would be broken:" + shown);
  }

private:
  void check_field(const model::Entity& entity, const model::Field& field) {
    if (field.type == model::FieldType::text || field.type == model::FieldType::reference ||
        field.type == model::FieldType::list)
      return;
    sqlite::Statement values = connection_.prepare(
        fmt::format("SELECT {0}, t.{1} FROM {2} WHERE t.revision = ?1 AND t.{1} IS NOT NULL AND h.{1} IS NOT t.{1}",
                    model::label_of(entity, "t"), field.column, written_));
    values.bind_all(revision_);
    while (values.step()) {
      if (model::broken_rule(field, values.text(1)).empty()) continue;
      add(entity, values.text(0), field.name,
          fmt::format("\"{}\" does not fit: {}", values.text(1), model::rule_in_words(field)));
    }
  }

  void check_span(const model::Entity& entity, const model::Span& span) {
    sqlite::Statement rows = connection_.prepare(fmt::format(
        "SELECT {0}, t.{1}, t.{2} FROM {3} WHERE t.revision = ?1 AND (h.{1} IS NOT t.{1} OR h.{2} IS NOT "
        "t.{2}) AND {4}",
        model::label_of(entity, "t"), span.from->column, span.to->column, written_,
        model::certainly_before(fmt::format("t.{}", span.to->column), fmt::format("t.{}", span.from->column))));
    rows.bind_all(revision_);
    while (rows.step()) {
      add(entity, rows.text(0), span.to->name,
          fmt::format("it would end before it begins: {} {}, {} {}", span.from->name, rows.text(1), span.to->name,
                      rows.text(2)));
    }
  }

  void check_alias_keys(const model::Entity& entity) {
    sqlite::Statement rows = connection_.prepare(
        fmt::format("SELECT {}, t.key, fold(t.alias) FROM {} WHERE t.revision = ?1 AND t.key IS NOT fold(t.alias)",
                    model::label_of(entity, "t"), written_));
    rows.bind_all(revision_);
    while (rows.step()) {
      add(entity, rows.text(0), "key",
          fmt::format("\"{}\" would not find the alias; its key is \"{}\"", rows.text(1), rows.text(2)));
    }
  }

  void check_names(const model::Entity& kind, const model::Entity& entity) {
    collect_names_of(kind);
    const bool is_alias = &kind != &entity;
    for (const model::NameQuery& query : model::name_queries(kind)) {
      if (query.table != entity.table || (!is_alias && query.tier == model::NameTier::alias)) continue;
      sqlite::Statement rows = connection_.prepare(fmt::format(
          "SELECT {0}, t.{1}, k.code FROM {2} JOIN temp.known_name AS o ON o.key = fold(t.{1}) AND o.id <> t.{3}{4} "
          "JOIN main.{5} AS k ON k.id = o.id WHERE t.revision = ?1 AND (h.{1} IS NOT t.{1} OR h.{3} IS NOT t.{3}) "
          "GROUP BY t.id ORDER BY t.id",
          model::label_of(entity, "t"), query.written, written_, query.id,
          is_alias && import::may_share_aliases(kind) ? " AND o.tier < 3" : "", kind.table));
      rows.bind_all(revision_);
      while (rows.step()) {
        add(entity, rows.text(0), query.called,
            fmt::format("\"{}\" is a name of the {} {} already", rows.text(1), kind.name, rows.text(2)));
      }
    }
  }

  void collect_names_of(const model::Entity& kind) {
    connection_.run("DROP TABLE IF EXISTS temp.known_name");
    connection_.run("CREATE TEMP TABLE known_name (key TEXT, id INTEGER, tier INTEGER)");
    for (const model::NameQuery& query : model::name_queries(kind)) {
      connection_.run(fmt::format("INSERT INTO temp.known_name SELECT {}, {}, {} FROM main.{} WHERE {}", query.key,
                                  query.id, static_cast<int>(query.tier), query.table, query.filled));
    }
    connection_.run("CREATE INDEX temp.known_name_by_key ON known_name (key)");
  }

  void add(const model::Entity& entity, const std::string& label, std::string_view field, const std::string& what) {
    problems_.push_back(fmt::format("{} {} {}: {}", entity.name, label, field, what));
  }

  sqlite::Connection& connection_;
  std::int64_t revision_;
  std::string written_;
  std::vector<std::string> problems_;
};

/// SQL of a user keeps only to the schema, which knows less than the rules that add, set and import ask for before they
/// write. Throws Error(Exit::refused) with every value of this open revision that breaks one: of its field, of the
/// order of two dates, or because it is a name of another record. What was so before does not count.
void refuse_broken_rules(sqlite::Connection& connection, std::int64_t revision) {
  WrittenRules rules(connection, revision);
  for (const schema::TrackedTable& table : schema::tracked_tables(connection)) {
    for (const model::Entity& entity : model::entities()) {
      if (entity.table == table.name) rules.check(entity, table);
    }
  }
  rules.refuse_any();
}

}  // namespace

bool write_sql(sqlite::Connection& connection, const query::UserQuery& query, const std::vector<std::string>& settings,
               const sqlite::UserLimits& limits, std::int64_t revision, std::optional<EditSource> source) {
  {
    std::vector<std::string> writable;
    for (const schema::TrackedTable& table : schema::tracked_tables(connection)) writable.push_back(table.name);
    sqlite::UserSql guard(connection, limits, std::move(writable));
    sqlite::Statement statement = query::user_query(guard, query, settings);
    while (statement.step()) {  // RETURNING gives rows; the changes are printed field by field instead
    }
  }
  if (!history::touched(connection, revision)) return false;
  if (source) {
    give_source(connection, *source, revision);
  } else {
    take_old_source(connection, revision);
  }
  refuse_broken_rules(connection, revision);
  return true;
}

}  // namespace iscm::edit
