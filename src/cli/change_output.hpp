#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "history/changes.hpp"
#include "write/sink.hpp"

namespace iscm::cli {

/// More changes of one command than these are counted, not listed.
inline constexpr std::size_t kListedChanges = 1000;

/// What a command changes, on its way to where --format and -o ask. An output that takes no more is known before the
/// change is committed, and so takes it back; what somebody pages through waits for the commit, and the file of -o has
/// its name only then.
class ChangeOutput {
public:
  /// Writes the first kListedChanges of them.
  ChangeOutput(const Invocation& invocation, std::span<const history::ChangeRow> changes);
  ChangeOutput(const Invocation& invocation, std::span<const std::string_view> columns,
               const std::vector<std::vector<std::string>>& rows);

  /// Throws as write::Sink does.
  void before_commit();
  /// Throws as write::Sink does; once something is written, Error(Exit::failed) that says so: `written` is "written as
  /// revision 7", or empty.
  void after_commit(const std::string& written);

private:
  std::unique_ptr<write::Sink> sink_;
  bool on_terminal_;
};

}  // namespace iscm::cli
