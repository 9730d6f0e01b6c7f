#include "core/import/stage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "db/row_table.hpp"
#include "out/json_text.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"

namespace iscm::core {
namespace {

/// Shows a reader's rows to SQL; the column after the last holds the whole row as a JSON array.
class SourceRows : public db::Rows {
public:
  explicit SourceRows(read::RowSource& source) : source_(source), width_(source.header().size()) {}

  [[nodiscard]] std::size_t columns() const override { return width_ + 1; }
  [[nodiscard]] std::size_t line() const override { return source_.line(); }

  bool next() override {
    if (!source_.next()) return false;
    whole_ = json_array(source_.cells());
    return true;
  }

  [[nodiscard]] std::string_view cell(std::size_t column) const override {
    return column < width_ ? source_.cells()[column] : std::string_view(whole_);
  }

private:
  read::RowSource& source_;
  std::size_t width_;
  std::string whole_;
};

Problem unknown_column(const Entity& entity, const std::string& name) {
  std::vector<std::string> known;
  for (const Field& field : entity.fields) known.emplace_back(field.name);
  return {.line = 1,
          .column = name,
          .value = name,
          .code = "unknown-column",
          .message = fmt::format("column \"{}\" is no field of {}", name, entity.name),
          .hint = text::did_you_mean(name, known)};
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

std::vector<const Field*> map_columns(const Entity& entity, std::span<const std::string> header,
                                      std::span<const std::string> ignored, std::vector<Problem>& problems) {
  std::vector<const Field*> columns;
  for (const std::string& name : header) {
    const Field* field = nullptr;
    // The reader has told of a column without a name.
    if (!name.empty() && std::find(ignored.begin(), ignored.end(), name) == ignored.end()) {
      field = find_field(entity, name);
      if (field == nullptr) problems.push_back(unknown_column(entity, name));
    }
    if (field != nullptr && std::find(columns.begin(), columns.end(), field) != columns.end()) {
      problems.push_back({.line = 1,
                          .column = name,
                          .value = name,
                          .code = "doubled-column",
                          .message = fmt::format("column \"{}\" is a second one for the field {}", name, field->name),
                          .hint = "remove one of them"});
    }
    columns.push_back(field);
  }
  return columns;
}

void fill_input(Job& job, read::RowSource& rows) {
  SourceRows source(rows);
  const db::RowTable table(job.connection, "source_rows", source);
  std::string columns;
  std::string values;
  for (std::size_t i = 0; i < job.columns.size(); ++i) {
    if (job.columns[i] == nullptr) continue;
    columns += ", " + text_column(*job.columns[i]);
    values += fmt::format(", tidy(cell_{})", i);
    if (job.columns[i]->name != "code") continue;
    columns += ", by_code";
    values += fmt::format(", tidy(cell_{}) IS NOT NULL", i);
  }
  job.connection.run(fmt::format("INSERT INTO temp.input (line, cells{}) SELECT line, cell_{}{} FROM temp.source_rows",
                                 columns, job.columns.size(), values));
  job.rows = job.connection.changes();
}

}  // namespace iscm::core
