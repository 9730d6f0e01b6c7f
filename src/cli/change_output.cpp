#include "cli/change_output.hpp"

#include <unistd.h>

#include <algorithm>

#include "cli/rows.hpp"

namespace iscm::cli {

ChangeOutput::ChangeOutput(const Invocation& invocation, std::span<const core::ChangeRow> changes)
    : waits_(invocation.has("--output") || isatty(STDOUT_FILENO) != 0) {
  std::vector<std::vector<std::string>> rows;
  for (const core::ChangeRow& row : changes.first(std::min(changes.size(), kListedChanges))) {
    rows.push_back(core::as_texts(row));
  }
  sink_ = write_texts(invocation, core::kChangeColumns, rows, out::Format::table);
}

void ChangeOutput::before_commit() {
  if (!waits_) sink_->finish();
}

void ChangeOutput::after_commit() {
  if (waits_) sink_->finish();
}

}  // namespace iscm::cli
