#include "cli/change_output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "cli/rows.hpp"
#include "error.hpp"

namespace iscm::cli {

namespace {

std::vector<std::vector<std::string>> listed(std::span<const history::ChangeRow> changes) {
  std::vector<std::vector<std::string>> rows;
  for (const history::ChangeRow& row : changes.first(std::min(changes.size(), kListedChanges))) {
    rows.push_back(history::as_texts(row));
  }
  return rows;
}

}  // namespace

ChangeOutput::ChangeOutput(const Invocation& invocation, std::span<const history::ChangeRow> changes)
    : ChangeOutput(invocation, history::kChangeColumns, listed(changes)) {}

ChangeOutput::ChangeOutput(const Invocation& invocation, std::span<const std::string_view> columns,
                           const std::vector<std::vector<std::string>>& rows)
    : sink_(write_texts(invocation, columns, rows, write::Format::table)),
      on_terminal_(!invocation.has("--output") && isatty(STDOUT_FILENO) != 0) {}

void ChangeOutput::before_commit() {
  if (!on_terminal_) sink_->settle();
}

void ChangeOutput::after_commit(const std::string& written) {
  try {
    sink_->finish();
  } catch (const Error& error) {
    if (written.empty()) throw;
    throw Error(Exit::failed, fmt::format("{}; only the printing failed: {}", written, error.what()), error.hint());
  }
}

}  // namespace iscm::cli
