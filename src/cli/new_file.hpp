#pragma once

#include <functional>
#include <string>

#include "write/new_file.hpp"

namespace iscm::cli {

/// A database file that appears complete or not at all: it is made under a temporary name in the folder of the target,
/// and moved into place when it is ready. If it is not, or a signal ends the program, it is removed.
class NewFile {
public:
  /// Throws Error(Exit::refused) if the target exists, or a journal that SQLite would use for the target.
  explicit NewFile(std::string target);

  /// Calls `make` with the path to make it at: there is no file there yet, and `make` must close every connection to
  /// it. Then syncs it to the disk and gives it its name; throws Error(Exit::refused) if there is a file of that name
  /// by then. Errors of `make` that name the temporary file name the target instead.
  void make(const std::function<void(const std::string& path)>& make);

private:
  std::string target_;
  write::NewFile file_;
};

}  // namespace iscm::cli
