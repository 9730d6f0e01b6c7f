#include "import/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "history/evidence_rows.hpp"
#include "history/facts.hpp"
#include "import/plan.hpp"
#include "model/sql_of.hpp"
#include "schema/derived.hpp"

namespace iscm::import {
namespace {

constexpr std::string_view kEntity = "entity";
constexpr std::string_view kRecord = "record";
constexpr std::string_view kField = "field";
constexpr std::string_view kSource = "source";

/// The records of one entity as they are called in exports.
struct Records {
  schema::TrackedTable table;
  std::unordered_map<std::string, std::vector<std::int64_t>> keys;
};

class Reader {
public:
  Reader(sqlite::Connection& connection, read::RowSource& rows)
      : connection_(connection), rows_(rows), known_(known_evidence(connection)) {}

  EvidencePlan read() {
    while (rows_.next()) read_row();
    for (const read::Problem& problem : rows_.problems()) {
      plan_.problems.push_back(problem_of(problem));
    }
    return std::move(plan_);
  }

private:
  /// The places and notes of a source for a fact. All evidence is found once: to ask for that of each row takes longer.
  static sqlite::Statement known_evidence(sqlite::Connection& connection) {
    history::find_evidence(connection);
    connection.run("CREATE INDEX temp.evidence_by_fact ON evidence_rows (entity, record, field)");
    return connection.prepare(
        "SELECT place, note FROM temp.evidence_rows WHERE entity = ? AND record = ? AND field = ? AND source_id = ?");
  }

  [[nodiscard]] std::string cell(std::string_view column) const {
    const auto found = std::find(rows_.header().begin(), rows_.header().end(), column);
    if (found == rows_.header().end()) return {};
    return std::string(rows_.cells()[static_cast<std::size_t>(found - rows_.header().begin())]);
  }

  void refuse(std::string_view column, std::string_view code, std::string message, std::string hint) {
    plan_.problems.push_back(
        {rows_.line(), std::string(column), cell(column), std::string(code), std::move(message), std::move(hint)});
    if (rows_.tells_places()) plan_.problems.back().place = rows_.cell_place(rows_.line());
  }

  void read_row() {
    const std::string source = cell(kSource);
    if (source.empty()) return;
    const model::Entity* entity = entity_called(cell(kEntity));
    if (entity == nullptr) {
      return refuse(kEntity, "unknown", fmt::format("unknown entity \"{}\"", cell(kEntity)), "`iscm list` lists them");
    }
    const Records& records = records_of(*entity);
    const auto record = records.keys.find(cell(kRecord));
    if (record == records.keys.end()) {
      return refuse(kRecord, "unknown", fmt::format("there is no {} \"{}\"", entity->name, cell(kRecord)),
                    fmt::format("`iscm list {}` lists those that there are", entity->name));
    }
    const auto id = connection_.integer("SELECT id FROM main.sources WHERE code = ?", source);
    if (!id) {
      return refuse(kSource, "unknown", fmt::format("unknown source \"{}\"", source), "`iscm list source` shows them");
    }
    if (!is_stated(*entity, records.table, record->second)) return;
    const history::Citation citation{
        .field = cell(kField), .source = *id, .place = cell("place"), .note = cell("note")};
    if (is_known(*entity, record->second, citation)) {
      ++plan_.known;
    } else {
      plan_.cited.push_back({entity, record->second, citation});
    }
  }

  /// Most rows are about the same entity as the one before.
  const model::Entity* entity_called(const std::string& name) {
    if (entity_ == nullptr || entity_->name != name) entity_ = model::find_entity(name);
    return entity_;
  }

  /// Whether the record says what the row is evidence for.
  bool is_stated(const model::Entity& entity, const schema::TrackedTable& table, const std::vector<std::int64_t>& key) {
    const std::string name = cell(kField);
    if (name.empty()) return true;
    const model::Field* field = entity.field(name);
    if (field == nullptr || field->type == model::FieldType::list || !history::is_fact(name)) {
      refuse(kField, "unknown", fmt::format("{} has no field \"{}\" that has evidence of its own", entity.name, name),
             fmt::format("`iscm fields {}` lists its fields", entity.name));
      return false;
    }
    const model::FieldColumn column{std::string(field->column), name,
                                    field->target.empty() ? "" : std::string(model::entity_named(field->target).table)};
    const std::string now =
        connection_
            .text(fmt::format("SELECT {} FROM main.{} AS r WHERE r.{} = ? AND r.{} = ?",
                              model::shown_value(column, "r"), table.name, table.key.front(), table.key.back()),
                  key.front(), key.back())
            .value_or("");
    const std::string value = cell("value");
    if (now.empty() || (!value.empty() && value != now)) {
      refuse(kField, "moved", fmt::format("{} of {} is \"{}\" here", name, cell(kRecord), now),
             "evidence is for a value: import the records first, or leave the row out");
      return false;
    }
    return true;
  }

  bool is_known(const model::Entity& entity, const std::vector<std::int64_t>& key, const history::Citation& citation) {
    if (!seen_.emplace(entity.name, key, citation.field, citation.source, citation.place, citation.note).second) {
      return true;
    }
    known_.bind_all(entity.name, std::string_view(cell(kRecord)), std::string_view(citation.field), citation.source);
    const bool has_source = known_.step();
    const bool says_where = !citation.place.empty() || !citation.note.empty();
    const bool known =
        has_source && (!says_where || (known_.text(0) == citation.place && known_.text(1) == citation.note));
    known_.reset();
    return known;
  }

  const Records& records_of(const model::Entity& entity) {
    const auto known = records_.find(&entity);
    if (known != records_.end()) return known->second;
    Records records{model::tracked_table(connection_, entity), {}};
    const schema::TrackedTable& table = records.table;
    sqlite::Statement rows =
        connection_.prepare(fmt::format("SELECT {}, r.{}, r.{} FROM main.{} AS r", schema::record_label(table, "r"),
                                        table.key.front(), table.key.back(), table.name));
    while (rows.step()) {
      std::vector<std::int64_t> key = {rows.integer(1)};
      if (table.key.size() > 1) key.push_back(rows.integer(2));
      records.keys.emplace(rows.text(0), std::move(key));
    }
    return records_.emplace(&entity, std::move(records)).first->second;
  }

  sqlite::Connection& connection_;
  read::RowSource& rows_;
  sqlite::Statement known_;
  const model::Entity* entity_ = nullptr;
  EvidencePlan plan_;
  std::map<const model::Entity*, Records> records_;
  std::set<std::tuple<std::string_view, std::vector<std::int64_t>, std::string, std::int64_t, std::string, std::string>>
      seen_;
};

}  // namespace

bool is_evidence(std::span<const std::string> header) {
  // Between two columns of one name nobody could choose.
  const auto has = [&](std::string_view name) { return std::count(header.begin(), header.end(), name) == 1; };
  return has(kEntity) && has(kRecord) && has(kField) && has(kSource);
}

EvidencePlan plan_evidence(sqlite::Connection& connection, read::RowSource& rows) {
  return Reader(connection, rows).read();
}

void write_evidence(sqlite::Connection& connection, const EvidencePlan& plan, std::int64_t revision) {
  for (const EvidencePlan::Row& row : plan.cited) {
    history::add_citation(connection, model::tracked_table(connection, *row.entity), row.key, row.citation, revision);
  }
}

}  // namespace iscm::import
