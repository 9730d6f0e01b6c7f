#pragma once

// Files that appear whole or not at all. AtomicFile is written to as a sink; NewFile gives a path to those who make a
// file themselves (SQLite). Both are made under a temporary name in the folder of the target, brought to the disk and
// renamed; if that is not reached, or if a signal ends the program, nothing is left.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "write/sink.hpp"

namespace iscm::write {

/// Removes every temporary file that is being written. For a signal handler that ends the process next: it calls
/// nothing but unlink(2), and the sinks concerned cannot finish after it.
void remove_temporaries() noexcept;

/// The path of a temporary file, known to remove_temporaries() for as long as this lives; then the file is removed if
/// it is still there. If more temporary files are open than the table holds, or the path is longer than a path may be,
/// a signal leaves the file behind.
class TemporaryPath {
public:
  /// A name in the folder that nobody else can guess; the file is not made, so that no signal can come between the two.
  /// Throws Error (failed) if the system cannot say where the folder is.
  explicit TemporaryPath(const std::string& folder);
  TemporaryPath(const TemporaryPath&) = delete;
  TemporaryPath& operator=(const TemporaryPath&) = delete;
  ~TemporaryPath();

  [[nodiscard]] const std::string& path() const { return path_; }

private:
  std::string path_;
  int slot_;
};

/// What to do about a file of that name that is there already.
enum class Existing { refuse, replace };

/// A file that gets its name when it is complete.
class NewFile {
public:
  NewFile(std::string target, Existing existing);

  /// Where to make it; nothing is there yet.
  [[nodiscard]] const std::string& path() const { return temporary_.path(); }

  /// Gives the file its name; its content must be on the disk (sync_file()). Throws Error: refused under
  /// Existing::refuse if there is a file of that name; failed if it cannot be renamed, and, saying so, if the file is
  /// there but its folder cannot be brought to the disk.
  void move_into_place();

private:
  std::string target_;
  Existing existing_;
  TemporaryPath temporary_;
};

/// Brings the content of a file to the disk. Throws Error (failed); its message calls the file `name`.
void sync_file(const std::string& path, std::string_view name);

/// The folder of a file; "." for a bare name.
std::string folder_of(const std::string& file);

/// A file to be written to. A replaced file hands on its permissions. A symbolic link counts as an existing file, and
/// it is the link that is replaced: what it points to stays untouched.
///
/// Terminals and other character devices, FIFOs, /dev/stdout, /dev/stderr and /dev/fd/N are written directly.
class AtomicFile final : public Sink {
public:
  /// Starts the file. Throws Error: usage for an empty name; refused for an existing file under Existing::refuse, and
  /// for a folder or a disk; failed if the folder is missing or cannot be written.
  AtomicFile(std::string_view target, Existing existing);

  void write(std::string_view bytes) override;

  /// Brings the content to the disk, under its temporary name.
  void settle() override;

  /// Makes the file appear. Throws as settle() and NewFile::move_into_place() do; a target that existed is then as it
  /// was.
  void finish() override;

private:
  void open_temporary(std::optional<unsigned> permissions);

  std::string target_;
  /// None for a target that is written directly, and none after finish().
  std::unique_ptr<NewFile> file_;
  std::unique_ptr<DescriptorSink> sink_;
};

}  // namespace iscm::write
