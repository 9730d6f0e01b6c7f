#include "check/fix.hpp"

#include <fmt/format.h>

#include <map>

#include "import/row_sql.hpp"
#include "import/saved_plan_bind.hpp"
#include "model/sql_of.hpp"
#include "query/filter.hpp"
#include "schema/derived.hpp"

namespace iscm::check {
namespace {

/// The findings about a field beside the row that each is about: the only one that people call by its key.
std::string rows_found(const schema::TrackedTable& table, const model::Entity& entity, const model::Field& field) {
  std::string key;
  for (const model::Field* part : import::identifying_fields(entity))
    key += ", " + query::shown_value(entity, *part, "v");
  return fmt::format(R"(
WITH labelled AS MATERIALIZED (
  SELECT {label} AS label, {value} AS old, v.revision AS revision, {source} AS source,
    count(*) OVER (PARTITION BY {label}) AS rows_with_label{key}
  FROM main.{table} AS v
)
SELECT l.*, f.value
FROM temp.finding AS f
JOIN labelled AS l ON l.label = f.key AND l.rows_with_label = 1
WHERE f.check_name = ?1 AND f.entity = ?2 AND f.field = ?3 AND NOT f.waived AND f.value IS NOT NULL
ORDER BY f.place)",
                     fmt::arg("label", schema::record_label(table, "v")),
                     fmt::arg("value", query::shown_value(entity, field, "v")),
                     fmt::arg("source", query::shown_value(entity, model::source_field(), "v")), fmt::arg("key", key),
                     fmt::arg("table", table.name));
}

auto text_or_nothing(const sqlite::Statement& row, int column) -> import::SavedText {
  if (row.is_null(column)) return std::nullopt;
  return row.text(column);
}

/// Collects the repairs of one kind of record.
class RepairPlan {
public:
  explicit RepairPlan(const model::Entity& entity) : entity_(entity) {}

  /// Adds what a check would write into a field. Returns the number of findings that this repairs.
  std::int64_t add(sqlite::Connection& connection, const schema::TrackedTable& table, const model::Field& field,
                   std::string_view check) {
    sqlite::Statement rows = connection.prepare(rows_found(table, entity_, field));
    rows.bind_all(check, entity_.name, field.name);
    std::int64_t count = 0;
    for (; rows.step(); ++count) {
      import::SavedRecord& record = records_[rows.text(kLabel)];
      record.revision = rows.integer(kRevision);
      record.source = rows.text(kSource);
      record.key.clear();
      const int last = rows.columns() - 1;
      for (int i = kFirstOfKey; i < last; ++i) record.key.push_back(text_or_nothing(rows, i));
      const std::string wanted = rows.text(last);
      record.values[std::string(field.name)] = {
          .line = 0,
          .old = text_or_nothing(rows, kOld),
          .wanted = wanted.empty() ? import::SavedText() : import::SavedText(wanted)};
    }
    return count;
  }

  [[nodiscard]] std::unique_ptr<Repair> take(const std::string& name) && {
    auto repair = std::make_unique<Repair>();
    repair->plan.entity = &entity_;
    repair->plan.file.name = name;
    for (auto& [label, record] : records_) {
      record.line = repair->plan.records.size() + 1;
      repair->plan.records.push_back(std::move(record));
    }
    repair->rows = import::saved_rows(repair->plan, name);
    return repair;
  }

private:
  static constexpr int kLabel = 0, kOld = 1, kRevision = 2, kSource = 3, kFirstOfKey = 5;

  const model::Entity& entity_;
  std::map<std::string, import::SavedRecord> records_;
};

/// Null for a code, which is renamed instead, and for a list.
const model::Field* repairable(const model::Entity* entity, const std::string& name) {
  const model::Field* field = entity == nullptr ? nullptr : entity->field(name);
  const bool is_value = field != nullptr && field->type != model::FieldType::list && !field->is_code();
  return is_value ? field : nullptr;
}

}  // namespace

std::vector<std::unique_ptr<Repair>> repairs_of(sqlite::Connection& connection, const Check& check,
                                                std::int64_t& by_hand) {
  std::map<std::string, RepairPlan> repairs;
  by_hand = 0;
  sqlite::Statement groups = connection.prepare(
      "SELECT entity, field, count(*) FROM temp.finding WHERE check_name = ? AND NOT waived GROUP BY 1, 2");
  groups.bind(1, std::string_view(check.name));
  while (groups.step()) {
    by_hand += groups.integer(2);
    const model::Entity* entity = model::find_entity(groups.text(0));
    const model::Field* field = repairable(entity, groups.text(1));
    if (field == nullptr) continue;
    RepairPlan& plan = repairs.try_emplace(std::string(entity->name), *entity).first->second;
    by_hand -= plan.add(connection, model::tracked_table(connection, *entity), *field, check.name);
  }
  std::vector<std::unique_ptr<Repair>> done;
  for (auto& [entity, plan] : repairs) done.push_back(std::move(plan).take("check --fix " + check.name));
  return done;
}

}  // namespace iscm::check
