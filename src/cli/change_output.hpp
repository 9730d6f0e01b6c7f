#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "cli/command.hpp"
#include "core/history/change_rows.hpp"
#include "out/sink.hpp"

namespace iscm::cli {

/// More changes of one command than these are counted, not listed.
inline constexpr std::size_t kListedChanges = 1000;

/// What a command changes, on its way to where --format and -o ask. A pipe or file that takes no more is known before
/// the change is committed, and so takes it back; what somebody pages through, and the file of -o, wait for the commit.
class ChangeOutput {
public:
  /// Writes the first kListedChanges of them.
  ChangeOutput(const Invocation& invocation, std::span<const core::ChangeRow> changes);

  /// Both throw as out::Sink does.
  void before_commit();
  void after_commit();

private:
  std::unique_ptr<out::Sink> sink_;
  bool waits_;
};

}  // namespace iscm::cli
