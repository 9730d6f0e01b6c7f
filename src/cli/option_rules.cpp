#include "cli/option_rules.hpp"

#include <fmt/format.h>

namespace iscm::cli {

void refuse_options(const Invocation& invocation, std::initializer_list<std::string_view> options, std::string_view why,
                    std::string_view hint) {
  for (const std::string_view option : options) {
    if (invocation.has(option)) throw Error(Exit::usage, fmt::format("{} {}", option, why), std::string(hint));
  }
}

}  // namespace iscm::cli
