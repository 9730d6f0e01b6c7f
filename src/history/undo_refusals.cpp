#include "history/undo_refusals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "error.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"
#include "schema/derived.hpp"

namespace iscm::history {
namespace {

using schema::TrackedTable;
using Key = std::vector<std::int64_t>;

Key read_key(const TrackedTable& table, const sqlite::Statement& row, int at) {
  Key key;
  for (std::size_t i = 0; i < table.key.size(); ++i) key.push_back(row.integer(at++));
  return key;
}

/// Finds the later revision that made a row what it is, so that a message can name it. Statements are kept, since a
/// large revision may conflict in each of its rows.
class LaterRevision {
public:
  LaterRevision(sqlite::Connection& connection, std::int64_t revision) : connection_(connection), revision_(revision) {}

  /// The revision since which the live row has its present values in these terms (columns, or SQL over columns); 0 if
  /// no later one changed them.
  std::int64_t that_changed(const TrackedTable& table, const std::vector<std::string>& terms, const Key& key) {
    const auto values = [&](std::string_view row) {
      std::vector<std::string> seen;
      for (const std::string& term : terms) seen.push_back(schema::through(table, term, row));
      return fmt::format("({})", model::joined(seen));
    };
    return find(fmt::format("SELECT min(v.revision) FROM {0} AS v WHERE v.revision > {1} AND v.revision > ifnull("
                            "(SELECT max(w.revision) FROM {0} AS w JOIN main.{2} AS n ON {3} WHERE {4} IS NOT {5}), 0)",
                            versions(table), revision_, table.name, has_key(table, "n"), values("w"), values("n")),
                key);
  }

  /// The revision that removed the row; 0 if none did.
  std::int64_t that_removed(const TrackedTable& table, const Key& key) {
    return find(fmt::format("SELECT max(h.replaced_by) FROM main.{}_history AS h WHERE h.replaced_by > {} AND {}",
                            table.name, revision_, has_key(table, "h")),
                key);
  }

private:
  /// "row.id = ?1", over the whole key.
  static std::string has_key(const TrackedTable& table, std::string_view row) {
    std::vector<std::string> conditions;
    for (const std::string& column : table.key) {
      conditions.push_back(fmt::format("{}.{} = ?{}", row, column, conditions.size() + 1));
    }
    return model::joined(conditions, " AND ");
  }

  /// Every version of the row except those that existed only within a revision.
  static std::string versions(const TrackedTable& table) {
    return fmt::format(
        "(SELECT {1} FROM main.{0} AS r WHERE {2} UNION ALL"
        " SELECT {1} FROM main.{0}_history AS r WHERE {2} AND r.revision < r.replaced_by)",
        table.name, schema::column_list(table.all_columns()), has_key(table, "r"));
  }

  std::int64_t find(const std::string& sql, const Key& key) {
    auto found = prepared_.find(sql);
    if (found == prepared_.end()) found = prepared_.emplace(sql, connection_.prepare(sql)).first;
    sqlite::Statement& statement = found->second;
    int position = 1;
    for (const std::int64_t part : key) statement.bind(position++, part);
    const std::int64_t revision = statement.step() ? statement.integer(0) : 0;
    statement.reset();
    return revision;
  }

  sqlite::Connection& connection_;
  std::int64_t revision_;
  std::map<std::string, sqlite::Statement> prepared_;
};

/// Collects the conflicts of a plan. Each find_ function asks one question of one table (or entity); its query returns
/// the label of the row in conflict first.
class Conflicts {
public:
  explicit Conflicts(const UndoPlan& plan) : plan_(plan), later_(plan.connection(), plan.revision()) {}

  std::vector<Conflict> find() {
    for (const TrackedTable& table : plan_.touched()) {
      find_changed(table);
      find_back(table);
      for (const auto& terms : table.unique_keys) find_taken(table, terms);
      for (const schema::ForeignKey& key : table.foreign_keys) find_orphans(table, key);
      if (table.has_parent()) find_circles(table);
      find_cited(table);
      for (const schema::Reference& reference : table.referenced_by) find_referring(table, reference);
    }
    for (const model::Entity& entity : model::entities()) {
      if (entity.has_code()) find_taken_names(entity);
    }
    std::stable_sort(conflicts_.begin(), conflicts_.end(), [](const Conflict& a, const Conflict& b) {
      return std::tie(a.table, a.record) < std::tie(b.table, b.record);
    });
    return std::move(conflicts_);
  }

private:
  void find_changed(const TrackedTable& table);
  void find_back(const TrackedTable& table);
  void find_taken(const TrackedTable& table, const std::vector<std::string>& terms);
  void find_orphans(const TrackedTable& table, const schema::ForeignKey& key);
  void find_circles(const TrackedTable& table);
  void find_cited(const TrackedTable& table);
  void find_referring(const TrackedTable& table, const schema::Reference& reference);
  void find_taken_names(const model::Entity& entity);

  /// The parts of a query about names, one for each way in which records of the entity are named.
  using NamePart = std::function<std::string(const model::NameQuery& query)>;
  static std::string of_names(const model::Entity& entity, std::string_view separator, const NamePart& part);
  [[nodiscard]] std::string names_that_return(const model::Entity& entity) const;
  [[nodiscard]] std::string names_since(const model::Entity& entity) const;

  void each_row(const std::string& sql, const std::function<void(const sqlite::Statement&)>& report) const {
    sqlite::Statement rows = plan_.connection().prepare(sql);
    while (rows.step()) report(rows);
  }

  /// The plan leaves `row`, which has the key of the table, alone. `unless` narrows what counts as a change.
  [[nodiscard]] std::string stays(const TrackedTable& table, std::string_view row, std::string_view unless = {}) const {
    if (!plan_.touches(table.name)) return "1";
    return fmt::format("NOT EXISTS (SELECT 1 FROM temp.undo_{} AS u WHERE {}{})", table.name, table.same_key("u", row),
                       unless);
  }

  void add(const std::string& table, std::string record, std::string column, std::int64_t later,
           std::string_view what) {
    std::string message = fmt::format("{} {}: {}", model::entity_name(table), record, what);
    conflicts_.push_back({table, std::move(record), std::move(column), later, std::move(message)});
  }

  const UndoPlan& plan_;
  LaterRevision later_;
  std::vector<Conflict> conflicts_;
};

/// Rows that the revision left and a later one replaced. A column conflicts if the revision changed it (in a row that
/// it inserted: every column) and it no longer has the value that it was left with.
void Conflicts::find_changed(const TrackedTable& table) {
  const std::string& id = table.key.front();
  std::vector<std::string> flags = {fmt::format("n.{0} IS NULL AND (b.{0} IS NULL OR ({1}) IS NOT ({2}))", id,
                                                schema::column_list(table.said(), "b"),
                                                schema::column_list(table.said(), "a"))};
  for (const std::string& column : table.said()) {
    flags.push_back(
        fmt::format("n.{0} IS NOT NULL AND (b.{0} IS NULL OR b.{1} IS NOT a.{1}) AND n.{1} IS NOT a.{1}", id, column));
  }
  const std::string sql = fmt::format(
      "SELECT {label}, {key}, {flags} FROM main.{table}_history AS a"
      " LEFT JOIN main.{table} AS n ON {live} LEFT JOIN main.{table}_history AS b ON {same} AND {before}"
      " WHERE {after} AND (b.{id} IS NOT NULL OR n.{id} IS NULL"
      " OR EXISTS (SELECT 1 FROM temp.undo_{table} AS u WHERE {planned})) AND ({any})",
      fmt::arg("label", schema::record_label(table, "a")), fmt::arg("key", schema::column_list(table.key, "a")),
      fmt::arg("flags", model::joined(flags)), fmt::arg("table", table.name),
      fmt::arg("live", table.same_key("n", "a")), fmt::arg("same", table.same_key("b", "a")),
      fmt::arg("before", plan_.is_before("b")), fmt::arg("after", plan_.is_replaced_after("a")), fmt::arg("id", id),
      fmt::arg("planned", table.same_key("u", "a")), fmt::arg("any", model::joined(flags, " OR ")));
  each_row(sql, [&](const sqlite::Statement& row) {
    const Key key = read_key(table, row, 1);
    int at = 1 + static_cast<int>(key.size());
    if (row.integer(at++) == 1) {
      const std::int64_t later = later_.that_removed(table, key);
      add(table.name, row.text(0), {}, later, fmt::format("was removed by revision {}", later));
    }
    for (const std::string& column : table.said()) {
      if (row.integer(at++) != 1) continue;
      const std::int64_t later = later_.that_changed(table, {column}, key);
      add(table.name, row.text(0), column, later,
          fmt::format("{} was changed by revision {}", model::field_name(table.name, column), later));
    }
  });
}

/// Rows that the revision deleted and a later one inserted again, with other values.
void Conflicts::find_back(const TrackedTable& table) {
  std::vector<std::string> flags;
  for (const std::string& column : table.said()) flags.push_back(fmt::format("n.{0} IS NOT b.{0}", column));
  const std::string sql = fmt::format(
      "SELECT {label}, {key}, {flags} FROM main.{table}_history AS b JOIN main.{table} AS n ON {live}"
      " WHERE {before} AND n.revision > {revision} AND {is_gone} AND ({any})",
      fmt::arg("label", schema::record_label(table, "b")), fmt::arg("key", schema::column_list(table.key, "b")),
      fmt::arg("flags", model::joined(flags)), fmt::arg("table", table.name),
      fmt::arg("live", table.same_key("n", "b")), fmt::arg("before", plan_.is_before("b")),
      fmt::arg("revision", plan_.revision()), fmt::arg("is_gone", plan_.has_no_replaced_after(table, "b")),
      fmt::arg("any", model::joined(flags, " OR ")));
  each_row(sql, [&](const sqlite::Statement& row) {
    const Key key = read_key(table, row, 1);
    int at = 1 + static_cast<int>(key.size());
    for (const std::string& column : table.said()) {
      if (row.integer(at++) != 1) continue;
      const std::int64_t later = later_.that_changed(table, {column}, key);
      add(table.name, row.text(0), column, later,
          fmt::format("was added again with another {} by revision {}", model::field_name(table.name, column), later));
    }
  });
}

/// A row that the plan deletes was cited since.
void Conflicts::find_cited(const TrackedTable& table) {
  each_row(
      fmt::format("SELECT {}, c.revision FROM temp.undo_{} AS t JOIN main.{} AS n ON {} JOIN main.citations AS c ON "
                  "c.table_name = {} AND c.key1 = t.{} AND c.key2 = t.{} WHERE t.undo_action = 'delete' AND "
                  "c.revision > {}",
                  schema::record_label(table, "n"), table.name, table.name, table.same_key("n", "t"),
                  model::quoted(table.name), table.key.front(), table.key.back(), plan_.revision()),
      [&](const sqlite::Statement& row) {
        add(table.name, row.text(0), {}, row.integer(1), fmt::format("was cited by revision {}", row.integer(1)));
      });
}

/// The columns that the terms of a key are made of: code; mechanism_id, member_id, role and valid_from.
std::vector<std::string> key_columns(const TrackedTable& table, const std::vector<std::string>& terms) {
  std::vector<std::string> columns;
  for (const std::string& column : table.columns) {
    const bool used = std::any_of(terms.begin(), terms.end(), [&](const std::string& term) {
      return schema::through(table, term, "x").find("x." + column) != std::string::npos;
    });
    if (used) columns.push_back(column);
  }
  return columns;
}

/// Another row has the unique key: one that stays as it is, or one that the plan changes to the same key.
void Conflicts::find_taken(const TrackedTable& table, const std::vector<std::string>& terms) {
  const std::vector<std::string> columns = key_columns(table, terms);
  std::vector<std::string> fields;
  for (const std::string& column : columns) fields.push_back(model::field_name(table.name, column));
  const auto search = [&](const std::string& others, const std::string& condition) {
    const std::string sql = fmt::format(
        "SELECT {}, {} FROM temp.undo_{} AS t CROSS JOIN {} AS x WHERE t.undo_action <> 'delete' AND {} AND NOT ({})"
        " AND {}",
        schema::record_label(table, "t"), schema::column_list(table.key, "x"), table.name, others,
        model::same_terms(table, terms, "x", "t"), table.same_key("x", "t"), condition);
    each_row(sql, [&](const sqlite::Statement& row) {
      const std::int64_t later = later_.that_changed(table, terms, read_key(table, row, 1));
      add(table.name, row.text(0), model::joined(columns), later,
          fmt::format("its {} is that of another row since revision {}", model::joined(fields), later));
    });
  };
  search("main." + table.name, stays(table, "x"));
  search("temp.undo_" + table.name, "x.undo_action <> 'delete'");
}

/// The plan gives a row a parent that is not there. If an update leaves the column alone, find_referring() reports the
/// parent that would go.
void Conflicts::find_orphans(const TrackedTable& table, const schema::ForeignKey& key) {
  std::string absent = fmt::format("NOT EXISTS (SELECT 1 FROM main.{} AS p WHERE p.id = t.{})", key.parent, key.column);
  if (plan_.touches(key.parent)) {
    absent = fmt::format(
        "CASE (SELECT undo_action FROM temp.undo_{} AS u WHERE u.id = t.{})"
        " WHEN 'insert' THEN 0 WHEN 'delete' THEN 1 ELSE {} END",
        key.parent, key.column, absent);
  }
  const std::string sql = fmt::format(
      "SELECT {0}, t.{1} FROM temp.undo_{2} AS t WHERE t.undo_action <> 'delete' AND t.{1} IS NOT NULL AND {3}"
      " AND NOT EXISTS (SELECT 1 FROM main.{2} AS n WHERE {4} AND n.{1} IS t.{1})",
      schema::record_label(table, "t"), key.column, table.name, absent, table.same_key("n", "t"));
  each_row(sql, [&](const sqlite::Statement& row) {
    const std::int64_t later = later_.that_removed(*plan_.table(key.parent), {row.integer(1)});
    add(table.name, row.text(0), key.column, later,
        fmt::format("what its {} named was removed by revision {}", model::field_name(table.name, key.column), later));
  });
}

/// A row that the plan deletes is named by one that stays: deleting both would lose a later fact. Only rows changed
/// since can be in the way: the revision itself wrote every other that names its new row, and so the plan takes it
/// back.
void Conflicts::find_referring(const TrackedTable& table, const schema::Reference& reference) {
  const TrackedTable* child = plan_.table(reference.table);
  if (child == nullptr) return;
  // Most often nothing came later, and then there is nothing to look for.
  const bool any_later =
      plan_.connection().integer(
          fmt::format("SELECT EXISTS (SELECT 1 FROM main.{} WHERE revision > {})", child->name, plan_.revision())) == 1;
  if (!any_later) return;
  const std::string unless = fmt::format(" AND (u.undo_action = 'delete' OR u.{} IS NOT t.id)", reference.column);
  const std::string sql = fmt::format(
      "SELECT (SELECT {} FROM main.{} AS n WHERE n.id = t.id), {}, {} FROM temp.undo_{} AS t CROSS JOIN main.{} AS s"
      " WHERE t.undo_action = 'delete' AND s.{} = t.id AND s.revision > {} AND {}",
      schema::record_label(table, "n"), table.name, schema::record_label(*child, "s"),
      schema::column_list(child->key, "s"), table.name, child->name, reference.column, plan_.revision(),
      stays(*child, "s", unless));
  each_row(sql, [&](const sqlite::Statement& row) {
    const std::int64_t later = later_.that_changed(*child, {reference.column}, read_key(*child, row, 2));
    add(table.name, row.text(0), {}, later,
        fmt::format("{} {} names it as its {} since revision {}", model::entity_name(child->name), row.text(1),
                    model::field_name(child->name, reference.column), later));
  });
}

/// A row that the plan gives a parent would be above itself.
void Conflicts::find_circles(const TrackedTable& table) {
  const std::string sql = fmt::format(
      "WITH RECURSIVE above (start, id) AS ("
      "  SELECT id, parent_id FROM temp.undo_{0} WHERE undo_action <> 'delete' AND parent_id IS NOT NULL"
      "  UNION SELECT a.start, CASE WHEN u.id IS NULL THEN n.parent_id ELSE u.parent_id END FROM above AS a"
      "  LEFT JOIN temp.undo_{0} AS u ON u.id = a.id LEFT JOIN main.{0} AS n ON n.id = a.id WHERE a.id IS NOT NULL)"
      " SELECT {1}, t.id, a.id FROM above AS a JOIN temp.undo_{0} AS t ON t.id = a.start WHERE a.id IS NOT NULL"
      " AND EXISTS (SELECT 1 FROM above AS c WHERE c.start = a.start AND c.id = a.start) ORDER BY t.id",
      table.name, schema::record_label(table, "t"));
  // The newest change of a parent on the way up closed the circle.
  std::map<std::int64_t, std::pair<std::string, std::int64_t>> circles;
  each_row(sql, [&](const sqlite::Statement& row) {
    auto& [record, later] = circles[row.integer(1)];
    record = row.text(0);
    later = std::max(later, later_.that_changed(table, {"parent_id"}, {row.integer(2)}));
  });
  for (const auto& [id, circle] : circles) {
    const auto& [record, later] = circle;
    add(table.name, record, "parent_id", later, fmt::format("revision {} put its former parent below it", later));
  }
}

std::string Conflicts::of_names(const model::Entity& entity, std::string_view separator, const NamePart& part) {
  std::vector<std::string> parts;
  for (const model::NameQuery& query : model::name_queries(entity)) parts.push_back(part(query));
  std::erase(parts, std::string());
  return model::joined(parts, separator);
}

/// Names that would return: table_name, record (whose name it is), label (of the row), called, name, folded.
std::string Conflicts::names_that_return(const model::Entity& entity) const {
  return of_names(entity, " UNION ALL ", [&](const model::NameQuery& query) {
    if (!plan_.touches(query.table)) return std::string();
    return fmt::format(
        "SELECT '{0}' AS table_name, t.{1} AS record, {2} AS label, {3} AS called, {4} AS name, {5} AS folded"
        " FROM (SELECT * FROM temp.undo_{0} WHERE undo_action <> 'delete') AS t WHERE {6}",
        query.table, query.id, schema::record_label(*plan_.table(query.table), "t"), model::quoted(query.called),
        query.written, query.key, query.filled);
  });
}

/// Names that records of this entity were given after the revision, in rows that the plan leaves alone.
std::string Conflicts::names_since(const model::Entity& entity) const {
  return of_names(entity, " UNION ALL ", [&](const model::NameQuery& query) {
    const std::string stays = plan_.touches(query.table)
                                  ? fmt::format("id NOT IN (SELECT id FROM temp.undo_{})", query.table)
                                  : std::string("1");
    return fmt::format(
        "SELECT record, folded, revision FROM (SELECT id AS row_id, {0} AS record, {1} AS folded, revision"
        " FROM main.{2} WHERE revision > {3} AND {4} AND {5}) AS x WHERE NOT EXISTS (SELECT 1 FROM main.{2}_history"
        " WHERE id = x.row_id AND {1} = x.folded AND revision <= {3} AND replaced_by > {3})",
        query.id, query.key, query.table, plan_.revision(), query.filled, stays);
  });
}

void Conflicts::find_taken_names(const model::Entity& entity) {
  const std::string returning = names_that_return(entity);
  if (returning.empty()) return;
  const std::string has_it_now = of_names(entity, " OR ", [](const model::NameQuery& query) {
    return fmt::format("EXISTS (SELECT 1 FROM main.{} WHERE {} = r.record AND {} AND {} = r.folded)", query.table,
                       query.id, query.filled, query.key);
  });
  const std::string sql = fmt::format(
      "WITH since AS MATERIALIZED ({}) SELECT r.label, r.table_name, r.called, r.name, {}, s.revision"
      " FROM ({}) AS r JOIN since AS s ON s.folded = r.folded AND s.record <> r.record WHERE NOT ({})"
      " GROUP BY r.table_name, r.label, r.folded, s.record ORDER BY 2, 1, 6",
      names_since(entity), model::code_by_id(fmt::format("main.{}", entity.table), "s.record"), returning, has_it_now);
  each_row(sql, [&](const sqlite::Statement& row) {
    add(row.text(1), row.text(0), row.text(2), row.integer(5),
        fmt::format("its {} \"{}\" is a name of the {} {} since revision {}", row.text(2), row.text(3), entity.name,
                    row.text(4), row.integer(5)));
  });
}

/// The revision that undid this one; 0 if none did, or if that was undone in its turn.
std::int64_t undone_by(sqlite::Connection& connection, std::int64_t revision) {
  const std::int64_t undo = connection.integer("SELECT max(id) FROM revisions WHERE undoes = ?", revision).value_or(0);
  return undo == 0 || undone_by(connection, undo) != 0 ? 0 : undo;
}

/// More than these are counted, not listed: an import of 100,000 rows may conflict in each.
constexpr std::size_t kListedConflicts = 20;

}  // namespace

std::vector<Conflict> undo_conflicts(const UndoPlan& plan) {
  return Conflicts(plan).find();
}

void refuse_conflicts(const UndoPlan& plan) {
  const std::vector<Conflict> conflicts = undo_conflicts(plan);
  if (conflicts.empty()) return;
  const std::int64_t revision = plan.revision();
  if (const std::int64_t undo = undone_by(plan.connection(), revision); undo != 0) {
    const bool is_latest = std::all_of(conflicts.begin(), conflicts.end(),
                                       [&](const Conflict& conflict) { return conflict.later_revision == undo; });
    throw Error(Exit::refused, fmt::format("revision {} was undone already, by revision {}", revision, undo),
                is_latest
                    ? fmt::format("`iscm undo {}` would bring back what revision {} did", undo, revision)
                    : fmt::format("nothing of it is left to undo; `iscm log --since {}` lists what came later", undo));
  }
  std::string message = fmt::format("revision {} cannot be undone: later changes depend on it", revision);
  std::set<std::int64_t, std::greater<>> later;
  for (std::size_t i = 0; i < conflicts.size(); ++i) {
    if (i < kListedConflicts) message += "\n  " + conflicts[i].message;
    later.insert(conflicts[i].later_revision);
  }
  if (conflicts.size() > kListedConflicts) {
    message += fmt::format("\n  and {} more", conflicts.size() - kListedConflicts);
  }
  throw Error(Exit::refused, message,
              fmt::format("undo the later revisions first, newest first: {}", fmt::join(later, ", ")));
}

}  // namespace iscm::history
