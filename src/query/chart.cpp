#include "query/chart.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "error.hpp"
#include "model/sql_of.hpp"
#include "text/suggest.hpp"
#include "text/visible.hpp"
#include "write/row_writer.hpp"

namespace iscm::query {
namespace {

/// More than this nobody looks at.
constexpr std::size_t kMostBars = 5'000;
constexpr std::size_t kMostCells = 50'000;
constexpr std::size_t kMostBytes = 4'000'000;

[[noreturn]] void refuse_too_much(const Report& report, std::string_view what) {
  const bool has_limit = std::any_of(report.parameters.begin(), report.parameters.end(),
                                     [](const Parameter& parameter) { return parameter.name == "limit"; });
  throw Error(Exit::refused, fmt::format("{}: more than {} cannot be drawn", report.name, what),
              has_limit ? "ask for fewer: limit=100" : "ask for fewer with its parameters, or print it");
}

void refuse_too_many_cells(const Report& report, std::size_t cells) {
  if (cells > kMostCells) refuse_too_much(report, fmt::format("{} cells", kMostCells));
}

void refuse_too_long(const Report& report, std::size_t bytes) {
  if (bytes > kMostBytes) refuse_too_much(report, fmt::format("{} MB of text", kMostBytes / 1'000'000));
}

/// The place of a column that the header names.
int column_of(const sqlite::Statement& rows, const std::string& name, const Report& report) {
  std::vector<std::string> names;
  for (int i = 0; i < rows.columns(); ++i) {
    names.push_back(rows.column_name(i));
    if (names.back() == name) return i;
  }
  const std::string all = "its columns are " + text::visible(model::joined(names));
  throw Error(Exit::refused,
              fmt::format("{}: the header draws the column \"{}\", which is not in the report", report.place(), name),
              text::did_you_mean_or(name, names, all));
}

std::vector<int> columns_of(const sqlite::Statement& rows, const std::vector<std::string>& names,
                            const Report& report) {
  std::vector<int> columns;
  for (const std::string& name : names) columns.push_back(column_of(rows, name, report));
  return columns;
}

std::string text_of(const sqlite::Value& value) {
  std::string text;
  write::append_cell(text, value);
  return text;
}

/// The name of a row or column of a crosstab; NULL is not the same as the empty text.
std::string name_of(const sqlite::Value& value) {
  return std::holds_alternative<std::monostate>(value) ? "(none)" : text_of(value);
}

bool is_none(const sqlite::Value& value) {
  return std::holds_alternative<std::monostate>(value);
}

bool is_nothing(const sqlite::Value& value) {
  const auto* number = std::get_if<std::int64_t>(&value);
  return is_none(value) || (number != nullptr && *number == 0);
}

bool is_number(const sqlite::Value& value) {
  return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
}

std::string label_in(const sqlite::Statement& rows, int column) {
  const std::string text = text_of(rows.value(column));
  return text.empty() ? "(none)" : text;
}

write::ChartValue bar_value(const Report& report, const sqlite::Statement& rows, int column) {
  const sqlite::Value value = rows.value(column);
  const auto* text = std::get_if<std::string_view>(&value);
  if (text == nullptr) return write::chart_value(value);
  throw Error(Exit::refused,
              fmt::format("{}: \"{}\" in the column {} is not a number, and cannot be a bar", report.place(), *text,
                          rows.column_name(column)),
              "name a column of numbers in `-- chart: bars ... value=`");
}

/// The name of a column as people read it in a chart.
std::string in_words(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

/// The panel of a group and a value, which is added if it is new.
write::BarPanel& panel_of(std::vector<write::BarPanel>& panels, const BarsHint& hint, const std::string& group,
                          const std::string& value) {
  const auto found = std::find_if(panels.begin(), panels.end(), [&](const write::BarPanel& panel) {
    return panel.heading == group && panel.value_name == in_words(value);
  });
  if (found != panels.end()) return *found;
  return panels.emplace_back(write::BarPanel{group, in_words(model::joined(hint.labels, " + ")), in_words(value), {}});
}

/// A panel of nothing but empty values says nothing.
void drop_empty(std::vector<write::BarPanel>& panels) {
  std::erase_if(panels, [](const write::BarPanel& panel) {
    return std::all_of(panel.bars.begin(), panel.bars.end(),
                       [](const write::Bar& bar) { return bar.value.text.empty(); });
  });
}

/// The values of one group are drawn to be compared: published beside recorded.
void share_scales(std::vector<write::BarPanel>& panels) {
  std::map<std::string, write::Scale> scales;
  for (const write::BarPanel& panel : panels) {
    for (const write::Bar& bar : panel.bars) scales[panel.heading].add(bar.value);
  }
  for (write::BarPanel& panel : panels) {
    if (!panel.heading.empty()) panel.scale = scales[panel.heading];
  }
}

std::optional<std::size_t> place_among(const std::vector<std::string>& words, const std::string& word) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return std::nullopt;
  return static_cast<std::size_t>(found - words.begin());
}

constexpr std::string_view kPlus = " + ";

/// A bar for each row and value, in a panel for each group and value.
std::vector<write::BarPanel> bar_panels(const Report& report, ReportRows& found,
                                        const std::vector<std::string>& types) {
  const BarsHint& hint = *report.bars;
  const sqlite::Statement& rows = found.rows;
  const std::vector<int> labels = columns_of(rows, hint.labels, report);
  const std::vector<int> values = columns_of(rows, hint.values, report);
  const std::optional<int> group_column =
      hint.group.empty() ? std::nullopt : std::optional(column_of(rows, hint.group, report));
  const std::optional<int> colour_column =
      hint.colour.empty() ? std::nullopt : std::optional(column_of(rows, hint.colour, report));
  std::vector<write::BarPanel> panels;
  std::size_t bars = 0;
  std::size_t bytes = 0;
  std::optional<std::string> first;  ///< how all labels begin
  while (found.next()) {
    bars += values.size();
    if (bars > kMostBars) refuse_too_much(report, fmt::format("{} bars", kMostBars));
    std::vector<std::string> parts;
    for (const int column : labels) parts.push_back(label_in(rows, column));
    if (bars == values.size()) first = parts.front();
    if (first != parts.front()) first.reset();
    const std::string label = model::joined(parts, kPlus);
    const std::string group = group_column ? label_in(rows, *group_column) : std::string();
    bytes += label.size() + group.size();
    refuse_too_long(report, bytes);
    for (std::size_t i = 0; i < values.size(); ++i) {
      write::Bar bar{label, bar_value(report, rows, values[i])};
      if (colour_column) bar.colour = place_among(types, label_in(rows, *colour_column));
      panel_of(panels, hint, group, hint.values[i]).bars.push_back(std::move(bar));
    }
  }
  // What was asked for is in the title, and need not be in each label.
  if (labels.size() > 1 && first && bars > values.size() && !found.asked.empty()) {
    const std::vector<std::string> others(hint.labels.begin() + 1, hint.labels.end());
    for (write::BarPanel& panel : panels) {
      panel.label_name = in_words(model::joined(others, " + "));
      for (write::Bar& bar : panel.bars) bar.label.erase(0, first->size() + kPlus.size());
    }
  }
  drop_empty(panels);
  share_scales(panels);
  // The frame of a picture is drawn without rows too.
  if (panels.empty()) {
    for (const std::string& value : hint.values) panel_of(panels, hint, {}, value);
  }
  return panels;
}

/// A line for each row, a cell for each of the columns that the header names.
write::ChartMatrix wide_matrix(const Report& report, ReportRows& found) {
  const MatrixHint& hint = *report.matrix;
  const int row = column_of(found.rows, hint.rows, report);
  const std::vector<int> columns = columns_of(found.rows, hint.columns, report);
  write::ChartMatrix matrix{hint.rows, "columns", "cells", {}, {}, {}};
  for (const std::string& column : hint.columns) matrix.columns.push_back(in_words(column));
  std::size_t bytes = 0;
  while (found.next()) {
    matrix.rows.push_back(label_in(found.rows, row));
    refuse_too_many_cells(report, matrix.rows.size() * columns.size());
    bytes += matrix.rows.back().size();
    std::vector<write::ChartValue>& cells = matrix.cells.emplace_back();
    for (const int column : columns) {
      cells.push_back(write::chart_value(found.rows.value(column)));
      bytes += cells.back().text.size();
    }
    refuse_too_long(report, bytes);
  }
  return matrix;
}

write::ChartMatrix crosstab_matrix(const Report& report, ReportRows& found) {
  Crosstab crosstab(found.rows, report);
  while (found.next()) {
    if (!crosstab.add(found.rows, found.lines)) found.has_more = true;
    refuse_too_long(report, crosstab.bytes());
    refuse_too_many_cells(report, crosstab.cells());
  }
  if (found.lines) found.read = static_cast<std::int64_t>(crosstab.lines());
  return crosstab.matrix();
}

}  // namespace

void refuse_without_chart(const Report& report, const std::vector<Report>& known) {
  if (report.can_be_drawn()) return;
  std::vector<std::string> names;
  for (const Report& other : known) {
    if (other.can_be_drawn()) names.push_back(other.name);
  }
  throw Error(Exit::usage, fmt::format("report {} cannot be drawn", report.name),
              "those that can: " + model::joined(names));
}

write::Chart report_chart(const Report& report, ReportRows& found, write::Caption caption,
                          const std::vector<std::string>& types) {
  write::Chart chart{report.name, std::move(caption), {}};
  if (report.bars) {
    chart.panels = bar_panels(report, found, types);
  } else {
    chart.matrix = report.matrix->value.empty() ? wide_matrix(report, found) : crosstab_matrix(report, found);
  }
  return chart;
}

Crosstab::Crosstab(const sqlite::Statement& rows, const Report& report)
    : report_(report),
      row_column_(column_of(rows, report.matrix->rows, report)),
      column_column_(column_of(rows, report.matrix->columns.front(), report)),
      value_column_(column_of(rows, report.matrix->value, report)) {
  for (int i = 0; i < rows.columns(); ++i) names_.push_back(rows.column_name(i));
  if (report.crosstab && names_.size() != 3) {
    throw Error(Exit::refused,
                fmt::format("{}: a crosstab has three columns, and the report has {}", report.place(), names_.size()),
                "`-- chart: matrix ...` draws a crosstab, and leaves what is printed as it is");
  }
}

/// The value, to be looked at after the next step too.
sqlite::Value Crosstab::keep(const sqlite::Value& value) {
  const auto* text = std::get_if<std::string_view>(&value);
  if (text == nullptr) return value;
  bytes_ += text->size();
  return std::string_view(texts_.emplace_back(*text));
}

std::size_t Crosstab::place_of(const sqlite::Value& value, Places& places, std::vector<sqlite::Value>& values) {
  const auto found = places.find(value);
  if (found != places.end()) return found->second;
  values.push_back(keep(value));
  return places.emplace(values.back(), places.size()).first->second;
}

bool Crosstab::add(const sqlite::Statement& rows, std::optional<std::int64_t> most) {
  const sqlite::Value line = rows.value(row_column_);
  const bool is_full = most && row_values_.size() >= static_cast<std::size_t>(*most);
  if (is_full && row_places_.find(line) == row_places_.end()) return false;
  const std::size_t row = place_of(line, row_places_, row_values_);
  if (is_none(rows.value(column_column_)) && is_nothing(rows.value(value_column_))) return true;
  const std::size_t column = place_of(rows.value(column_column_), column_places_, column_values_);
  if (!taken_.emplace(row, column).second) {
    throw Error(Exit::refused,
                fmt::format("{}: two rows of {} {} and {} {}: a crosstab has room for one", report_.place(),
                            report_.matrix->rows, text::visible(name_of(row_values_[row])),
                            report_.matrix->columns.front(), text::visible(name_of(column_values_[column]))),
                "let the query add them up: GROUP BY both");
  }
  entries_.push_back({row, column, keep(rows.value(value_column_))});
  return true;
}

std::vector<std::string> Crosstab::headings() const {
  std::vector<std::string> names;
  for (const auto& [value, place] : column_places_) names.push_back(name_of(value));
  return names;
}

/// The cells of each row, in the order of the headings.
std::vector<std::vector<write::Cell>> Crosstab::cells_of_lines() const {
  std::vector<std::size_t> sorted(columns());
  std::size_t next = 0;
  for (const auto& [value, place] : column_places_) sorted[place] = next++;
  std::vector<std::vector<write::Cell>> lines(row_values_.size(), std::vector<write::Cell>(columns()));
  for (const Entry& entry : entries_) lines[entry.row][sorted[entry.column]] = entry.value;
  return lines;
}

void Crosstab::write(write::RowWriter& writer) const {
  const bool numeric =
      std::all_of(entries_.begin(), entries_.end(), [](const Entry& entry) { return is_number(entry.value); });
  std::vector<write::Column> columns = {{report_.matrix->rows, !row_values_.empty() && is_number(row_values_.front())}};
  for (const std::string& name : headings()) columns.push_back({name, numeric});
  writer.begin(columns);
  const auto all = cells_of_lines();
  for (std::size_t row = 0; row < all.size(); ++row) {
    std::vector<write::Cell> cells = {row_values_[row]};
    cells.insert(cells.end(), all[row].begin(), all[row].end());
    writer.row(cells);
  }
}

write::ChartMatrix Crosstab::matrix() const {
  write::ChartMatrix matrix{
      report_.matrix->rows, report_.matrix->columns.front(), report_.matrix->value, {}, headings(), {}};
  for (const sqlite::Value& row : row_values_) matrix.rows.push_back(name_of(row));
  for (const auto& line : cells_of_lines()) {
    std::vector<write::ChartValue>& cells = matrix.cells.emplace_back();
    for (const write::Cell& cell : line) cells.push_back(write::chart_value(cell));
  }
  return matrix;
}

}  // namespace iscm::query
