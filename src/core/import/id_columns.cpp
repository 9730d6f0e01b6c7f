#include "core/import/id_columns.hpp"

#include <fmt/format.h>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>

#include "db/functions.hpp"
#include "error.hpp"

namespace iscm::core {
namespace {

struct TextHash : std::hash<std::string_view> {
  using is_transparent = void;
};

/// Ids by what the cells say, as text: that is what a function may give.
using Ids = std::unordered_map<std::string, std::string, TextHash, std::equal_to<>>;

/// So many different names are kept in memory.
constexpr std::int64_t kMostKept = 1000;

Ids ids_of(Job& job, std::string_view kind) {
  Ids ids;
  db::Statement names = job.connection.prepare(
      "SELECT value, max(target_id) FROM temp.resolved WHERE kind = ? GROUP BY value HAVING count(*) = 1");
  names.bind_all(kind);
  while (names.step()) ids.emplace(names.text(0), names.text(1));
  return ids;
}

/// The column that holds the ids where the names are too many to be kept.
std::string write_ids(Job& job, const Field& field) {
  const std::string column = fmt::format("found_{}", field.name);
  job.connection.run(fmt::format("ALTER TABLE temp.input ADD COLUMN {} INTEGER", column));
  job.connection.run(fmt::format("UPDATE temp.input SET {} = (SELECT iif(count(*) = 1, max(target_id), NULL) "
                                 "FROM temp.resolved WHERE kind = ? AND value = {})",
                                 column, text_column(field)),
                     field.target);
  return column;
}

/// The id of the record that the field of a row names. A few names are looked up whenever a row is read, which takes
/// less time than to write their ids into every row.
std::string id_expression(Job& job, const Field& field) {
  const auto names = job.connection.integer("SELECT count(*) FROM temp.resolved WHERE kind = ?", field.target);
  if (names.value_or(0) > kMostKept) return write_ids(job, field);
  const std::string function = fmt::format("record_of_{}", field.name);
  db::add_text_function(job.connection, function.c_str(), 1,
                        [ids = std::make_shared<const Ids>(ids_of(job, field.target))](
                            std::span<const std::optional<std::string_view>> arguments) -> std::optional<std::string> {
                          const auto found = arguments[0] ? ids->find(*arguments[0]) : ids->end();
                          if (found == ids->end()) return std::nullopt;
                          return found->second;
                        });
  return fmt::format("{}({})", function, text_column(field));
}

std::optional<std::int64_t> default_source_id(Job& job) {
  if (job.default_source.empty()) return std::nullopt;
  const auto id = job.connection.integer("SELECT id FROM main.sources WHERE code = ?", job.default_source);
  if (!id) {
    throw Error(Exit::refused, fmt::format("unknown source \"{}\"", job.default_source),
                "`iscm list source` shows them");
  }
  return id;
}

void add_id_column(Job& job, const Field& field, const std::string& id) {
  job.connection.run(fmt::format("ALTER TABLE temp.input ADD COLUMN {} INTEGER AS ({})", id_column(field), id));
}

}  // namespace

void add_id_columns(Job& job, const std::vector<const Field*>& fields) {
  for (const Field* field : fields) {
    if (field != &source_field()) add_id_column(job, *field, id_expression(job, *field));
  }
  const std::optional<std::int64_t> whole = default_source_id(job);
  std::string id = whole ? fmt::format("{}", *whole) : "NULL";
  if (job.maps(source_field())) {
    id = fmt::format("iif(f_source IS NULL, {}, {})", id, id_expression(job, source_field()));
  }
  add_id_column(job, source_field(), id);
}

}  // namespace iscm::core
