#pragma once

#include <string>

#include "cli/command.hpp"

namespace iscm::cli {

/// What `iscm` alone says: five commands to begin with, and how the database of the invocation is.
std::string welcome(const Invocation& invocation);

}  // namespace iscm::cli
