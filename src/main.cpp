#include <cstdio>

#include "version.hpp"

int main() {
  return std::printf("iscm %s\n", iscm::program_version().data()) < 0 ? 5 : 0;
}
