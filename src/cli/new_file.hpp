#pragma once

#include <functional>
#include <string>

#include "write/new_file.hpp"

namespace iscm::cli {

/// A database file that appears whole or not at all: it is made under a temporary name in the folder of the target,
/// and moved into place when it is ready. Removed where it is not, and where a signal ends the program.
class NewFile {
public:
  /// Throws Error(Exit::refused) where the target exists, or a journal that SQLite would take for that of the target.
  explicit NewFile(std::string target);

  /// Calls `make` with the path where to make it: nothing is there yet, and every connection to it must be closed at
  /// the end. Then brings it to the disk and gives it its name, unless another program made a file of that name
  /// meanwhile (Error(Exit::refused)). Errors that name the temporary file name the target instead.
  void make(const std::function<void(const std::string& path)>& make);

private:
  std::string target_;
  write::NewFile file_;
};

}  // namespace iscm::cli
