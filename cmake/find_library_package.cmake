include(FindPackageHandleStandardArgs)

# A library that has no CMake package of its own, as the imported target NAME::NAME.
function(iscm_find_library_package name header)
  find_path(${name}_INCLUDE_DIR ${header})
  if(ISCM_STATIC)
    find_library(${name}_LIBRARY NAMES lib${name}.a ${name})
  else()
    find_library(${name}_LIBRARY NAMES ${name})
  endif()
  find_package_handle_standard_args(${name} REQUIRED_VARS ${name}_LIBRARY ${name}_INCLUDE_DIR)
  if(${name}_FOUND AND NOT TARGET ${name}::${name})
    add_library(${name}::${name} UNKNOWN IMPORTED)
    set_target_properties(${name}::${name} PROPERTIES
      IMPORTED_LOCATION "${${name}_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${${name}_INCLUDE_DIR}")
  endif()
  set(${name}_FOUND ${${name}_FOUND} PARENT_SCOPE)
endfunction()
