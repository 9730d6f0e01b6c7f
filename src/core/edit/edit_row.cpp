#include "core/edit/edit_row.hpp"

#include <utility>

namespace iscm::core {

EditRow::EditRow(std::vector<std::string> header, std::vector<std::string> cells)
    : read::RowSource("the command line"),
      header_(std::move(header)),
      cells_(std::move(cells)),
      views_(cells_.begin(), cells_.end()) {}

bool EditRow::next() {
  return !std::exchange(given_, true);
}

}  // namespace iscm::core
