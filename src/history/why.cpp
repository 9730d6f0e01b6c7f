#include "history/why.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "history/changes.hpp"
#include "history/citations.hpp"
#include "history/evidence.hpp"
#include "history/facts.hpp"
#include "model/sql_of.hpp"
#include "read/row_source.hpp"

namespace iscm::history {
namespace {

constexpr std::string_view kUnsourced = "unsourced";

/// Where an imported value was, and how it was written.
struct Published {
  std::string file, line, text;
};

/// Imported rows of a pure link are those of the record whose list it is.
std::string importing_entity(const schema::TrackedTable& table) {
  const model::Entity* entity = model::entity_of_table(table.name);
  if (entity != nullptr && !entity->is_pure_link) return std::string(entity->name);
  for (const model::Entity& owner : model::entities()) {
    for (const model::Field& field : owner.fields) {
      if (field.type == model::FieldType::list && field.link_table == table.name) return std::string(owner.name);
    }
  }
  return {};
}

/// Whether `wanted` is this row, or was merged into it.
bool leads_to(const VersionedRow& row, const VersionedRow* wanted) {
  return &row == wanted || std::any_of(row.versions.begin(), row.versions.end(), [&](const Version& version) {
    return std::any_of(version.merged.begin(), version.merged.end(),
                       [&](const VersionedRow& gone) { return leads_to(gone, wanted); });
  });
}

/// Explains the facts of the rows of one table.
class Explainer {
public:
  Explainer(sqlite::Connection& connection, const schema::TrackedTable& table)
      : connection_(connection),
        table_(table),
        columns_(model::field_columns(table)),
        imported_as_(importing_entity(table)),
        citations_(connection, table.name) {}

  /// Every field of the row, or the one that is asked about.
  void explain(const VersionedRow& row, const model::Field* asked) {
    const Fact whole = whole_row(row);
    if (is_fact(table_) && asked == nullptr) add(row, {}, {}, whole, name_column());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string& field = columns_[i].field;
      if (asked != nullptr ? field != asked->name : field == model::source_field().name) continue;
      const Fact fact = fact_of(row, i);
      const std::optional<std::string>& value = row.versions.back().values[i];
      if (!value && fact.set_by == &row.versions.front()) {
        if (asked != nullptr) rows_.push_back({row.record, field, {}, {}, {}, {}, {}, {}, {}, {}});
        continue;
      }
      // What a link joins came with it, unless it was changed since, as a start that was found out later.
      const bool came_with_link = is_in_key(table_, columns_[i]) && fact.set_by == whole.set_by;
      if (asked == nullptr && came_with_link) continue;
      add(row, field, shown(columns_[i], value), fact, field);
    }
  }

  /// The row as an item of this list field of its owner.
  void explain_item(const VersionedRow& row, const model::Field& list) {
    const std::string item = code_of(std::string(model::entity_named(list.target).table), row.key.back());
    add(row, std::string(list.name), item, whole_row(row), list.name);
  }

  void move_to(Explanation& all, bool with_notes) {
    all.rows.insert(all.rows.end(), std::make_move_iterator(rows_.begin()), std::make_move_iterator(rows_.end()));
    if (!with_notes) return;
    for (const auto& [merge, fields] : merges_) {
      const auto& [into, from, revision] = merge;
      all.notes.push_back(fmt::format("{} of {} came from {}, which revision {} merged into it",
                                      fmt::join(fields, ", "), into, from, revision));
    }
  }

private:
  using Merge = std::tuple<std::string, std::string, std::int64_t>;  ///< into, from, revision

  /// The field in which an imported row says what the other side of a link is called.
  [[nodiscard]] std::string_view name_column() const {
    const model::Entity* entity = model::entity_of_table(table_.name);
    return entity != nullptr && entity->field("alias") != nullptr ? "alias" : "published_name";
  }

  [[nodiscard]] std::string shown(const model::FieldColumn& column, const std::optional<std::string>& value) const {
    if (!value || column.parent.empty()) return value.value_or("");
    return code_of(column.parent, std::stoll(*value));
  }

  [[nodiscard]] std::string code_of(const std::string& table, std::int64_t id) const {
    const model::FieldColumn reference{"id", "", table};
    return connection_.text(fmt::format("SELECT {} FROM (SELECT ? AS id) AS r", shown_value(reference, "r")), id)
        .value_or("");
  }

  [[nodiscard]] Published published(std::int64_t revision, std::int64_t record, std::string_view field,
                                    const std::string& wording) const {
    sqlite::Statement found = connection_.prepare(fmt::format(
        "SELECT i.file, r.line % {}, (SELECT c.value FROM json_each(i.mapping) AS m JOIN json_each(r.cells) AS c"
        " ON c.key = m.key WHERE m.value = ?1) FROM main.imports AS i JOIN main.imported_rows AS r"
        " ON r.import_id = i.id WHERE i.revision = ?2 AND i.entity = ?3 AND r.record_id = ?4"
        " ORDER BY i.id, r.line LIMIT 1",
        read::kPartOfLine));
    found.bind_all(field, revision, imported_as_, record);
    if (!found.step()) return {};
    return {found.text(0), found.text(1), wording.empty() ? found.text(2) : wording};
  }

  /// A later code comes from a rename, which does not change the evidence of the record.
  [[nodiscard]] std::optional<std::int64_t> source_of_code(const VersionedRow& row, const Fact& fact) const {
    if (fact.set_by == &row.versions.front()) return fact.source;
    return connection_.integer("SELECT source_id FROM main.revisions WHERE id = ?", fact.set_by->revision);
  }

  /// How the source wrote an item of a list: the imported cell holds all of them.
  [[nodiscard]] std::string wording(const VersionedRow& row, std::string_view field) const {
    if (table_.key.size() == 1 || field == "position") return {};
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].field == "published_name") return row.versions.back().values[i].value_or("");
    }
    return {};
  }

  /// A row with the time and the author of a revision.
  [[nodiscard]] sqlite::Statement maker_of(std::int64_t revision) const {
    sqlite::Statement made =
        connection_.prepare("SELECT made_at, ifnull(author, kind) FROM main.revisions WHERE id = ?");
    made.bind(1, revision);
    made.step();
    return made;
  }

  void add(const VersionedRow& row, const std::string& field, const std::string& value, const Fact& fact,
           std::string_view imported_field) {
    const std::int64_t revision = fact.set_by->revision;
    const sqlite::Statement made = maker_of(revision);
    const std::optional<std::int64_t> source = field == "code" ? source_of_code(row, fact) : fact.source;
    if (fact.row != &row) note_merge(row, field.empty() ? imported_field : field, fact);
    Published text = published(revision, fact.row->key.front(), imported_field, wording(*fact.row, imported_field));
    rows_.push_back({row.record, field, value, std::to_string(revision), made.text(0), made.text(1),
                     source ? code_of("sources", *source) : std::string(kUnsourced), std::move(text.file),
                     std::move(text.line), std::move(text.text)});
    if (is_fact(field)) add_citations(row, field, value, revision);
  }

  /// What was cited since, a row each: the place in the source stands where an imported file has its text.
  void add_citations(const VersionedRow& row, const std::string& field, const std::string& value, std::int64_t set_by) {
    for (const Citation& citation : citations_.of(row.key)) {
      if (!stands_for(citation, table_.key.size() > 1 ? std::string_view() : field, set_by)) continue;
      const sqlite::Statement made = maker_of(citation.revision);
      const bool both = !citation.place.empty() && !citation.note.empty();
      rows_.push_back({row.record,
                       field,
                       value,
                       std::to_string(citation.revision),
                       made.text(0),
                       made.text(1),
                       code_of("sources", citation.source),
                       {},
                       {},
                       fmt::format("{}{}{}", citation.place, both ? "; " : "", citation.note)});
    }
  }

  void note_merge(const VersionedRow& row, std::string_view field, const Fact& fact) {
    for (const Version& version : row.versions) {
      for (const VersionedRow& gone : version.merged) {
        if (leads_to(gone, fact.row)) merges_[{row.record, gone.record, version.revision}].emplace_back(field);
      }
    }
  }

  sqlite::Connection& connection_;
  const schema::TrackedTable& table_;
  std::vector<model::FieldColumn> columns_;
  std::string imported_as_;
  Citations citations_;
  std::vector<std::vector<std::string>> rows_;
  std::map<Merge, std::vector<std::string>> merges_;
};

/// Those that were not removed; if all were, the one that was removed last.
model::KeyedRows rows_to_explain(model::KeyedRows rows) {
  rows.keys.resize(std::max<std::size_t>(rows.live, 1));
  return rows;
}

}  // namespace

Explanation why(sqlite::Connection& connection, const model::KeyedRows& rows) {
  const model::KeyedRows explained = rows_to_explain(rows);
  const Wanted wanted{.removed = rows.live == 0};
  const bool list = rows.field != nullptr && rows.field->type == model::FieldType::list;
  Explanation all;
  if (!list) {
    Explainer explainer(connection, explained.table);
    for_each_row(connection, explained.table, explained.is_one_of("r"), wanted,
                 [&](const VersionedRow& row) { explainer.explain(row, rows.field); });
    explainer.move_to(all, true);
  }
  if (rows.field != nullptr && !list) return all;
  const std::vector<LinkedRows> linked = linked_rows(connection, explained);
  for (const model::Field& field : rows.entity->fields) {
    if (field.type != model::FieldType::list || (list && &field != rows.field)) continue;
    const auto links = std::find_if(linked.begin(), linked.end(), [&](const LinkedRows& candidate) {
      return candidate.table.name == field.link_table;
    });
    Explainer explainer(connection, links->table);
    for_each_row(connection, links->table, links->condition, wanted,
                 [&](const VersionedRow& row) { explainer.explain_item(row, field); });
    explainer.move_to(all, list);  // the items of a merged record are many
  }
  return all;
}

std::int64_t removed_by(sqlite::Connection& connection, const model::KeyedRows& rows) {
  if (rows.live > 0) return 0;
  return connection
      .integer(fmt::format("SELECT max(r.replaced_by) FROM main.{}_history AS r WHERE {}", rows.table.name,
                           rows_to_explain(rows).is_one_of("r")))
      .value_or(0);
}

}  // namespace iscm::history
