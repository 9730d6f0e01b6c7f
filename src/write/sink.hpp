#pragma once

// Where output goes: standard output, a descriptor, a text in memory; files are in new_file.hpp. Every failure to write
// is an error.

#include <memory>
#include <string>
#include <string_view>

namespace iscm::write {

/// Where bytes of output go. Nothing counts as written before finish() has returned.
class Sink {
public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;

  /// Takes the bytes, perhaps into a buffer. Throws Error (failed), naming the output and the reason.
  virtual void write(std::string_view bytes) = 0;

  /// After the last write: brings what was written as far as it goes without making it appear, so that what cannot be
  /// written is known before something that depends on it is done. Throws as write() does.
  virtual void settle() {}

  /// Passes on what is buffered and closes; after it nothing may be written. Throws as write() does.
  /// A sink destroyed without it drops what it has buffered: output that was cut short is not passed off as whole.
  virtual void finish() = 0;
};

/// Keeps everything in memory.
class StringSink final : public Sink {
public:
  void write(std::string_view bytes) override { text_ += bytes; }
  void finish() override {}

  [[nodiscard]] const std::string& text() const { return text_; }

private:
  std::string text_;
};

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

/// The standard output of the process. A full disk, a closed pipe and a closed descriptor are errors; a closed pipe
/// only if SIGPIPE is ignored. Throws Error (failed) if there is no standard output.
std::unique_ptr<Sink> standard_output();

}  // namespace iscm::write
