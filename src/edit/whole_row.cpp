#include "edit/whole_row.hpp"

#include <fmt/format.h>

#include <vector>

#include "error.hpp"
#include "import/row_sql.hpp"
#include "model/find_record.hpp"
#include "model/sql_of.hpp"

namespace iscm::edit {
namespace {

schema::TrackedTable tracked(sqlite::Connection& connection, std::string_view name) {
  for (schema::TrackedTable& table : schema::tracked_tables(connection)) {
    if (table.name == name) return std::move(table);
  }
  throw Error(Exit::failed, fmt::format("{} has no history", name));
}

/// A column of the row: an expression over temp.input AS i and its record as main.<table> AS t.
std::string column_to_be(const import::Job& job, const std::string& column) {
  if (column == "id") return "i.record_id";
  if (column == "key" && job.maps("alias")) return "ifnull(fold(i.f_alias), t.key)";
  if (column == model::source_field().column) return "i.id_source";
  const model::Field* field = model::field_of_column(job.entity, column);
  return field == nullptr ? fmt::format("t.{}", column) : import::value_to_be(job, *field);
}

}  // namespace

WouldBeRow::WouldBeRow(import::Job& job, bool is_new)
    : connection_(job.connection),
      entity_(job.entity),
      is_new_(is_new),
      table_(tracked(job.connection, job.entity.table)) {
  std::vector<std::string> columns = table_.key;
  columns.insert(columns.end(), table_.columns.begin(), table_.columns.end());
  for (const std::string& column : columns) {
    select_ += fmt::format("{}{} AS {}", select_.empty() ? "SELECT " : ", ", column_to_be(job, column), column);
  }
  select_ += fmt::format(" FROM temp.input AS i LEFT JOIN main.{} AS t ON {} = i.match_id", entity_.table,
                         model::identifier(entity_, "t"));
}

std::string WouldBeRow::label() const {
  return connection_.text(fmt::format("SELECT {} FROM ({}) AS w", label_of(entity_, "w"), select_)).value_or("");
}

std::optional<std::string> WouldBeRow::other(const std::string& condition) const {
  return connection_.text(fmt::format("SELECT {} FROM ({}) AS w JOIN main.{} AS t ON {}{} ORDER BY 1 LIMIT 1",
                                      label_of(entity_, "t"), select_, entity_.table, condition,
                                      is_new_ ? "" : fmt::format(" AND NOT ({})", table_.same_key("t", "w"))));
}

std::optional<std::string> WouldBeRow::twin() const {
  std::vector<std::vector<std::string>> keys = table_.unique_keys;
  if (is_new_ && entity_.is_pure_link) keys.push_back(table_.key);
  for (const std::vector<std::string>& terms : keys) {
    std::string same;
    for (const std::string& term : terms) {
      same += fmt::format("{}{} = {}", same.empty() ? "" : " AND ", schema::through(table_, term, "t"),
                          schema::through(table_, term, "w"));
    }
    if (const auto found = other(same)) return found;
  }
  return std::nullopt;
}

std::optional<std::string> WouldBeRow::stint_in_question() const {
  if (entity_.identity != model::Identity::dated_link) return std::nullopt;
  std::vector<std::string_view> names = model::words(entity_.key);
  names.pop_back();
  std::string same;
  for (const std::string_view name : names) {
    same += fmt::format("t.{0} = w.{0} AND ", entity_.field(name)->column);
  }
  // Dates are compared to the precision that both have.
  return other(same +
               "(w.valid_from IS NULL OR (t.valid_from IS NULL AND NOT ifnull("
               "substr(t.valid_to, 1, min(length(t.valid_to), length(w.valid_from)))"
               " < substr(w.valid_from, 1, min(length(t.valid_to), length(w.valid_from))), 0)))");
}

}  // namespace iscm::edit
