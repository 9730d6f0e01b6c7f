#include <doctest/doctest.h>

#include <set>

#include "cli/command.hpp"

using namespace iscm::cli;

TEST_CASE("each command stands in the table once, and each option once in its command") {
  std::set<std::string_view> names;
  for (const Command& command : commands()) {
    CAPTURE(command.name);
    CHECK(names.insert(command.name).second);
    std::set<std::string_view> options;
    for (const Option& option : command.options) {
      CAPTURE(option.name);
      CHECK(options.insert(option.name).second);
    }
  }
}
