#pragma once

// Files of the repository that the program can write, such as the data dictionary. For each, a test says that it is
// what the program would write now.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "source_tree.hpp"

namespace iscm::test {

/// All bytes of a file, named from the root of the source tree; empty if there is none.
inline std::string source_file(const std::filesystem::path& path) {
  std::ifstream file(std::filesystem::path(source_tree()) / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Fails if the file is not `current`. ISCM_ACCEPT=1 rewrites the file and fails too: a run that rewrites must not pass
/// for one that compares.
inline void check_generated(const std::filesystem::path& path, const std::string& current) {
  if (source_file(path) == current) return;
  const char* accept = std::getenv("ISCM_ACCEPT");
  if (accept == nullptr || std::string_view(accept) != "1") {
    FAIL_CHECK(path.string() << " is out of date: run the tests with ISCM_ACCEPT=1 and read the difference");
    return;
  }
  std::ofstream(std::filesystem::path(source_tree()) / path, std::ios::binary) << current;
  FAIL_CHECK(path.string() << " is rewritten: read the difference, then run the tests without ISCM_ACCEPT");
}

}  // namespace iscm::test
