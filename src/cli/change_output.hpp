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

/// Writes the first kListedChanges of what a command changes as --format and -o ask. The sink's finish() is left to the
/// caller: what cannot be written is known before the change is committed.
std::unique_ptr<out::Sink> write_changes(const Invocation& invocation, std::span<const core::ChangeRow> changes);

}  // namespace iscm::cli
