#pragma once

#include <string>

#include "out/temporaries.hpp"

namespace iscm::cli {

/// A database file that appears whole or not at all: it is made under a temporary name in the folder of the target,
/// and moved into place when it is ready. Removed where it is not, and where a signal ends the program.
class NewFile {
public:
  /// Throws Error(Exit::refused) where the target exists.
  explicit NewFile(std::string target);

  [[nodiscard]] const std::string& target() const { return target_; }

  /// Where to make it; nothing is there yet.
  [[nodiscard]] const std::string& path() const { return temporary_.path(); }

  /// Brings it to the disk and gives it its name, unless another program made a file of that name meanwhile
  /// (Error(Exit::refused)). Every connection to it must be closed.
  void move_into_place();

private:
  std::string target_;
  out::TemporaryPath temporary_;
};

}  // namespace iscm::cli
