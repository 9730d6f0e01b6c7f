#include "import/staging.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>

#include "error.hpp"
#include "import/header.hpp"
#include "import/problems.hpp"
#include "sqlite/functions.hpp"
#include "sqlite/row_table.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"
#include "write/json.hpp"

namespace iscm::import {
namespace {

/// What a note says about a kind of character; empty for those that spelling may need.
std::string_view told(text::Hidden kind) {
  switch (kind) {
    case text::Hidden::no_break_space:
      return "no-break spaces were read as spaces";
    case text::Hidden::zero_width_space:
      return "zero-width spaces, which show nothing (U+200B)";
    case text::Hidden::word_joiner:
      return "word joiners, which show nothing (U+2060)";
    case text::Hidden::byte_order_mark:
      return "byte order marks within a text, which show nothing (U+FEFF)";
    case text::Hidden::soft_hyphen:
      return "soft hyphens, which show nothing within a line (U+00AD)";
    case text::Hidden::direction_change:
      return "marks that turn the direction of a text and show nothing (U+202A to U+2069)";
    default:
      return {};
  }
}

/// The first bytes of such characters; most cells have none of them.
bool may_begin_hidden(char byte) {
  return byte == '\xC2' || byte == '\xE2' || byte == '\xEF';
}

}  // namespace

void UnseenBlanks::look(std::span<const std::string_view> cells, std::size_t line) {
  for (std::size_t column = 0; column < cells.size(); ++column) {
    if (std::none_of(cells[column].begin(), cells[column].end(), may_begin_hidden)) continue;
    std::set<std::string_view> found;
    for (const text::CodePoint& point : text::CodePoints(cells[column])) {
      if (point.valid) found.insert(told(text::hidden_kind(point.value)));
    }
    found.erase(std::string_view());
    for (const std::string_view what : found) {
      Seen& seen = seen_[{column, what}];
      if (++seen.cells == 1) seen.line = line;
    }
  }
}

std::vector<read::Note> UnseenBlanks::notes(std::span<const std::string> header) const {
  std::vector<read::Note> notes;
  for (const auto& [place, seen] : seen_) {
    const auto [column, what] = place;
    const std::string more = seen.cells > 1 ? fmt::format(", in {} cells of this column", seen.cells) : "";
    notes.push_back({seen.line, fmt::format("{}: {}{}", header[column], what, more)});
  }
  std::stable_sort(notes.begin(), notes.end(),
                   [](const read::Note& one, const read::Note& other) { return one.line < other.line; });
  return notes;
}

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
  std::erase_if(
      fields, [](const model::Field* field) { return field->type == model::FieldType::list || field->name == "code"; });
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

std::string stored_value(const model::Field& field) {
  if (field.type == model::FieldType::reference) return "i." + id_column(field);
  if (field.is_number()) return fmt::format("CAST(i.{} AS INTEGER)", text_column(field));
  return "i." + text_column(field);
}

std::string value_to_be(const Job& job, const model::Field& field) {
  std::string value = fmt::format("t.{}", field.column);
  if (job.maps(field)) {
    value = fmt::format(
        "ifnull({}, iif(EXISTS (SELECT 1 FROM temp.cleared AS c WHERE c.row = i.row AND c.field = {}), NULL, {}))",
        stored_value(field), model::quoted(field.name), value);
  } else if (field.name == "code") {
    value = "ifnull(i.f_code, t.code)";
  }
  return field.fallback.empty() ? value : fmt::format("ifnull({}, {})", value, model::quoted(field.fallback));
}

std::string same_record(const model::Entity& entity) {
  if (!entity.is_pure_link) return "t.id = i.record_id";
  std::string condition;
  for (const std::string_view name : model::words(entity.key)) {
    const model::Field& field = *entity.field(name);
    condition += fmt::format("{}t.{} = i.{}", condition.empty() ? "" : " AND ", field.column, id_column(field));
  }
  return condition;
}

namespace {

void drop_tables(sqlite::Connection& connection, const model::Entity& entity) {
  for (const model::Field& field : entity.fields) {
    if (field.type == model::FieldType::list) connection.run(fmt::format("DROP TABLE IF EXISTS {}", item_table(field)));
  }
  for (const char* table : {"input", "wanted", "name", "resolved", "answer", "created", "created_key", "learned",
                            "near", "problem", "detail", "cleared", "change", "set_aside"}) {
    connection.run(fmt::format("DROP TABLE IF EXISTS temp.{}", table));
  }
}

}  // namespace

std::int64_t last_id(sqlite::Connection& connection, const model::Entity& entity) {
  return connection.integer("SELECT seq FROM main.sqlite_sequence WHERE name = ?", entity.table).value_or(0);
}

// New rows get the ids that AUTOINCREMENT would give them next, so that rows may refer to each other before they are
// stored. A plan is applied only while nobody has written since.
void stage_tables(Job& job) {
  drop_tables(job.connection, job.entity);
  std::string columns;
  for (const model::Field& field : job.entity.fields) {
    if (!job.maps(field) && field.name != "code") continue;
    columns += fmt::format(", {} TEXT", text_column(field));
  }
  job.connection.run(
      fmt::format("CREATE TEMP TABLE input (row INTEGER PRIMARY KEY, line INTEGER NOT NULL, cells TEXT NOT NULL, "
                  "by_code INTEGER NOT NULL DEFAULT 0, match_id INTEGER, is_new AS (match_id IS NULL), "
                  "record_id AS (ifnull(match_id, row + {})), f_source TEXT{})",
                  last_id(job.connection, job.entity), columns));
  // By value first: of all the names of a kind, that compares once what tells them apart.
  for (const char* table : {"wanted (kind TEXT, value TEXT, PRIMARY KEY (value, kind)) WITHOUT ROWID",
                            "name (kind TEXT, key TEXT, tier INTEGER, target_id INTEGER)",
                            "resolved (kind TEXT, value TEXT, target_id INTEGER, tier INTEGER, PRIMARY KEY (value, "
                            "kind, target_id)) WITHOUT ROWID",
                            "answer (kind TEXT, key TEXT, value TEXT, code TEXT, is_new INTEGER, learn INTEGER, used "
                            "INTEGER NOT NULL DEFAULT 0)",
                            "created (kind TEXT, id INTEGER, code TEXT, name TEXT, acronym TEXT, address TEXT, row "
                            "INTEGER, line INTEGER, source TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID",
                            "created_key (kind TEXT, key TEXT, id INTEGER, PRIMARY KEY (kind, key)) WITHOUT ROWID",
                            "learned (kind TEXT, alias TEXT, key TEXT, target_id INTEGER, code TEXT, source TEXT)",
                            "near (row INTEGER, target_id INTEGER, PRIMARY KEY (row, target_id)) WITHOUT ROWID",
                            "problem (line INTEGER, field TEXT, value TEXT, code TEXT)",
                            "detail (line INTEGER, field TEXT, value TEXT, code TEXT, text TEXT, other TEXT)",
                            "cleared (row INTEGER, field TEXT, PRIMARY KEY (row, field)) WITHOUT ROWID",
                            "set_aside (row INTEGER PRIMARY KEY, line INTEGER, cells TEXT, by_code INTEGER)",
                            "change (row INTEGER, field TEXT, old, new, PRIMARY KEY (row, field)) WITHOUT ROWID"}) {
    job.connection.run(fmt::format("CREATE TEMP TABLE {}", table));
  }
}

void number_new_rows(Job& job) {
  job.connection.run("ALTER TABLE temp.input DROP COLUMN record_id");
  job.connection.run(fmt::format("ALTER TABLE temp.input ADD COLUMN record_id AS (ifnull(match_id, row + {}))",
                                 last_id(job.connection, job.entity)));
}

namespace {

/// A cell of nothing but separators is an empty cell: it changes nothing.
bool has_no_item(std::string_view cell, std::string_view separators) {
  for (const text::CodePoint& point : text::CodePoints(cell)) {
    if (point.bytes != " " && separators.find(point.bytes) == std::string_view::npos) return false;
  }
  return true;
}

/// Shows a reader's rows to SQL; the column after the last holds the whole row as a JSON array.
class SourceRows : public sqlite::Rows {
public:
  SourceRows(read::RowSource& source, Job& job)
      : source_(source), job_(job), width_(source.header().size()), code_(column_of_code(job)) {
    job.gives_codes = code_ < width_;
  }

  [[nodiscard]] std::size_t columns() const override { return width_ + 1; }
  [[nodiscard]] std::size_t line() const override { return source_.line(); }

  bool next() override {
    do {
      if (!source_.next()) return false;
    } while (source_.cells()[0].starts_with(kExampleMark));
    whole_ = write::json_array(source_.cells());
    job_.unseen.look(source_.cells(), source_.line());
    job_.gives_codes = job_.gives_codes && !text::trimmed(source_.cells()[code_]).empty();
    constexpr std::int64_t kPace = 1024;
    if (++rows_ % kPace == 0 && job_.progress) job_.progress("reading", rows_);
    return true;
  }

  /// Cells are tidied here: what the file says to the letter stands in the whole row.
  [[nodiscard]] std::string_view cell(std::size_t column) const override {
    if (column == width_) return whole_;
    tidied_ = text::squeezed(source_.cells()[column]);
    const model::Field* field = job_.columns[column];
    if (field != nullptr && field->type == model::FieldType::list && has_no_item(tidied_, field->separator))
      tidied_.clear();
    return tidied_;
  }

private:
  static std::size_t column_of_code(const Job& job) {
    const auto is_code = [](const model::Field* field) { return field != nullptr && field->name == "code"; };
    return static_cast<std::size_t>(std::find_if(job.columns.begin(), job.columns.end(), is_code) -
                                    job.columns.begin());
  }

  read::RowSource& source_;
  Job& job_;
  std::int64_t rows_ = 0;
  std::size_t width_;
  std::size_t code_;  ///< the column of codes; behind the last one where there is none
  std::string whole_;
  mutable std::string tidied_;
};

Problem unknown_column(const model::Entity& entity, const std::string& name) {
  std::vector<std::string> known;
  for (const model::Field& field : entity.fields) known.emplace_back(field.name);
  const std::string guess = text::did_you_mean(name, known);
  return {.line = 1,
          .column = name,
          .value = name,
          .code = "unknown-column",
          .message = fmt::format("column \"{}\" is no field of {}", name, entity.name),
          .hint = fmt::format("{}{}--map \"{}=FIELD\" says which it is, --ignore \"{}\" passes it over", guess,
                              guess.empty() ? "" : " ", name, name)};
}

Problem second_column(const model::Field& field, const std::string& name, const std::string& needless) {
  return {.line = 1,
          .column = name,
          .value = name,
          .code = "doubled-column",
          .message = fmt::format("column \"{}\" is a second one for the field {}", name, field.name),
          .hint = fmt::format("--ignore \"{}\" passes it over", needless)};
}

const ColumnMapping* mapping_of(const std::string& column, const ColumnChoices& choices) {
  const auto found = std::find_if(choices.mapped.begin(), choices.mapped.end(),
                                  [&](const ColumnMapping& mapping) { return mapping.column == column; });
  return found == choices.mapped.end() ? nullptr : &*found;
}

}  // namespace

bool is_ignored(const std::string& column, const ColumnChoices& choices) {
  return is_rejects_column(column) ||
         std::find(choices.ignored.begin(), choices.ignored.end(), column) != choices.ignored.end();
}

const model::Field* field_of_column(const model::Entity& entity, const std::string& column,
                                    const ColumnChoices& choices) {
  if (is_ignored(column, choices)) return nullptr;
  const ColumnMapping* chosen = mapping_of(column, choices);
  return model::find_field(entity, chosen == nullptr ? column : chosen->field);
}

std::vector<const model::Field*> map_columns(const model::Entity& entity, std::span<const std::string> header,
                                             const ColumnChoices& choices, std::vector<Problem>& problems) {
  std::vector<const model::Field*> columns;
  for (const std::string& name : header) {
    const model::Field* field = field_of_column(entity, name, choices);
    // The reader has told of a column without a name.
    if (field == nullptr && !name.empty() && !is_ignored(name, choices)) {
      problems.push_back(unknown_column(entity, name));
    }
    const auto first = field == nullptr ? columns.end() : std::find(columns.begin(), columns.end(), field);
    if (first != columns.end()) {
      const std::string& other = header[static_cast<std::size_t>(first - columns.begin())];
      // The reader has told of two columns of one name, which no option tells apart.
      if (name != other) {
        problems.push_back(second_column(*field, name, mapping_of(name, choices) != nullptr ? other : name));
      }
    }
    columns.push_back(field);
  }
  return columns;
}

void fill_input(Job& job, read::RowSource& rows) {
  SourceRows source(rows, job);
  const sqlite::RowTable table(job.connection, "source_rows", source);
  std::string columns;
  std::string values;
  for (std::size_t i = 0; i < job.columns.size(); ++i) {
    if (job.columns[i] == nullptr) continue;
    columns += ", " + text_column(*job.columns[i]);
    values += fmt::format(", cell_{}", i);
    if (job.columns[i]->name != "code") continue;
    columns += ", by_code";
    values += fmt::format(", cell_{} IS NOT NULL", i);
  }
  job.connection.run(fmt::format("INSERT INTO temp.input (line, cells{}) SELECT line, cell_{}{} FROM temp.source_rows",
                                 columns, job.columns.size(), values));
  job.rows = job.connection.changes();
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

/// The column that holds the ids where the names are too many to be kept.
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
  const auto id = job.connection.integer("SELECT id FROM main.sources WHERE code = ?", job.default_source);
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
  if (job.maps(model::source_field())) {
    id = fmt::format("iif(f_source IS NULL, {}, {})", id, id_expression(job, model::source_field()));
  }
  add_id_column(job, model::source_field(), id);
}

}  // namespace iscm::import
