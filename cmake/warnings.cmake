add_library(iscm_warnings INTERFACE)
target_compile_options(iscm_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wnull-dereference -Wformat=2)
if(ISCM_TIDY)
  find_program(clang_tidy clang-tidy REQUIRED)
  set(CMAKE_CXX_CLANG_TIDY ${clang_tidy} --quiet)
endif()
