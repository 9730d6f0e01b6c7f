#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace iscm::core {

/// The files NAME.sql of a folder of the user's own, by name. Throws Error(Exit::usage), naming the option that asked
/// for it, where it cannot be read.
std::vector<std::filesystem::path> sql_files_in(const std::string& folder, const std::string& option);

/// The text of a file that holds a query. Throws Error(Exit::refused) where it is no text, or larger than a query may
/// be.
std::string text_of_file(const std::string& path);

}  // namespace iscm::core
