#include "query/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "error.hpp"
#include "text/suggest.hpp"
#include "text/visible.hpp"
#include "write/cell_text.hpp"

namespace iscm::query {
namespace {

/// More than this nobody looks at.
constexpr std::size_t kMostBars = 5'000;
constexpr std::size_t kMostCells = 50'000;
constexpr std::size_t kMostBytes = 4'000'000;

std::string text_in(const sqlite::Statement& rows, int column) {
  std::string text;
  write::append_cell(text, rows.value(column));
  return text.empty() ? "(none)" : text;
}

[[noreturn]] void refuse_too_much(const Report& report, std::string_view what) {
  const bool has_limit = std::any_of(report.parameters.begin(), report.parameters.end(),
                                     [](const Parameter& parameter) { return parameter.name == "limit"; });
  throw Error(Exit::refused, fmt::format("{}: more than {} cannot be drawn", report.name, what),
              has_limit ? "ask for fewer: limit=100" : "ask for fewer with its parameters, or print it");
}

void refuse_too_long(const Report& report, std::size_t bytes) {
  if (bytes > kMostBytes) refuse_too_much(report, fmt::format("{} MB of text", kMostBytes / 1'000'000));
}

class BarReader {
public:
  BarReader(const sqlite::Statement& rows, const Report& report) : report_(report) {
    const BarsHint& hint = *report.bars;
    for (const std::string& name : hint.labels) labels_.push_back(column_of(rows, name, report));
    for (const std::string& name : hint.values) values_.push_back(column_of(rows, name, report));
    if (!hint.group.empty()) group_ = column_of(rows, hint.group, report);
  }

  void add(const sqlite::Statement& rows) {
    if (++count_ * values_.size() > kMostBars) refuse_too_much(report_, fmt::format("{} bars", kMostBars));
    std::string label;
    for (const int column : labels_) {
      if (!label.empty()) label += " + ";
      label += text_in(rows, column);
    }
    const std::string group = group_ < 0 ? std::string() : text_in(rows, group_);
    bytes_ += label.size() + group.size();
    refuse_too_long(report_, bytes_);
    for (std::size_t i = 0; i < values_.size(); ++i) {
      panel_of(group, i).bars.push_back({label, number_in(rows, values_[i])});
    }
  }

  std::vector<write::BarPanel> take() {
    // The frame of a picture is there without rows too.
    for (std::size_t i = 0; panels_.empty() && i < values_.size(); ++i) panel_of({}, i);
    return std::move(panels_);
  }

private:
  [[nodiscard]] write::ChartValue number_in(const sqlite::Statement& rows, int column) const {
    const write::ChartValue value = write::chart_value(rows.value(column));
    const bool is_text = std::holds_alternative<std::string_view>(rows.value(column));
    if (!is_text) return value;
    throw Error(Exit::refused,
                fmt::format("{}: \"{}\" in the column {} is no number, and cannot be a bar", report_.place(),
                            value.text, rows.column_name(column)),
                "name a column of numbers in `-- chart: bars ... value=`");
  }

  write::BarPanel& panel_of(const std::string& group, std::size_t value) {
    const std::string& name = report_.bars->values[value];
    const auto found = std::find_if(panels_.begin(), panels_.end(), [&](const write::BarPanel& panel) {
      return panel.heading == group && panel.value_name == name;
    });
    if (found != panels_.end()) return *found;
    return panels_.emplace_back(
        write::BarPanel{group, fmt::format("{}", fmt::join(report_.bars->labels, " + ")), name, {}});
  }

  const Report& report_;
  std::vector<int> labels_;
  std::vector<int> values_;
  int group_ = -1;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
  std::vector<write::BarPanel> panels_;
};

/// The columns of the report that its header names, a line for each row.
class WideReader {
public:
  WideReader(const sqlite::Statement& rows, const Report& report) : report_(report) {
    row_ = column_of(rows, report.matrix->rows, report);
    for (const std::string& name : report.matrix->columns) columns_.push_back(column_of(rows, name, report));
    matrix_ = {report.matrix->rows, "columns", "cells", {}, report.matrix->columns, {}};
  }

  void add(const sqlite::Statement& rows) {
    matrix_.rows.push_back(text_in(rows, row_));
    if (matrix_.rows.size() * columns_.size() > kMostCells) {
      refuse_too_much(report_, fmt::format("{} cells", kMostCells));
    }
    std::vector<write::ChartValue>& cells = matrix_.cells.emplace_back();
    for (const int column : columns_) {
      cells.push_back(write::chart_value(rows.value(column)));
      bytes_ += cells.back().text.size();
    }
    bytes_ += matrix_.rows.back().size();
    refuse_too_long(report_, bytes_);
  }

  write::ChartMatrix take() { return std::move(matrix_); }

private:
  const Report& report_;
  int row_ = 0;
  std::vector<int> columns_;
  std::size_t bytes_ = 0;
  write::ChartMatrix matrix_;
};

}  // namespace

void refuse_without_chart(const Report& report, const std::vector<Report>& known) {
  if (report.can_be_drawn()) return;
  std::vector<std::string> names;
  for (const Report& other : known) {
    if (other.can_be_drawn()) names.push_back(other.name);
  }
  throw Error(Exit::usage, fmt::format("report {} cannot be drawn", report.name),
              fmt::format("those that can: {}", fmt::join(names, ", ")));
}

write::Chart report_chart(const Report& report, ReportRows& found, const std::string& title) {
  write::Chart chart{report.name, title, report.description, {}};
  const auto each_row = [&found](const auto& take) {
    while (found.next()) take(found.rows);
  };
  if (report.bars) {
    BarReader bars(found.rows, report);
    each_row([&bars](const sqlite::Statement& rows) { bars.add(rows); });
    chart.panels = bars.take();
  } else if (report.matrix->value.empty()) {
    WideReader wide(found.rows, report);
    each_row([&wide](const sqlite::Statement& rows) { wide.add(rows); });
    chart.matrix = wide.take();
  } else {
    Crosstab crosstab(found.rows, report);
    each_row([&](const sqlite::Statement& rows) {
      crosstab.add(rows);
      refuse_too_long(report, crosstab.bytes());
      if (crosstab.cells() > kMostCells) refuse_too_much(report, fmt::format("{} cells", kMostCells));
    });
    chart.matrix = crosstab.matrix();
  }
  // A picture goes where no message goes with it.
  if (found.has_more) chart.description += fmt::format(" Only the first {} rows of the report are drawn.", found.read);
  return chart;
}

namespace {

using Owned = std::variant<std::monostate, std::int64_t, double, std::string>;

struct Own {
  Owned operator()(std::monostate) const { return {}; }
  Owned operator()(std::int64_t number) const { return number; }
  Owned operator()(double number) const { return number; }
  Owned operator()(std::string_view text) const { return std::string(text); }
};

Owned owned(const sqlite::Value& value) {
  return std::visit(Own{}, value);
}

struct Show {
  write::Cell operator()(std::monostate) const { return {}; }
  write::Cell operator()(std::int64_t number) const { return number; }
  write::Cell operator()(double number) const { return number; }
  write::Cell operator()(const std::string& text) const { return std::string_view(text); }
};

write::Cell shown(const Owned& value) {
  return std::visit(Show{}, value);
}

bool is_number(const Owned& value) {
  return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
}

std::size_t size_of(const Owned& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? 0 : text->size();
}

std::size_t size_of(const sqlite::Value& value) {
  const auto* text = std::get_if<std::string_view>(&value);
  return text == nullptr ? 0 : text->size();
}

/// What a row or column is called: what has no name must be told apart from no text.
std::string name_of(const Owned& value) {
  if (std::holds_alternative<std::monostate>(value)) return "(none)";
  std::string text;
  write::append_cell(text, shown(value));
  return text;
}

}  // namespace

int column_of(const sqlite::Statement& rows, const std::string& name, const Report& report) {
  std::vector<std::string> names;
  for (int i = 0; i < rows.columns(); ++i) {
    names.push_back(rows.column_name(i));
    if (names.back() == name) return i;
  }
  const std::string guess = text::did_you_mean(name, names);
  throw Error(Exit::refused,
              fmt::format("{}: the header draws the column \"{}\", which is not in the report", report.place(), name),
              guess.empty()
                  ? fmt::format("its columns are {}", text::visible(fmt::format("{}", fmt::join(names, ", "))))
                  : guess);
}

Crosstab::Crosstab(const sqlite::Statement& rows, const Report& report)
    : report_(report),
      row_column_(column_of(rows, report.matrix->rows, report)),
      column_column_(column_of(rows, report.matrix->columns.front(), report)),
      value_column_(column_of(rows, report.matrix->value, report)) {
  for (int i = 0; i < rows.columns(); ++i) names_.push_back(rows.column_name(i));
  if (report.crosstab && names_.size() != 3) {
    throw Error(Exit::refused,
                fmt::format("{}: a crosstab is of three columns, and the report has {}", report.place(), names_.size()),
                "`-- chart: matrix ...` draws a crosstab, and leaves what is printed as it is");
  }
}

void Crosstab::add(const sqlite::Statement& rows) {
  Owned row = owned(rows.value(row_column_));
  Owned column = owned(rows.value(column_column_));
  const auto [row_place, new_row] = row_places_.emplace(row, rows_.size());
  bytes_ += (new_row ? size_of(row) : 0) + size_of(rows.value(value_column_));
  if (new_row) rows_.push_back(std::move(row));
  const auto [column_place, new_column] = columns_.emplace(column, column_values_.size());
  if (new_column) bytes_ += size_of(column);
  if (new_column) column_values_.push_back(std::move(column));
  const Entry entry{row_place->second, column_place->second, owned(rows.value(value_column_))};
  if (!taken_.emplace(entry.row, entry.column).second) {
    throw Error(Exit::refused,
                fmt::format("{}: two rows of {} {} and {} {}: there is room for one in a crosstab", report_.place(),
                            report_.matrix->rows, text::visible(name_of(row_place->first)),
                            report_.matrix->columns.front(), text::visible(name_of(column_place->first))),
                "let the query add them up: GROUP BY both");
  }
  entries_.push_back(entry);
}

std::vector<std::string> Crosstab::headings() const {
  std::vector<std::string> names;
  for (const auto& [value, place] : columns_) names.push_back(name_of(value));
  return names;
}

/// The entries in their places: a list for each row, with one for each column, null where there is none.
std::vector<std::vector<const Crosstab::Entry*>> Crosstab::lines() const {
  std::vector<std::size_t> sorted(columns_.size());
  std::size_t next = 0;
  for (const auto& [value, place] : columns_) sorted[place] = next++;
  std::vector<std::vector<const Entry*>> lines(rows_.size(), std::vector<const Entry*>(columns_.size(), nullptr));
  for (const Entry& entry : entries_) lines[entry.row][sorted[entry.column]] = &entry;
  return lines;
}

void Crosstab::write(write::RowWriter& writer) const {
  const bool numeric =
      std::all_of(entries_.begin(), entries_.end(), [](const Entry& entry) { return is_number(entry.value); });
  std::vector<write::Column> columns = {{report_.matrix->rows, !rows_.empty() && is_number(rows_.front())}};
  for (const std::string& name : headings()) columns.push_back({name, numeric});
  writer.begin(columns);
  std::vector<write::Cell> cells(columns.size());
  const auto all = lines();
  for (std::size_t row = 0; row < all.size(); ++row) {
    cells[0] = shown(rows_[row]);
    for (std::size_t i = 0; i < all[row].size(); ++i) {
      cells[i + 1] = all[row][i] == nullptr ? write::Cell() : shown(all[row][i]->value);
    }
    writer.row(cells);
  }
  writer.end();
}

void Crosstab::write_long(write::RowWriter& writer) const {
  std::vector<write::Cell> cells(names_.size());
  const auto place = [](int column) { return static_cast<std::size_t>(column); };
  std::vector<write::Column> columns;
  for (const std::string& name : names_) columns.push_back({name, false});
  if (!entries_.empty()) {
    columns[place(row_column_)].numeric = is_number(rows_[entries_.front().row]);
    columns[place(column_column_)].numeric = is_number(column_values_[entries_.front().column]);
    columns[place(value_column_)].numeric = is_number(entries_.front().value);
  }
  writer.begin(columns);
  for (const Entry& entry : entries_) {
    cells[place(row_column_)] = shown(rows_[entry.row]);
    cells[place(column_column_)] = shown(column_values_[entry.column]);
    cells[place(value_column_)] = shown(entry.value);
    writer.row(cells);
  }
}

write::ChartMatrix Crosstab::matrix() const {
  write::ChartMatrix matrix{
      report_.matrix->rows, report_.matrix->columns.front(), report_.matrix->value, {}, headings(), {}};
  for (const Owned& row : rows_) matrix.rows.push_back(name_of(row));
  for (const auto& line : lines()) {
    std::vector<write::ChartValue>& cells = matrix.cells.emplace_back();
    for (const Entry* entry : line) {
      cells.push_back(entry == nullptr ? write::ChartValue{} : write::chart_value(shown(entry->value)));
    }
  }
  return matrix;
}

}  // namespace iscm::query
