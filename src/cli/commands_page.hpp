#pragma once

// docs/commands.md, written from the declarations of commands; a test compares the file with it.

#include <string>

namespace iscm::cli {

/// The whole page in Markdown: every command in its group, with its usage, examples and options; then the options that
/// commands share.
std::string commands_page();

}  // namespace iscm::cli
