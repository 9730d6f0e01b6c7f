#include "read/sheet_rows.hpp"

#include <algorithm>
#include <array>

#include "read/xml_stream.hpp"

namespace iscm::read {

std::string column_letters(std::size_t column) {
  constexpr std::size_t letters = 26;
  std::string name;
  for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / letters) {
    name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % letters));
  }
  return name;
}

CellName parse_cell_name(std::string_view name) {
  std::size_t column = 0;
  std::size_t at = 0;
  for (; at < name.size() && name[at] >= 'A' && name[at] <= 'Z' && column <= kSheetColumns; ++at) {
    column = column * 26 + static_cast<std::size_t>(name[at] - 'A') + 1;
  }
  CellName cell;
  if (column > 0 && column <= kSheetColumns) cell.column = column - 1;
  const std::size_t row = xml_number(name.substr(at));
  if (row <= kSheetRows) cell.row = row;
  return cell;
}

CellFlaw flaw_of(NoDate reason) {
  switch (reason) {
    case NoDate::none:
      return CellFlaw::none;
    case NoDate::no_number:
      return CellFlaw::no_number;
    case NoDate::day_60:
      return CellFlaw::day_60;
    case NoDate::outside:
      return CellFlaw::no_day;
  }
  return CellFlaw::none;
}

bool is_error_text(std::string_view text) {
  using namespace std::string_view_literals;
  constexpr std::array errors{"#N/A"sv, "#REF!"sv, "#VALUE!"sv, "#NAME?"sv, "#DIV/0!"sv, "#NULL!"sv, "#NUM!"sv};
  return std::find(errors.begin(), errors.end(), text) != errors.end();
}

}  // namespace iscm::read
