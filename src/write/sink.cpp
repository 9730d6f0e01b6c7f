#include "write/sink.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "error.hpp"

namespace iscm::write {
namespace {

constexpr std::size_t kBufferSize = std::size_t{64} * 1024;
constexpr int kClosed = -1;

}  // namespace

void throw_system_error(std::string_view name, int code, std::string hint) {
  const std::error_code reason(code, std::generic_category());
  throw Error(Exit::failed, fmt::format("{}: {}", name, reason.message()), std::move(hint));
}

void throw_unsynced_folder(std::string_view name, int code) {
  const std::error_code reason(code, std::generic_category());
  throw Error(Exit::failed, fmt::format("{}: is written, but may not survive a power cut: {}", name, reason.message()),
              "check the disk");
}

DescriptorSink::DescriptorSink(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {
  buffer_.reserve(kBufferSize);
}

DescriptorSink::~DescriptorSink() {
  if (descriptor_ != kClosed) ::close(descriptor_);
}

void DescriptorSink::write(std::string_view bytes) {
  if (buffer_.size() + bytes.size() > kBufferSize) flush();
  if (bytes.size() >= kBufferSize) {
    write_through(bytes);
  } else {
    buffer_ += bytes;
  }
}

void DescriptorSink::finish() {
  if (descriptor_ == kClosed) return;
  flush();
  // Some file systems report a failed write only here. The descriptor is gone even then, so it is never tried again.
  if (::close(std::exchange(descriptor_, kClosed)) != 0 && errno != EINTR) throw_system_error(name_, errno);
}

void DescriptorSink::sync() {
  flush();
  while (::fsync(descriptor_) != 0) {
    if (errno == EINVAL || errno == ENOTSUP) return;  // a file system that has nothing to wait for
    if (errno != EINTR) throw_system_error(name_, errno);
  }
}

void DescriptorSink::flush() {
  write_through(buffer_);
  buffer_.clear();
}

void DescriptorSink::write_through(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      wait_until_writable();
    } else if (errno != EINTR) {
      throw_system_error(name_, errno);
    }
  }
}

/// A pipe shared with a program that made it non-blocking would otherwise fail when it is only full.
void DescriptorSink::wait_until_writable() const {
  pollfd wanted{descriptor_, POLLOUT, 0};
  constexpr int without_limit = -1;
  ::poll(&wanted, 1, without_limit);  // whatever it says, the next write says it better
}

std::unique_ptr<Sink> standard_output() {
  // A duplicate can be closed, and the closing checked, while the process keeps its own. It stays clear of 0 to 2.
  constexpr int lowest = STDERR_FILENO + 1;
  const int descriptor = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, lowest);
  if (descriptor < 0) throw_system_error("standard output", errno);
  return std::make_unique<DescriptorSink>(descriptor, "standard output");
}

}  // namespace iscm::write
