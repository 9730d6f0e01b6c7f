#include "import/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <vector>

#include "import/row_sql.hpp"
#include "model/field_types.hpp"
#include "text/utf8.hpp"

namespace iscm::import {
namespace {

bool has_rule(const model::Field& field) {
  return field.type != model::FieldType::text && field.type != model::FieldType::reference &&
         field.type != model::FieldType::list;
}

/// A test of one row of temp.input, and the problem if it is true.
struct Test {
  const model::Field* field;
  std::string condition;
  std::string code;  ///< an expression
};

/// A name with a character that shows nothing would be another name than the one that people read.
std::string has_unseen_blank(const model::Field& field) {
  return fmt::format("has_hidden({}) IS NOT NULL", text_column(field));
}

/// A file by codes that lacks what a new record needs is about existing records.
bool updates_existing_records(const Job& job) {
  if (!job.maps("code")) return false;
  return std::any_of(job.entity.fields.begin(), job.entity.fields.end(), [&](const model::Field& field) {
    return field.required && field.fallback.empty() && !job.maps(field);
  });
}

std::vector<Test> row_tests(const Job& job) {
  std::vector<Test> tests;
  std::vector<const model::Field*> fields = job.mapped();
  // The code that a new record was given, too: a title in other letters makes none.
  if (job.entity.has_code() && !job.maps("code")) fields.push_back(job.entity.field("code"));
  for (const model::Field* field : fields) {
    if (job.unseen.any() && field->type == model::FieldType::text && field->tier != model::NameTier::none) {
      tests.push_back({field, has_unseen_blank(*field), "'not-visible'"});
    }
    if (!has_rule(*field)) continue;
    const std::string rule = fmt::format("broken_rule({}, {})", model::quoted(field->name), text_column(*field));
    tests.push_back({field, fmt::format("{} IS NOT NULL AND {} IS NOT NULL", text_column(*field), rule), rule});
  }
  if (job.maps("alias"))
    tests.push_back({job.entity.field("alias"), "f_alias IS NOT NULL AND fold(f_alias) IS NULL", "'no-name'"});
  const bool updates_alone = updates_existing_records(job);
  if (updates_alone) tests.push_back({job.entity.field("code"), "is_new", "'unknown'"});
  for (const model::Field& field : job.entity.fields) {
    if (!field.required || !field.fallback.empty() || updates_alone) continue;
    tests.push_back({&field,
                     job.has_column(field) ? fmt::format("is_new AND {} IS NULL", text_column(field)) : "is_new",
                     "'missing'"});
  }
  return tests;
}

/// One look over all rows says whether there is any problem; only then are the tests run one by one.
void check_each_row(Job& job) {
  const std::vector<Test> tests = row_tests(job);
  std::string any;
  for (const Test& test : tests) any += fmt::format("{}({})", any.empty() ? "" : " OR ", test.condition);
  if (any.empty() || !job.connection.integer(fmt::format("SELECT 1 FROM temp.input WHERE {} LIMIT 1", any))) return;
  for (const Test& test : tests) {
    job.connection.run(
        fmt::format("INSERT INTO temp.problem SELECT line, ?, {}, {} FROM temp.input WHERE {}",
                    job.has_column(*test.field) ? text_column(*test.field) : "NULL", test.code, test.condition),
        test.field->name);
  }
}

/// What every record has cannot be cleared.
void check_cleared(Job& job) {
  for (const model::Field& field : job.entity.fields) {
    if (!field.required && !field.is_code()) continue;
    job.connection.run(
        "INSERT INTO temp.problem SELECT i.line, c.field, NULL, 'required' FROM temp.cleared AS c "
        "JOIN temp.input AS i ON i.row = c.row WHERE c.field = ?",
        field.name);
  }
}

/// Whether a value may be in this column twice: false is certain. Hashes of a million values take 8 MB; sorting the
/// values would take a file.
bool may_repeat(Job& job, const std::string& column) {
  std::vector<std::size_t> hashes;
  hashes.reserve(static_cast<std::size_t>(job.rows));
  sqlite::Statement values =
      job.connection.prepare(fmt::format("SELECT {0} FROM temp.input WHERE {0} IS NOT NULL", column));
  while (values.step()) hashes.push_back(std::hash<std::string>()(values.text(0)));
  std::sort(hashes.begin(), hashes.end());
  return std::adjacent_find(hashes.begin(), hashes.end()) != hashes.end();
}

/// Columns that no two records share: codes of every kind.
void check_taken(Job& job) {
  for (const model::Field& field : job.entity.fields) {
    if (field.tier != model::NameTier::code || !job.has_column(field)) continue;
    job.connection.run(
        fmt::format("INSERT INTO temp.detail SELECT i.line, ?, i.{0}, iif(t.id IN (SELECT o.match_id "
                    "FROM temp.input AS o JOIN main.{1} AS s ON s.id = o.match_id WHERE o.{0} <> "
                    "s.{2}), 'passed-on', 'taken'), NULL, {3} FROM temp.input AS i "
                    "JOIN main.{1} AS t ON t.{2} = i.{0} WHERE t.id <> i.record_id",
                    text_column(field), job.entity.table, field.column, model::label_of(job.entity, "t")),
        field.name);
    job.connection.run(
        "INSERT INTO temp.problem SELECT line, field, value, code FROM temp.detail WHERE field = ? "
        "AND code IN ('passed-on', 'taken')",
        field.name);
    if (!may_repeat(job, text_column(field))) continue;
    job.connection.run(fmt::format("INSERT INTO temp.problem SELECT line, ?, {0}, 'doubled' FROM ("
                                   "SELECT line, {0}, row_number() OVER (PARTITION BY {0} ORDER BY row) AS nth "
                                   "FROM temp.input WHERE {0} IS NOT NULL) WHERE nth > 1",
                                   text_column(field)),
                       field.name);
  }
}

void pass_over_repeated(Job& job) {
  job.connection.run("DELETE FROM temp.problem WHERE line IN (SELECT line FROM temp.repeated)");
  job.matches -=
      job.connection
          .integer("SELECT count(*) FROM temp.input WHERE NOT is_new AND row IN (SELECT row FROM temp.repeated)")
          .value_or(0);
  job.connection.run("DELETE FROM temp.input WHERE row IN (SELECT row FROM temp.repeated)");
  job.rows -= job.connection.changes();
}

/// Of the rows that agree in this key: one that says what the first says is passed over, another contradicts it.
void report_doubled(Job& job, const std::string& key, const std::string& condition) {
  const std::string doubled = fmt::format(
      "SELECT line, row, first FROM (SELECT line, row, first_value(row) OVER (PARTITION BY {} ORDER BY row) "
      "AS first FROM temp.input WHERE {}) WHERE row <> first",
      key, condition);
  if (!job.cells.is_typed()) {
    std::string same = "TRUE";
    for (const model::Field* field : job.mapped()) {
      const bool joins = field->type == model::FieldType::reference;
      same += fmt::format(" AND i.{0} IS f.{0}", joins ? id_column(*field) : text_column(*field));
    }
    if (job.maps(model::source_field())) same += " AND i.f_source IS f.f_source";
    job.connection.run(
        fmt::format("INSERT OR IGNORE INTO temp.repeated SELECT i.row, i.line, i.cells, f.line FROM ({}) AS d "
                    "JOIN temp.input AS i ON i.row = d.row JOIN temp.input AS f ON f.row = d.first WHERE {}",
                    doubled, same));
    if (job.connection.changes() > 0) pass_over_repeated(job);
  }
  job.connection.run(
      fmt::format("INSERT INTO temp.detail SELECT d.line, '', '', 'doubled-row', NULL, f.line FROM ({}) AS d "
                  "JOIN temp.input AS f ON f.row = d.first",
                  doubled));
  job.connection.run(fmt::format("INSERT INTO temp.problem SELECT line, NULL, NULL, 'doubled-row' FROM ({})", doubled));
}

/// Two rows about one record, and new rows that are one and the same.
void check_doubled(Job& job) {
  if (job.matches > 1) report_doubled(job, "record_id", "NOT is_new");
  std::string key;
  std::string known;  // rows whose records are unknown are not about the same one
  const std::string_view names = job.entity.identity == model::Identity::name ? "name" : job.entity.key;
  if (names == "code" || (job.entity.identity == model::Identity::name && job.maps("code"))) return;
  for (const std::string_view name : model::words(names)) {
    const model::Field* field = job.entity.field(name);
    if (field == nullptr || !job.maps(*field)) continue;
    const std::string value =
        field->type == model::FieldType::reference ? id_column(*field) : fmt::format("fold({})", text_column(*field));
    key += (key.empty() ? "" : ", ") + value;
    if (field->type == model::FieldType::reference) {
      known += fmt::format(" AND ({} IS NULL OR {} IS NOT NULL)", text_column(*field), id_column(*field));
    }
  }
  if (key.empty()) return;
  report_doubled(job, key, "is_new" + known);
}

/// What would end before it begins. Dates of which only the year or month is known are compared as far as both go: they
/// conflict if they certainly do. What is so already, `check` reports.
void check_order(Job& job) {
  for (const auto& [from, to] : model::spans_of(job.entity)) {
    const bool concerns = job.maps(*from) || job.maps(*to);
    const bool has_both = (job.maps(*from) && job.maps(*to)) || job.matches > 0;
    if (!concerns || !has_both) continue;
    const model::Field& reported = job.maps(*to) ? *to : *from;
    job.connection.run(
        fmt::format("INSERT INTO temp.problem SELECT line, ?1, printf('%s %s, %s %s', ?2, began, ?3, ended), "
                    "'ends-before-it-begins' FROM (SELECT i.line, CAST({0} AS TEXT) AS began, "
                    "CAST({1} AS TEXT) AS ended, CAST(t.{2} AS TEXT) AS began_before, CAST(t.{3} AS TEXT) AS "
                    "ended_before FROM temp.input AS i LEFT JOIN main.{4} AS t ON {5}) "
                    "WHERE {6} AND (began IS NOT began_before OR ended IS NOT ended_before) "
                    "AND line NOT IN (SELECT line FROM temp.problem WHERE field IN (?2, ?3))",
                    value_to_be(job, *from), value_to_be(job, *to), from->column, to->column, job.entity.table,
                    same_record(job.entity), model::certainly_before("ended", "began")),
        reported.name, from->name, to->name);
  }
}

/// A record in the tree that the input would leave, by its id.
struct Node {
  std::int64_t parent = 0;
  std::size_t walk = 0;  ///< the walk that came by first; 0: none yet
};

using Tree = std::unordered_map<std::int64_t, Node>;

Tree tree_of(Job& job) {
  Tree tree;
  sqlite::Statement edges = job.connection.prepare(
      fmt::format("SELECT record_id, id_parent FROM temp.input WHERE id_parent IS NOT NULL "
                  "UNION ALL SELECT id, parent_id FROM main.{} WHERE parent_id IS NOT NULL "
                  "AND id NOT IN (SELECT record_id FROM temp.input WHERE id_parent IS NOT NULL) "
                  "AND id NOT IN (SELECT i.record_id FROM temp.cleared AS c JOIN temp.input AS i ON i.row = c.row "
                  "WHERE c.field = 'parent')",
                  job.entity.table));
  while (edges.step()) tree.emplace(edges.integer(0), Node{edges.integer(1), 0});
  return tree;
}

/// Each record has one parent, so a walk upwards that meets its own way has found a circle, and none has to go where
/// one has been.
std::vector<std::int64_t> circles_in(Tree& tree) {
  std::vector<std::int64_t> found;
  std::size_t walk = 0;
  for (const auto& [start, unused] : tree) {
    ++walk;
    auto at = tree.find(start);
    while (at != tree.end() && at->second.walk == 0) {
      at->second.walk = walk;
      at = tree.find(at->second.parent);
    }
    if (at == tree.end() || at->second.walk != walk) continue;
    const std::int64_t first = at->first;
    do {
      found.push_back(at->first);
      at = tree.find(at->second.parent);
    } while (at->first != first);
  }
  return found;
}

void check_circles(Job& job) {
  if (!job.maps("parent")) return;
  Tree tree = tree_of(job);
  const std::vector<std::int64_t> circles = circles_in(tree);
  if (circles.empty()) return;
  job.connection.run("DELETE FROM temp.circle");
  {
    sqlite::Statement insert = job.connection.prepare("INSERT INTO temp.circle VALUES (?)");
    for (const std::int64_t id : circles) {
      insert.bind_all(id);
      insert.run();
    }
  }
  job.connection.run(
      "INSERT INTO temp.problem SELECT line, 'parent', f_parent, 'circle' FROM temp.input "
      "WHERE id_parent IS NOT NULL AND record_id IN (SELECT id FROM temp.circle) ORDER BY row");
}

}  // namespace

void check_rows(Job& job) {
  check_each_row(job);
  check_cleared(job);
  check_taken(job);
  check_doubled(job);
  check_circles(job);
  check_order(job);
}

}  // namespace iscm::import
