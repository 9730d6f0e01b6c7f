#include "core/report_chart.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/crosstab.hpp"
#include "error.hpp"
#include "out/cell_text.hpp"

namespace iscm::core {
namespace {

/// More than this nobody looks at.
constexpr std::size_t kMostBars = 5'000;
constexpr std::size_t kMostCells = 50'000;
constexpr std::size_t kMostBytes = 4'000'000;

std::string text_in(const db::Statement& rows, int column) {
  std::string text;
  out::append_cell(text, rows.value(column));
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
  BarReader(const db::Statement& rows, const Report& report) : report_(report) {
    const BarsHint& hint = *report.bars;
    for (const std::string& name : hint.labels) labels_.push_back(column_of(rows, name, report));
    for (const std::string& name : hint.values) values_.push_back(column_of(rows, name, report));
    if (!hint.group.empty()) group_ = column_of(rows, hint.group, report);
  }

  void add(const db::Statement& rows) {
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

  std::vector<out::BarPanel> take() {
    // The frame of a picture is there without rows too.
    for (std::size_t i = 0; panels_.empty() && i < values_.size(); ++i) panel_of({}, i);
    return std::move(panels_);
  }

private:
  [[nodiscard]] out::ChartValue number_in(const db::Statement& rows, int column) const {
    const out::ChartValue value = out::chart_value(rows.value(column));
    const bool is_text = std::holds_alternative<std::string_view>(rows.value(column));
    if (!is_text) return value;
    throw Error(Exit::refused,
                fmt::format("{}: \"{}\" in the column {} is no number, and cannot be a bar", report_.place(),
                            value.text, rows.column_name(column)),
                "name a column of numbers in `-- chart: bars ... value=`");
  }

  out::BarPanel& panel_of(const std::string& group, std::size_t value) {
    const std::string& name = report_.bars->values[value];
    const auto found = std::find_if(panels_.begin(), panels_.end(), [&](const out::BarPanel& panel) {
      return panel.heading == group && panel.value_name == name;
    });
    if (found != panels_.end()) return *found;
    return panels_.emplace_back(
        out::BarPanel{group, fmt::format("{}", fmt::join(report_.bars->labels, " + ")), name, {}});
  }

  const Report& report_;
  std::vector<int> labels_;
  std::vector<int> values_;
  int group_ = -1;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
  std::vector<out::BarPanel> panels_;
};

/// The columns of the report that its header names, a line for each row.
class WideReader {
public:
  WideReader(const db::Statement& rows, const Report& report) : report_(report) {
    row_ = column_of(rows, report.matrix->rows, report);
    for (const std::string& name : report.matrix->columns) columns_.push_back(column_of(rows, name, report));
    matrix_ = {report.matrix->rows, "columns", "cells", {}, report.matrix->columns, {}};
  }

  void add(const db::Statement& rows) {
    matrix_.rows.push_back(text_in(rows, row_));
    if (matrix_.rows.size() * columns_.size() > kMostCells) {
      refuse_too_much(report_, fmt::format("{} cells", kMostCells));
    }
    std::vector<out::ChartValue>& cells = matrix_.cells.emplace_back();
    for (const int column : columns_) {
      cells.push_back(out::chart_value(rows.value(column)));
      bytes_ += cells.back().text.size();
    }
    bytes_ += matrix_.rows.back().size();
    refuse_too_long(report_, bytes_);
  }

  out::ChartMatrix take() { return std::move(matrix_); }

private:
  const Report& report_;
  int row_ = 0;
  std::vector<int> columns_;
  std::size_t bytes_ = 0;
  out::ChartMatrix matrix_;
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

out::Chart report_chart(const Report& report, ReportRows& found, const std::string& title) {
  out::Chart chart{report.name, title, report.description, {}};
  const auto each_row = [&found](const auto& take) {
    while (found.next()) take(found.rows);
  };
  if (report.bars) {
    BarReader bars(found.rows, report);
    each_row([&bars](const db::Statement& rows) { bars.add(rows); });
    chart.panels = bars.take();
  } else if (report.matrix->value.empty()) {
    WideReader wide(found.rows, report);
    each_row([&wide](const db::Statement& rows) { wide.add(rows); });
    chart.matrix = wide.take();
  } else {
    Crosstab crosstab(found.rows, report);
    each_row([&](const db::Statement& rows) {
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

}  // namespace iscm::core
