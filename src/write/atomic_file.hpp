#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "write/descriptor_sink.hpp"
#include "write/sink.hpp"
#include "write/temporaries.hpp"

namespace iscm::write {

/// What to do about a file of that name that is there already.
enum class Existing { refuse, replace };

/// A file that appears whole or not at all (design.md, section 8).
///
/// The bytes go to a temporary file in the folder of the target, which finish() brings to the disk and renames;
/// destroyed without finish(), it is removed. A replaced file hands on its permissions. A symbolic link counts as an
/// existing file, and it is the link that is replaced: what it points to stays untouched.
///
/// Terminals and other character devices, FIFOs, /dev/stdout, /dev/stderr and /dev/fd/N are written directly.
class AtomicFile final : public Sink {
public:
  /// Starts the file. Throws Error: usage for an empty name; refused for an existing file under Existing::refuse, and
  /// for a folder or a disk; failed where the folder is missing or cannot be written.
  AtomicFile(std::string_view target, Existing existing);

  void write(std::string_view bytes) override;

  /// Brings the content to the disk, under its temporary name.
  void settle() override;

  /// Makes the file appear. Throws Error: failed if the content cannot be brought to the disk, refused under
  /// Existing::refuse if another program made a file of that name meanwhile; a target that existed is then as it was.
  /// Failed too, and said so, if the file is there but its folder cannot be brought to the disk.
  void finish() override;

private:
  void open_directly();
  void open_temporary(std::optional<unsigned> permissions);
  void move_into_place();
  void sync_folder() const;

  std::string target_;
  Existing existing_;
  /// None for a target that is written directly, and none after finish().
  std::optional<TemporaryPath> temporary_;
  std::unique_ptr<DescriptorSink> sink_;
};

}  // namespace iscm::write
