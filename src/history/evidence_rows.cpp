#include "history/evidence_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "history/at_time.hpp"
#include "history/evidence.hpp"
#include "history/facts.hpp"
#include "model/entities.hpp"
#include "model/sql_file.hpp"
#include "model/sql_of.hpp"
#include "read/row_source.hpp"
#include "schema/derived.hpp"

namespace iscm::history {
namespace {

constexpr std::string_view kTable =
    "CREATE TEMP TABLE evidence_rows (part INTEGER, entity TEXT, record TEXT, field TEXT, value, basis TEXT, source_id "
    "INTEGER, place TEXT, note TEXT, revision INTEGER, record_id INTEGER)";

// Where an imported value was, and how it was written, is looked for only if it is asked: in an order of its own the
// view would look for all of it first.
constexpr std::string_view kView = R"(
CREATE TEMP VIEW evidence AS
SELECT e.entity, e.record, e.field, e.value, e.basis, s.code AS source, e.place, e.note, e.revision, v.made_at AS at,
  ifnull(v.author, v.kind) AS author,
  (SELECT i.file FROM main.imports AS i JOIN main.imported_rows AS r ON r.import_id = i.id
   WHERE i.revision = e.revision AND i.entity = e.entity AND r.record_id = e.record_id
   ORDER BY i.id, r.line LIMIT 1) AS file,
  (SELECT r.line % {} FROM main.imports AS i JOIN main.imported_rows AS r ON r.import_id = i.id
   WHERE i.revision = e.revision AND i.entity = e.entity AND r.record_id = e.record_id
   ORDER BY i.id, r.line LIMIT 1) AS line,
  (SELECT (SELECT c.value FROM json_each(i.mapping) AS m JOIN json_each(r.cells) AS c ON c.key = m.key
           WHERE m.value = e.field)
   FROM main.imports AS i JOIN main.imported_rows AS r ON r.import_id = i.id
   WHERE i.revision = e.revision AND i.entity = e.entity AND r.record_id = e.record_id
   ORDER BY i.id, r.line LIMIT 1) AS published
FROM temp.evidence_rows AS e
LEFT JOIN main.sources AS s ON s.id = e.source_id
LEFT JOIN main.revisions AS v ON v.id = e.revision)";

/// Adds the evidence of one table.
class EvidenceOfTable {
public:
  EvidenceOfTable(sqlite::Connection& connection, const schema::TrackedTable& table, std::size_t part)
      : connection_(connection), table_(table), part_(part), facts_(table), columns_(model::field_columns(table)) {
    const bool has_basis = std::find(table.columns.begin(), table.columns.end(), "basis") != table.columns.end();
    basis_ = has_basis ? "r.basis" : "NULL";
  }

  void add(std::int64_t until) {
    const std::string changed =
        until == 0 ? fmt::format("({} OR {})", has_history(table_, "r"), has_citations(table_, "r")) : "1";
    if (until == 0) add_unchanged(fmt::format("NOT {}", changed));
    facts_.for_each(connection_, changed, until, [&](const VersionedRow& row, const std::vector<SourcedFact>& found) {
      for (const SourcedFact& fact : found) add_fact(row, fact);
    });
  }

private:
  /// Each fact of a row that never changed has the source and revision of the row.
  void add_unchanged(const std::string& condition) {
    if (facts_.has_whole()) {
      connection_.run(fmt::format("{} WHERE {}", select({}, "r.source_id", "NULL", "NULL", "r.revision"), condition));
    }
    for (const std::size_t column : facts_.facts()) {
      connection_.run(fmt::format("{} WHERE r.{} IS NOT NULL AND {}",
                                  select(column, "r.source_id", "NULL", "NULL", "r.revision"), columns_[column].column,
                                  condition));
    }
  }

  void add_fact(const VersionedRow& row, const SourcedFact& fact) {
    const int place = fact.column ? static_cast<int>(*fact.column) : -1;
    auto known = inserts_.find(place);
    if (known == inserts_.end()) {
      known = inserts_
                  .emplace(place, connection_.prepare(
                                      fmt::format("{} WHERE r.{} = ?5 AND r.{} = ?6",
                                                  select(fact.column, "?1", "nullif(?2, '')", "nullif(?3, '')", "?4"),
                                                  table_.key.front(), table_.key.back())))
                  .first;
    }
    const auto insert = [&](const sqlite::Value& source, const Backing& backing) {
      known->second.bind_all(source, std::string_view(backing.place), std::string_view(backing.note), backing.revision,
                             row.key.front(), row.key.back());
      known->second.run();
    };
    if (fact.backings.empty()) insert(std::monostate{}, {.revision = fact.set_by});
    for (const Backing& backing : fact.backings) insert(backing.source, backing);
  }

  [[nodiscard]] std::string select(std::optional<std::size_t> column, std::string_view source, std::string_view place,
                                   std::string_view note, std::string_view revision) const {
    return fmt::format(
        "INSERT INTO temp.evidence_rows SELECT {}, '{}', {}, '{}', {}, {}, {}, {}, {}, {}, r.{} FROM {} AS r", part_,
        facts_.name(), schema::record_label(table_, "r"), column ? columns_[*column].field : std::string(),
        column ? model::shown_value(columns_[*column], "r") : "NULL", basis_, source, place, note, revision,
        table_.key.front(), table_.name);
  }

  sqlite::Connection& connection_;
  const schema::TrackedTable& table_;
  std::size_t part_;
  FactTable facts_;
  std::vector<model::FieldColumn> columns_;
  std::string basis_;
  std::map<int, sqlite::Statement> inserts_;  ///< by the place of the column; -1: the row as a whole
};

}  // namespace

void find_evidence(sqlite::Connection& connection) {
  connection.run("DROP VIEW IF EXISTS temp.evidence");
  connection.run("DROP TABLE IF EXISTS temp.evidence_rows");
  connection.run(kTable);
  const std::int64_t until = shown_revision(connection);
  std::size_t part = 0;
  for (const model::Entity& entity : model::entities()) {
    ++part;
    if (!entity.needs_sources) continue;
    const schema::TrackedTable table = model::tracked_table(connection, entity);
    EvidenceOfTable(connection, table, part).add(until);
  }
  connection.run(fmt::format(kView, read::kPartOfLine));
}

void provide_evidence(sqlite::Connection& connection, std::string_view sql) {
  if (model::has_word(sql, "evidence")) find_evidence(connection);
  if (model::has_word(sql, "source_facts")) count_facts(connection);
}

}  // namespace iscm::history
