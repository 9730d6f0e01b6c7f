#pragma once

#include <string>

#include "sqlite/connection.hpp"

namespace iscm::sqlite {

/// Copies the database into a new file and checks the copy: its integrity, and as many pages. The caller brings it
/// to its place (cli/new_file.hpp). Throws Error(Exit::refused) where the file exists, Error(Exit::failed) where the
/// copy cannot be made or is not whole.
void copy_into(Connection& from, const std::string& path);

/// A copy of the database in memory, with the settings of every connection: to try out what would be written.
Connection copy_in_memory(Connection& from);

}  // namespace iscm::sqlite
