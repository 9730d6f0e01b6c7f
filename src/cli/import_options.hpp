#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "core/import/stage.hpp"

namespace iscm::cli {

/// The columns that --map and --ignore name, as they were typed.
std::vector<std::string> named_columns(const Invocation& invocation);

/// What --map and --ignore say about the columns of this header. Throws Error(Exit::usage) for a column that it has
/// not, and for one that is named twice.
core::ColumnChoices column_choices(const Invocation& invocation, std::span<const std::string> header);

/// Throws Error(Exit::usage) where a column is matched to a field that the entity has not.
void refuse_unknown_fields(const core::Entity& entity, const core::ColumnChoices& choices);

/// `import --template ENTITY`: prints a file to fill in.
Exit print_template(const Invocation& invocation);

}  // namespace iscm::cli
