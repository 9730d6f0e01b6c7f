#pragma once

#include <initializer_list>
#include <string_view>

#include "cli/command.hpp"

namespace iscm::cli {

/// Refuses options that would be passed over in silence: throws Error(Exit::usage, "--apply goes with --fix", hint)
/// for the first of `options` that was given; `why` is what follows its name.
void refuse_options(const Invocation& invocation, std::initializer_list<std::string_view> options, std::string_view why,
                    std::string_view hint);

}  // namespace iscm::cli
