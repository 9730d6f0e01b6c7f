#pragma once

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
  /// written is known before something that rests on it is done. Throws as write() does.
  virtual void settle() {}

  /// Passes on what is buffered and closes; after it nothing may be written. Throws as write() does.
  /// A sink destroyed without it drops what it has buffered: output that was cut short is not passed off as whole.
  virtual void finish() = 0;
};

/// The standard output of the process. A full disk, a closed pipe and a closed descriptor are errors; a closed pipe
/// only where SIGPIPE is ignored. Throws Error (failed) when there is no standard output.
std::unique_ptr<Sink> standard_output();

/// Keeps everything in memory.
class StringSink final : public Sink {
public:
  void write(std::string_view bytes) override { text_ += bytes; }
  void finish() override {}

  [[nodiscard]] const std::string& text() const { return text_; }

private:
  std::string text_;
};

}  // namespace iscm::write
