# The packages, found as Debian 12 installs them; nothing is downloaded. README.md gives the reason for each.
find_package(SQLiteCpp REQUIRED)
find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(Threads REQUIRED)

add_library(iscm_packages INTERFACE)

# SQLiteCpp asks for SQLite::SQLite3 by itself, so the choice of the static library is made on that target.
function(iscm_prefer_static target library)
  find_library(${library}_static NAMES lib${library}.a)
  if(ISCM_STATIC AND ${library}_static)
    if(TARGET ${target})
      set_target_properties(${target} PROPERTIES IMPORTED_LOCATION ${${library}_static})
    else()
      add_library(${target} STATIC IMPORTED)
      set_target_properties(${target} PROPERTIES IMPORTED_LOCATION ${${library}_static})
    endif()
  elseif(NOT TARGET ${target})
    find_library(${library}_shared NAMES ${library} REQUIRED)
    add_library(${target} UNKNOWN IMPORTED)
    set_target_properties(${target} PROPERTIES IMPORTED_LOCATION ${${library}_shared})
  endif()
endfunction()

iscm_prefer_static(SQLite::SQLite3 sqlite3)
iscm_prefer_static(iscm::utf8proc utf8proc)
iscm_prefer_static(iscm::md md)
find_path(utf8proc_include utf8proc.h REQUIRED)
find_path(md_include sha256.h REQUIRED)

target_link_libraries(iscm_packages INTERFACE
  SQLiteCpp SQLite::SQLite3 fmt::fmt-header-only nlohmann_json::nlohmann_json iscm::utf8proc iscm::md
  Threads::Threads ${CMAKE_DL_LIBS} m)
if(ISCM_STATIC)
  target_compile_definitions(iscm_packages INTERFACE UTF8PROC_STATIC)
  target_link_options(iscm_packages INTERFACE -static-libstdc++ -static-libgcc)
endif()
