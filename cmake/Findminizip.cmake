# Debian's libminizip-dev brings no CMake package. Defines minizip::minizip with zlib below it; the static libraries
# where ISCM_STATIC.
include(${CMAKE_CURRENT_LIST_DIR}/find_library_package.cmake)
set(ZLIB_USE_STATIC_LIBS ${ISCM_STATIC})
find_package(ZLIB REQUIRED)
iscm_find_library_package(minizip minizip/unzip.h)
set_target_properties(minizip::minizip PROPERTIES INTERFACE_LINK_LIBRARIES ZLIB::ZLIB)
