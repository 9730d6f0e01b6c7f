#pragma once

#include <string>

namespace iscm::write {

/// Removes every temporary file that is being written. For a signal handler that ends the process next: it calls
/// nothing but unlink(2), and the sinks concerned cannot finish after it.
void remove_temporaries() noexcept;

/// The path of a temporary file, known to remove_temporaries() for as long as this lives; then the file is removed if
/// it is still there. Make it before the file, so that no signal can come between the two. Where more temporary files
/// are open than the table holds, or the path is longer than a path may be, a signal leaves the file behind.
class TemporaryPath {
public:
  explicit TemporaryPath(std::string path);
  TemporaryPath(const TemporaryPath&) = delete;
  TemporaryPath& operator=(const TemporaryPath&) = delete;
  ~TemporaryPath();

  [[nodiscard]] const std::string& path() const { return path_; }

private:
  std::string path_;
  int slot_;
};

}  // namespace iscm::write
