#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cli/check_output.hpp"
#include "text/wrap.hpp"

using iscm::cli::wrap_around_commands;

namespace {

using Lines = std::vector<std::string>;

TEST_CASE("check output: words are wrapped at spaces, and nothing but spaces is lost") {
  CHECK(wrap_around_commands("one two three four", 9) == Lines{"one two", "three", "four"});
  CHECK(wrap_around_commands("one", 9) == Lines{"one"});
  CHECK(wrap_around_commands("", 9).empty());
  CHECK(wrap_around_commands("abcdefghijkl", 5) == Lines{"abcde", "fghij", "kl"});
}

TEST_CASE("check output: a command is on one line, however long it is, so that it can be copied") {
  const std::string command = "`iscm set membership asem AUT member valid_from=2002 --source info-sheet`";
  for (std::size_t columns = 10; columns < 100; ++columns) {
    CAPTURE(columns);
    const Lines lines = wrap_around_commands("correct it: " + command + ", or waive it", columns);
    std::size_t with_command = 0;
    for (const std::string& line : lines) {
      if (line.find(command) != std::string::npos) {
        ++with_command;
      } else {
        CHECK(iscm::text::display_width(line) <= columns);
      }
    }
    CHECK(with_command == 1);
  }
}

TEST_CASE("check output: what is attached to a command stays with it, and two commands are kept apart") {
  CHECK(wrap_around_commands("see `iscm log 12`, then `iscm undo 12`.", 20) ==
        Lines{"see `iscm log 12`,", "then `iscm undo 12`."});
  CHECK(wrap_around_commands("see `iscm log 12`, then", 10) == Lines{"see", "`iscm log 12`,", "then"});
}

TEST_CASE("check output: a backquote without its like makes no line longer than the text") {
  CHECK(wrap_around_commands("a ` b c", 3) == Lines{"a", "` b c"});
}

}  // namespace
