#include "core/crosstab.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "error.hpp"
#include "out/cell_text.hpp"
#include "text/suggest.hpp"
#include "text/visible.hpp"

namespace iscm::core {
namespace {

using Owned = std::variant<std::monostate, std::int64_t, double, std::string>;

struct Own {
  Owned operator()(std::monostate) const { return {}; }
  Owned operator()(std::int64_t number) const { return number; }
  Owned operator()(double number) const { return number; }
  Owned operator()(std::string_view text) const { return std::string(text); }
};

Owned owned(const db::Value& value) {
  return std::visit(Own{}, value);
}

struct Show {
  out::Cell operator()(std::monostate) const { return {}; }
  out::Cell operator()(std::int64_t number) const { return number; }
  out::Cell operator()(double number) const { return number; }
  out::Cell operator()(const std::string& text) const { return std::string_view(text); }
};

out::Cell shown(const Owned& value) {
  return std::visit(Show{}, value);
}

bool is_number(const Owned& value) {
  return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
}

std::size_t size_of(const Owned& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? 0 : text->size();
}

std::size_t size_of(const db::Value& value) {
  const auto* text = std::get_if<std::string_view>(&value);
  return text == nullptr ? 0 : text->size();
}

/// What a row or column is called: what has no name must be told apart from no text.
std::string name_of(const Owned& value) {
  if (std::holds_alternative<std::monostate>(value)) return "(none)";
  std::string text;
  out::append_cell(text, shown(value));
  return text;
}

}  // namespace

int column_of(const db::Statement& rows, const std::string& name, const Report& report) {
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

Crosstab::Crosstab(const db::Statement& rows, const Report& report)
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

void Crosstab::add(const db::Statement& rows) {
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

void Crosstab::write(out::RowWriter& writer) const {
  const bool numeric =
      std::all_of(entries_.begin(), entries_.end(), [](const Entry& entry) { return is_number(entry.value); });
  std::vector<out::Column> columns = {{report_.matrix->rows, !rows_.empty() && is_number(rows_.front())}};
  for (const std::string& name : headings()) columns.push_back({name, numeric});
  writer.begin(columns);
  std::vector<out::Cell> cells(columns.size());
  const auto all = lines();
  for (std::size_t row = 0; row < all.size(); ++row) {
    cells[0] = shown(rows_[row]);
    for (std::size_t i = 0; i < all[row].size(); ++i) {
      cells[i + 1] = all[row][i] == nullptr ? out::Cell() : shown(all[row][i]->value);
    }
    writer.row(cells);
  }
  writer.end();
}

void Crosstab::write_long(out::RowWriter& writer) const {
  std::vector<out::Cell> cells(names_.size());
  const auto place = [](int column) { return static_cast<std::size_t>(column); };
  std::vector<out::Column> columns;
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

out::ChartMatrix Crosstab::matrix() const {
  out::ChartMatrix matrix{
      report_.matrix->rows, report_.matrix->columns.front(), report_.matrix->value, {}, headings(), {}};
  for (const Owned& row : rows_) matrix.rows.push_back(name_of(row));
  for (const auto& line : lines()) {
    std::vector<out::ChartValue>& cells = matrix.cells.emplace_back();
    for (const Entry* entry : line) {
      cells.push_back(entry == nullptr ? out::ChartValue{} : out::chart_value(shown(entry->value)));
    }
  }
  return matrix;
}

}  // namespace iscm::core
