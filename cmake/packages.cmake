# The packages, found as Debian 12 installs them; nothing is downloaded. README.md gives the reason for each.
list(APPEND CMAKE_MODULE_PATH ${CMAKE_CURRENT_LIST_DIR})
find_package(SQLiteCpp REQUIRED)
find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(utf8proc REQUIRED)
find_package(md REQUIRED)
find_package(expat REQUIRED)
find_package(minizip REQUIRED)
find_package(Threads REQUIRED)

if(ISCM_STATIC)
  # SQLiteCpp asks for SQLite::SQLite3 by itself, so the static library is chosen on that target.
  find_library(sqlite3_static NAMES libsqlite3.a REQUIRED)
  set_target_properties(SQLite::SQLite3 PROPERTIES IMPORTED_LOCATION ${sqlite3_static})
endif()

# Debian has no static library of fmt. Its headers carry the whole of it, at the price of a build twice as long.
set(fmt_target $<IF:$<BOOL:${ISCM_STATIC}>,fmt::fmt-header-only,fmt::fmt>)

add_library(iscm_packages INTERFACE)
target_link_libraries(iscm_packages INTERFACE
  SQLiteCpp SQLite::SQLite3 ${fmt_target} nlohmann_json::nlohmann_json utf8proc::utf8proc md::md
  expat::expat minizip::minizip
  Threads::Threads ${CMAKE_DL_LIBS} m)
if(ISCM_STATIC)
  target_compile_definitions(iscm_packages INTERFACE UTF8PROC_STATIC)
  target_link_options(iscm_packages INTERFACE -static-libstdc++ -static-libgcc)
endif()
