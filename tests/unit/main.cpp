#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include "source_tree.hpp"

std::string iscm::test::source_tree() {
  return ISCM_SOURCE_DIR;
}
