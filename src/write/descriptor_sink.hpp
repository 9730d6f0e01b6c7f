#pragma once

#include <string>
#include <string_view>

#include "write/sink.hpp"

namespace iscm::write {

/// Throws Error (failed) "NAME: what the system says to CODE", where `code` is a value of errno.
[[noreturn]] void throw_system_error(std::string_view name, int code, std::string hint = {});

/// The same of a file that has its name already, if the folder of it cannot be brought to the disk.
[[noreturn]] void throw_unsynced_folder(std::string_view name, int code);

/// A buffered sink over a file descriptor that checks every call. Partial writes, interrupted calls and descriptors
/// that do not block are dealt with.
class DescriptorSink final : public Sink {
public:
  /// Owns `descriptor` from now on; `name` is what errors call it.
  DescriptorSink(int descriptor, std::string name);
  ~DescriptorSink() override;

  void write(std::string_view bytes) override;
  void settle() override { flush(); }
  void finish() override;

  /// Passes the buffer on and waits until the file's content is on disk. Throws as write() does.
  void sync();

private:
  void flush();
  void write_through(std::string_view bytes);
  void wait_until_writable() const;

  int descriptor_;
  std::string name_;
  std::string buffer_;
};

}  // namespace iscm::write
