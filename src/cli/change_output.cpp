#include "cli/change_output.hpp"

#include <algorithm>

#include "cli/rows.hpp"

namespace iscm::cli {

std::unique_ptr<out::Sink> write_changes(const Invocation& invocation, std::span<const core::ChangeRow> changes) {
  std::vector<std::vector<std::string>> rows;
  for (const core::ChangeRow& row : changes.first(std::min(changes.size(), kListedChanges))) {
    rows.push_back(core::as_texts(row));
  }
  return write_texts(invocation, core::kChangeColumns, rows, out::Format::table);
}

}  // namespace iscm::cli
