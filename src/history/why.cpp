#include "history/why.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "history/changes.hpp"
#include "history/evidence.hpp"
#include "model/sql_of.hpp"

namespace iscm::history {
namespace {

constexpr std::string_view kUnsourced = "unsourced";

/// Where an imported value stood, and what stood there.
struct Published {
  std::string file, line, text;
};

/// Makes the rows of one table.
class Witness {
public:
  Witness(sqlite::Connection& connection, const schema::TrackedTable& table)
      : connection_(connection), table_(table), columns_(model::field_columns(table)) {
    find_importing_entity();
  }

  /// Tells of every field, or of one. `as_list`: of the link alone, as an item of this list field of its owner.
  void tell(const VersionedRow& row, const model::Field* asked, const model::Field* as_list) {
    const std::size_t last = row.versions.size() - 1;
    if (is_fact(table_) && asked == nullptr) {
      const Fact whole = whole_row(row);
      const std::string item = as_list == nullptr ? std::string() : item_code(row, *as_list);
      add(row, as_list == nullptr ? std::string() : std::string(as_list->name), item, whole,
          as_list == nullptr ? name_column() : as_list->name);
    }
    if (as_list != nullptr) return;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].field == model::source_field().name && asked != &model::source_field()) continue;
      if (asked != nullptr && columns_[i].field != asked->name) continue;
      const Fact fact = fact_of(row, i);
      const bool never_set = !row.versions[last].values[i] && fact.set_by == &row.versions.front();
      if (asked != nullptr && never_set)
        rows_.push_back({row.record, columns_[i].field, {}, {}, {}, {}, {}, {}, {}, {}});
      if (never_set || (asked == nullptr && is_told_by_the_whole(row, i, fact))) continue;
      add(row, columns_[i].field, shown(columns_[i], row.versions[last].values[i]), fact, columns_[i].field);
    }
  }

  void give(Witnesses& all, bool with_notes) {
    all.rows.insert(all.rows.end(), std::make_move_iterator(rows_.begin()), std::make_move_iterator(rows_.end()));
    if (!with_notes) return;
    for (const auto& [merge, fields] : merges_) {
      all.notes.push_back(fmt::format("{} of {} came from {}, which revision {} merged into it",
                                      fmt::join(fields, ", "), merge.into, merge.from, merge.revision));
    }
  }

private:
  /// The rows of a pure link are imported with the record whose list they are.
  void find_importing_entity() {
    const model::Entity* entity = model::entity_of_table(table_.name);
    if (entity != nullptr && !entity->is_pure_link) {
      entity_ = entity->name;
      return;
    }
    for (const model::Entity& owner : model::entities()) {
      for (const model::Field& field : owner.fields) {
        if (field.type == model::FieldType::list && field.link_table == table_.name) entity_ = owner.name;
      }
    }
  }

  /// Where an imported row says what the other side of a link is called.
  [[nodiscard]] std::string_view name_column() const {
    const model::Entity* entity = model::entity_of_table(table_.name);
    return entity != nullptr && entity->field("alias") != nullptr ? "alias" : "published_name";
  }

  /// What a link links came with it, unless it was changed since, as a start that was found out later.
  bool is_told_by_the_whole(const VersionedRow& row, std::size_t column, const Fact& fact) const {
    return is_in_key(table_, columns_[column]) && fact.set_by == whole_row(row).set_by;
  }

  std::string shown(const model::FieldColumn& column, const std::optional<std::string>& value) {
    if (!value) return {};
    if (column.parent.empty()) return *value;
    return code_of(column.parent, std::stoll(*value));
  }

  std::string code_of(const std::string& table, std::int64_t id) {
    const model::FieldColumn reference{"id", "", table};
    return connection_.text(fmt::format("SELECT {} FROM (SELECT ? AS id) AS r", shown_value(reference, "r")), id)
        .value_or("");
  }

  /// The code of the record that a link of a list leads to.
  std::string item_code(const VersionedRow& row, const model::Field& list) {
    return code_of(std::string(model::entity_named(list.target).table), row.key.back());
  }

  Published published(std::int64_t revision, std::int64_t record, std::string_view field, const std::string& wording) {
    sqlite::Statement found = connection_.prepare(
        "SELECT i.file, r.line, (SELECT c.value FROM json_each(i.mapping) AS m JOIN json_each(r.cells) AS c"
        " ON c.key = m.key WHERE m.value = ?1) FROM main.imports AS i JOIN main.imported_rows AS r"
        " ON r.import_id = i.id WHERE i.revision = ?2 AND i.entity = ?3 AND r.record_id = ?4"
        " ORDER BY i.id, r.line LIMIT 1");
    found.bind_all(field, revision, entity_, record);
    if (!found.step()) return {};
    return {found.text(0), found.text(1), wording.empty() ? found.text(2) : wording};
  }

  /// A later code is given by a rename, which leaves the evidence of the record as it is.
  std::optional<std::int64_t> source_of_code(const VersionedRow& row, const Fact& fact) {
    if (fact.set_by == &row.versions.front()) return fact.source;
    return connection_.integer("SELECT source_id FROM main.revisions WHERE id = ?", fact.set_by->revision);
  }

  /// What the source wrote for an item of a list: the cell holds them all.
  std::string wording(const VersionedRow& row, std::string_view field) {
    if (table_.key.size() == 1 || field == "position") return {};
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].field == "published_name") return row.versions.back().values[i].value_or("");
    }
    return {};
  }

  void add(const VersionedRow& row, const std::string& field, const std::string& value, const Fact& fact,
           std::string_view cell) {
    const Version& version = *fact.set_by;
    sqlite::Statement made =
        connection_.prepare("SELECT made_at, ifnull(author, kind) FROM main.revisions WHERE id = ?");
    made.bind(1, version.revision);
    made.step();
    const std::optional<std::int64_t> rests_on = field == "code" ? source_of_code(row, fact) : fact.source;
    const std::string source = rests_on ? code_of("sources", *rests_on) : std::string(kUnsourced);
    if (fact.row != &row) note_merge(row, field.empty() ? cell : field, fact);
    const Published text = published(version.revision, fact.row->key.front(), cell, wording(*fact.row, cell));
    rows_.push_back({row.record, field, value, std::to_string(version.revision), made.text(0), made.text(1), source,
                     text.file, text.line, text.text});
  }

  struct Merge {
    std::string into, from;
    std::int64_t revision;
    auto operator<=>(const Merge&) const = default;
  };

  static bool leads_to(const VersionedRow& row, const VersionedRow* wanted) {
    return &row == wanted || std::any_of(row.versions.begin(), row.versions.end(), [&](const Version& version) {
      return std::any_of(version.merged.begin(), version.merged.end(),
                         [&](const VersionedRow& gone) { return leads_to(gone, wanted); });
    });
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
  std::string entity_;
  std::vector<std::vector<std::string>> rows_;
  std::map<Merge, std::vector<std::string>> merges_;
};

/// Those that stand; where none does, the one that was removed last.
model::KeyedRows rows_to_tell(const model::KeyedRows& rows) {
  model::KeyedRows told = rows;
  told.keys.resize(std::max<std::size_t>(rows.live, 1));
  return told;
}

}  // namespace

Witnesses why(sqlite::Connection& connection, const model::KeyedRows& rows) {
  const model::KeyedRows told = rows_to_tell(rows);
  const bool removed = rows.live == 0;
  const bool list = rows.field != nullptr && rows.field->type == model::FieldType::list;
  Witnesses all;
  if (!list) {
    Witness witness(connection, told.table);
    for_each_row(connection, told.table, told.is_one_of("r"), {.removed = removed},
                 [&](const VersionedRow& row) { witness.tell(row, rows.field, nullptr); });
    witness.give(all, true);
  }
  if (rows.field != nullptr && !list) return all;
  const std::vector<LinkedRows> linked = linked_rows(connection, told);
  for (const model::Field& field : rows.entity->fields) {
    if (field.type != model::FieldType::list || (list && &field != rows.field)) continue;
    const auto links = std::find_if(linked.begin(), linked.end(),
                                    [&](const LinkedRows& rows_of) { return rows_of.table.name == field.link_table; });
    Witness witness(connection, links->table);
    for_each_row(connection, links->table, links->condition, {.removed = removed},
                 [&](const VersionedRow& row) { witness.tell(row, nullptr, &field); });
    witness.give(all, list);  // the items of a merged record are many
  }
  return all;
}

std::int64_t removed_by(sqlite::Connection& connection, const model::KeyedRows& rows) {
  if (rows.live > 0) return 0;
  return connection
      .integer(fmt::format("SELECT max(r.replaced_by) FROM main.{}_history AS r WHERE {}", rows.table.name,
                           rows_to_tell(rows).is_one_of("r")))
      .value_or(0);
}

}  // namespace iscm::history
