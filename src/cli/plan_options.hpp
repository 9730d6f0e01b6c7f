#pragma once

#include <memory>
#include <optional>

#include "cli/command.hpp"
#include "import/plan.hpp"
#include "write/atomic_file.hpp"

namespace iscm::cli {

/// Sets what --mode, --clear-empty, --complete, --end-missing and --skip-rejected ask for. Throws Error(Exit::usage)
/// for what cannot be, by itself or for this entity.
void add_plan_options(const Invocation& invocation, import::ImportRequest& request);

/// Refuses, before anything is read, options of `import` that do not go together: throws Error(Exit::usage).
void refuse_contradictions(const Invocation& invocation);

/// The file that an option names, begun; nothing where the option is not given. Throws what write::AtomicFile throws,
/// and Error(Exit::refused) for the database itself.
std::unique_ptr<write::AtomicFile> begin_file(const Invocation& invocation, std::string_view option);

}  // namespace iscm::cli
