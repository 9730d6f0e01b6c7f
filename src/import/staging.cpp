#include "import/staging.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>

#include "embedded.hpp"
#include "error.hpp"
#include "sqlite/functions.hpp"
#include "sqlite/script.hpp"
#include "sqlite/virtual_tables.hpp"
#include "text/visible.hpp"
#include "write/json.hpp"

namespace iscm::import {
namespace {

constexpr std::string_view kTables = "schema/import.sql";
constexpr std::string_view kCreate = "CREATE TEMP TABLE ";

/// The tables of schema/import.sql: the text of those that every import has, and the statements for the others.
struct Tables {
  std::string_view lasting;
  std::string_view input;
  std::string_view item;
};

Tables tables() {
  const auto all = embedded_files();
  const auto file =
      std::find_if(all.begin(), all.end(), [](const EmbeddedFile& embedded) { return embedded.path == kTables; });
  if (file == all.end()) throw Error(Exit::failed, fmt::format("{} is not in this program", kTables));
  const std::string_view text = file->text;
  const auto input = text.find("CREATE TEMP TABLE input ");
  const auto item = text.find("CREATE TEMP TABLE item_");
  return {text.substr(0, input), text.substr(input, text.find(';', input) - input),
          text.substr(item, text.find(';', item) - item)};
}

/// The name of the table that the statement at `at` creates.
std::string created_table(std::string_view text, std::size_t at) {
  const std::size_t begin = at + kCreate.size();
  return std::string(text.substr(begin, text.find_first_of(" (", begin) - begin));
}

/// Makes the lasting tables, or empties those that an earlier import of this connection has made.
void clear_tables(sqlite::Connection& connection, std::string_view text) {
  const auto first = text.find(kCreate);
  if (!connection.integer("SELECT 1 FROM temp.sqlite_schema WHERE name = ?", created_table(text, first))) {
    sqlite::run_script(connection, kTables, text);
    return;
  }
  for (auto at = first; at != std::string_view::npos; at = text.find(kCreate, at + 1)) {
    connection.run(fmt::format("DELETE FROM temp.{}", created_table(text, at)));
  }
}

/// A table whose columns are those of this import.
void make_anew(sqlite::Connection& connection, const std::string& sql) {
  connection.run(fmt::format("DROP TABLE IF EXISTS temp.{}", created_table(sql, 0)));
  connection.run(sql);
}

/// Shows a reader's rows to SQL; the column after the last holds the whole row as a JSON array.
class SourceRows : public sqlite::Rows {
public:
  SourceRows(read::RowSource& source, Job& job) : source_(source), job_(job), width_(source.header().size()) {}

  [[nodiscard]] std::size_t columns() const override { return width_ + 1 + job_.range_ends.size(); }
  [[nodiscard]] std::size_t line() const override { return source_.line(); }

  bool next() override {
    // SQLite would make an error of the statement of it.
    try {
      do {
        if (!source_.next()) return false;
      } while (source_.cells()[0].starts_with(kExampleMark));
    } catch (...) {
      thrown_ = std::current_exception();
      return false;
    }
    whole_ = write::json_array(source_.cells());
    job_.unseen.look(source_.cells(), source_.line());
    if (job_.look) job_.look(source_.cells(), source_.line());
    constexpr std::int64_t kPace = 1024;
    if (++rows_ % kPace == 0 && job_.progress) job_.progress("reading", rows_);
    return true;
  }

  /// Cells are tidied here; the whole row keeps what the file says to the letter.
  [[nodiscard]] std::string_view cell(std::size_t column) const override {
    if (column == width_) return whole_;
    tidied_ = column > width_ ? end_of(job_.range_ends[column - width_ - 1]) : value(column);
    return tidied_;
  }

  /// Throws what reading has thrown.
  void rethrow() const {
    if (thrown_) std::rethrow_exception(thrown_);
  }

private:
  [[nodiscard]] std::string value(std::size_t column) const {
    const std::string_view typed = source_.cells()[column];
    std::string read = job_.cells.read(column, typed, source_.line());
    for (const RangeEnd& range : job_.range_ends) {
      if (!range.own_column) continue;
      // Two cells that say different ends: neither is read.
      if (range.column == column && !agree(range)) return text::squeezed(typed);
      if (range.own_column == column && read.empty()) return end_of(range);
    }
    return read;
  }

  [[nodiscard]] std::string end_of(const RangeEnd& range) const {
    std::string end = job_.cells.end_in(range.column, source_.cells()[range.column]);
    if (end == kOpenEnd) job_.cells.note_open();
    return end;
  }

  [[nodiscard]] bool agree(const RangeEnd& range) const {
    const std::string_view own = source_.cells()[*range.own_column];
    if (own.empty()) return true;
    const std::string end = job_.cells.end_in(range.column, source_.cells()[range.column]);
    return end.empty() || end == kOpenEnd || end == model::stored_value(*range.field, own);
  }

  read::RowSource& source_;
  Job& job_;
  std::exception_ptr thrown_;
  std::int64_t rows_ = 0;
  std::size_t width_;
  std::string whole_;
  mutable std::string tidied_;
};

}  // namespace

std::vector<std::string_view> Job::mapping() const {
  std::vector<std::string_view> names;
  for (const model::Field* field : columns) names.push_back(field == nullptr ? std::string_view() : field->name);
  return names;
}

bool Job::maps(const model::Field& field) const {
  const auto is_field = [&](const model::Field* column) { return column != nullptr && column->name == field.name; };
  return std::any_of(columns.begin(), columns.end(), is_field) || std::any_of(added.begin(), added.end(), is_field);
}

bool Job::maps(std::string_view name) const {
  const model::Field* field = entity.field(name);
  return field != nullptr && maps(*field);
}

std::vector<const model::Field*> Job::mapped() const {
  std::vector<const model::Field*> fields;
  for (const model::Field& field : entity.fields) {
    if (maps(field)) fields.push_back(&field);
  }
  return fields;
}

std::vector<const model::Field*> Job::mapped(model::FieldType type) const {
  std::vector<const model::Field*> fields = mapped();
  std::erase_if(fields, [&](const model::Field* field) { return field->type != type; });
  return fields;
}

std::vector<const model::Field*> Job::stored() const {
  std::vector<const model::Field*> fields = mapped();
  std::erase_if(fields,
                [](const model::Field* field) { return field->type == model::FieldType::list || field->is_code(); });
  return fields;
}

std::string text_column(const model::Field& field) {
  return fmt::format("f_{}", field.name);
}

std::string id_column(const model::Field& field) {
  return fmt::format("id_{}", field.name);
}

std::string item_table(const model::Field& field) {
  return fmt::format("temp.item_{}", field.name);
}

std::int64_t last_id(sqlite::Connection& connection, const model::Entity& entity) {
  return connection.integer("SELECT seq FROM main.sqlite_sequence WHERE name = ?", entity.table).value_or(0);
}

// New rows get the ids that AUTOINCREMENT would give them next, so that rows may refer to each other before they are
// stored. A plan is applied only while nobody has written since.
void stage_tables(Job& job) {
  const Tables sql = tables();
  clear_tables(job.connection, sql.lasting);
  std::string columns;
  for (const model::Field& field : job.entity.fields) {
    const bool may_end = std::any_of(job.range_ends.begin(), job.range_ends.end(),
                                     [&](const RangeEnd& range) { return range.field == &field && !range.own_column; });
    if (job.has_column(field) || may_end || job.spare == &field)
      columns += fmt::format(", {} TEXT", text_column(field));
  }
  make_anew(job.connection,
            fmt::format(fmt::runtime(sql.input), fmt::arg("last_id", last_id(job.connection, job.entity)),
                        fmt::arg("fields", columns)));
  for (const model::Field* field : job.mapped(model::FieldType::list)) {
    make_anew(job.connection, fmt::format(fmt::runtime(sql.item), fmt::arg("field", field->name)));
  }
}

void number_new_rows(Job& job) {
  job.connection.run("ALTER TABLE temp.input DROP COLUMN record_id");
  job.connection.run(fmt::format("ALTER TABLE temp.input ADD COLUMN record_id AS (ifnull(match_id, row + {}))",
                                 last_id(job.connection, job.entity)));
}

namespace {

/// The sources of a whole record, as a list or an export has them: each known, or "unsourced". Which is for which fact,
/// the record does not say; evidence does (cite.cpp).
void mark_several(Job& job) {
  job.connection.run(
      "UPDATE temp.input SET has_several = 1, f_source = NULL WHERE instr(f_source, ';') > 0 AND NOT EXISTS (SELECT 1 "
      "FROM split_text(f_source, ';') AS s WHERE s.value <> 'unsourced' AND s.value NOT IN (SELECT code FROM "
      "main.sources))");
}

}  // namespace

void fill_input(Job& job, read::RowSource& rows) {
  SourceRows source(rows, job);
  const sqlite::RowTable table(job.connection, "source_rows", source);
  std::string columns;
  std::string values;
  for (std::size_t i = 0; i < job.columns.size(); ++i) {
    if (job.columns[i] == nullptr) continue;
    columns += ", " + text_column(*job.columns[i]);
    values += fmt::format(", cell_{}", i);
    if (!job.columns[i]->is_code()) continue;
    columns += ", by_code";
    values += fmt::format(", cell_{} IS NOT NULL", i);
  }
  for (std::size_t i = 0; i < job.range_ends.size(); ++i) {
    if (job.range_ends[i].own_column) continue;
    columns += ", " + text_column(*job.range_ends[i].field);
    values += fmt::format(", cell_{}", job.columns.size() + 1 + i);
  }
  for (const auto& [field, value] : job.shared) {
    columns += ", " + text_column(*field);
    values += ", " + model::quoted(value);
    if (field->is_code()) columns += ", by_code", values += ", 1";
  }
  job.connection.run(fmt::format("INSERT INTO temp.input (line, cells{}) SELECT line, cell_{}{} FROM temp.source_rows",
                                 columns, job.columns.size(), values));
  source.rethrow();
  job.rows = job.connection.changes();
  for (const RangeEnd& range : job.range_ends) {
    if (range.own_column) continue;
    if (job.connection.integer(
            fmt::format("SELECT 1 FROM temp.input WHERE {} IS NOT NULL LIMIT 1", text_column(*range.field)))) {
      job.added.push_back(range.field);
    }
  }
  if (job.maps(model::source_field())) mark_several(job);
}

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
  sqlite::Statement names = job.connection.prepare(
      "SELECT value, max(target_id) FROM temp.resolved WHERE kind = ? GROUP BY value HAVING count(*) = 1");
  names.bind_all(kind);
  while (names.step()) ids.emplace(names.text(0), names.text(1));
  return ids;
}

/// Writes the ids into a column, if the names are too many to be kept, and returns its name.
std::string write_ids(Job& job, const model::Field& field) {
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
std::string id_expression(Job& job, const model::Field& field) {
  const auto names = job.connection.integer("SELECT count(*) FROM temp.resolved WHERE kind = ?", field.target);
  if (names.value_or(0) > kMostKept) return write_ids(job, field);
  const std::string function = fmt::format("record_of_{}", field.name);
  sqlite::add_text_function(
      job.connection, function.c_str(), 1,
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
  const auto id = job.connection.integer(
      "SELECT id FROM main.sources WHERE code = ?1 UNION ALL SELECT id FROM temp.created WHERE kind = 'source' AND "
      "code = ?1",
      job.default_source);
  if (!id) {
    throw Error(Exit::refused, fmt::format("unknown source \"{}\"", job.default_source),
                "`iscm list source` shows them");
  }
  return id;
}

void add_id_column(Job& job, const model::Field& field, const std::string& id) {
  job.connection.run(fmt::format("ALTER TABLE temp.input ADD COLUMN {} INTEGER AS ({})", id_column(field), id));
}

}  // namespace

void add_id_columns(Job& job, const std::vector<const model::Field*>& fields) {
  for (const model::Field* field : fields) {
    if (field != &model::source_field()) add_id_column(job, *field, id_expression(job, *field));
  }
  const std::optional<std::int64_t> whole = default_source_id(job);
  std::string id = whole ? fmt::format("{}", *whole) : "NULL";
  if (whole && job.maps(model::source_field())) id = fmt::format("iif(has_several, NULL, {})", id);
  if (job.maps(model::source_field())) {
    id = fmt::format("iif(f_source IS NULL, {}, {})", id, id_expression(job, model::source_field()));
  }
  add_id_column(job, model::source_field(), id);
}

}  // namespace iscm::import
