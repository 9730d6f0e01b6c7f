# Debian's libmd-dev brings no CMake package. Defines md::md; the static library where ISCM_STATIC.
include(${CMAKE_CURRENT_LIST_DIR}/find_library_package.cmake)
iscm_find_library_package(md sha256.h)
