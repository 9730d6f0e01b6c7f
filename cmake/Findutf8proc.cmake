# Debian's libutf8proc-dev brings no CMake package. Defines utf8proc::utf8proc; the static library where ISCM_STATIC.
include(${CMAKE_CURRENT_LIST_DIR}/find_library_package.cmake)
iscm_find_library_package(utf8proc utf8proc.h)
