#pragma once

#include <string>

namespace iscm::test {

/// The folder of the project's own files, which the tests compare with. main.cpp alone is compiled with its name.
std::string source_tree();

}  // namespace iscm::test
