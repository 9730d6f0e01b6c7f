#pragma once

// What `check` found, for people: a summary, then the findings of each check one below the other.

#include <string>
#include <string_view>
#include <vector>

#include "check/findings.hpp"
#include "cli/command.hpp"

namespace iscm::cli {

/// Prints the summary and the findings at the width of the terminal, else of a page.
void print_findings(const Invocation& invocation, check::Findings& findings, const std::vector<check::Check>& checks);

/// The text in lines of at most `columns`, broken at spaces but never within a command in backquotes: a line is longer
/// only if one is.
std::vector<std::string> wrap_around_commands(std::string_view text, std::size_t columns);

}  // namespace iscm::cli
