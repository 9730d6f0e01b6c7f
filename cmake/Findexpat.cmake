# Debian's libexpat1-dev brings a CMake package without the static library. Defines expat::expat.
include(${CMAKE_CURRENT_LIST_DIR}/find_library_package.cmake)
iscm_find_library_package(expat expat.h)
