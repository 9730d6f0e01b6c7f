#include "core/import/stage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/import/rejects.hpp"
#include "core/import/template.hpp"
#include "db/row_table.hpp"
#include "out/json_text.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"

namespace iscm::core {
namespace {

/// A cell of nothing but separators is an empty cell: it changes nothing.
bool has_no_item(std::string_view cell, std::string_view separators) {
  for (const text::CodePoint& point : text::CodePoints(cell)) {
    if (point.bytes != " " && separators.find(point.bytes) == std::string_view::npos) return false;
  }
  return true;
}

/// Shows a reader's rows to SQL; the column after the last holds the whole row as a JSON array.
class SourceRows : public db::Rows {
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
    whole_ = json_array(source_.cells());
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
    const Field* field = job_.columns[column];
    if (field != nullptr && field->type == FieldType::list && has_no_item(tidied_, field->separator)) tidied_.clear();
    return tidied_;
  }

private:
  static std::size_t column_of_code(const Job& job) {
    const auto is_code = [](const Field* field) { return field != nullptr && field->name == "code"; };
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

Problem unknown_column(const Entity& entity, const std::string& name) {
  std::vector<std::string> known;
  for (const Field& field : entity.fields) known.emplace_back(field.name);
  const std::string guess = text::did_you_mean(name, known);
  return {.line = 1,
          .column = name,
          .value = name,
          .code = "unknown-column",
          .message = fmt::format("column \"{}\" is no field of {}", name, entity.name),
          .hint = fmt::format("{}{}--map \"{}=FIELD\" says which it is, --ignore \"{}\" passes it over", guess,
                              guess.empty() ? "" : " ", name, name)};
}

Problem second_column(const Field& field, const std::string& name, const std::string& needless) {
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

std::string json_array(std::span<const std::string_view> texts) {
  std::string array = "[";
  for (const std::string_view text : texts) {
    if (array.size() > 1) array += ',';
    out::append_json_string(array, text);
  }
  array += ']';
  return array;
}

bool is_ignored(const std::string& column, const ColumnChoices& choices) {
  return is_rejects_column(column) ||
         std::find(choices.ignored.begin(), choices.ignored.end(), column) != choices.ignored.end();
}

const Field* field_of_column(const Entity& entity, const std::string& column, const ColumnChoices& choices) {
  if (is_ignored(column, choices)) return nullptr;
  const ColumnMapping* chosen = mapping_of(column, choices);
  return find_field(entity, chosen == nullptr ? column : chosen->field);
}

std::vector<const Field*> map_columns(const Entity& entity, std::span<const std::string> header,
                                      const ColumnChoices& choices, std::vector<Problem>& problems) {
  std::vector<const Field*> columns;
  for (const std::string& name : header) {
    const Field* field = field_of_column(entity, name, choices);
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
  const db::RowTable table(job.connection, "source_rows", source);
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

}  // namespace iscm::core
