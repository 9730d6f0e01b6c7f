#include "read/raw_input.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "error.hpp"

namespace iscm::read {
namespace {

std::string advice(int code) {
  switch (code) {
    case ENOENT:
    case ENOTDIR:
      return "check the path; - reads standard input";
    case EISDIR:
      return "name a file in it";
    case EACCES:
    case EPERM:
      return "its permissions do not let you read it: see ls -l";
    default:
      return {};
  }
}

[[noreturn]] void throw_system_error(Exit exit, std::string_view name, int code) {
  const std::error_code reason(code, std::generic_category());
  throw Error(exit, fmt::format("{}: {}", name, reason.message()), advice(code));
}

class DescriptorInput final : public RawInput {
public:
  /// Closes `descriptor` at the end where `owned` says so.
  DescriptorInput(int descriptor, std::string name, bool owned)
      : descriptor_(descriptor), name_(std::move(name)), owned_(owned) {}
  ~DescriptorInput() override {
    if (owned_) ::close(descriptor_);
  }

  std::size_t read(std::span<char> into) override {
    for (;;) {
      const ssize_t bytes = ::read(descriptor_, into.data(), into.size());
      if (bytes >= 0) return static_cast<std::size_t>(bytes);
      if (errno == EAGAIN) {
        wait_until_readable();
      } else if (errno != EINTR) {
        throw_system_error(errno == EISDIR ? Exit::refused : Exit::failed, name_, errno);
      }
    }
  }

  bool rewind() override { return start_ >= 0 && ::lseek(descriptor_, start_, SEEK_SET) == start_; }

private:
  /// A pipe shared with a program that made it non-blocking would otherwise fail where it is only empty.
  void wait_until_readable() const {
    pollfd wanted{descriptor_, POLLIN, 0};
    constexpr int without_limit = -1;
    ::poll(&wanted, 1, without_limit);  // whatever it says, the next read says it better
  }

  int descriptor_;
  std::string name_;
  bool owned_;
  off_t start_ = ::lseek(descriptor_, 0, SEEK_CUR);  // -1 for a pipe or a terminal
};

class MemoryInput final : public RawInput {
public:
  explicit MemoryInput(std::string_view memory) : memory_(memory), rest_(memory) {}

  std::size_t read(std::span<char> into) override {
    const std::size_t bytes = rest_.copy(into.data(), into.size());
    rest_.remove_prefix(bytes);
    return bytes;
  }

  bool rewind() override {
    rest_ = memory_;
    return true;
  }

private:
  std::string_view memory_;
  std::string_view rest_;
};

/// What was read of an input, then the rest of it.
class ResumedInput final : public RawInput {
public:
  ResumedInput(std::unique_ptr<RawInput> input, std::string start)
      : input_(std::move(input)), start_(std::move(start)), rest_(start_) {}

  std::size_t read(std::span<char> into) override {
    if (rest_.empty()) return input_->read(into);
    const std::size_t bytes = rest_.copy(into.data(), into.size());
    rest_.remove_prefix(bytes);
    return bytes;
  }

  bool rewind() override { return false; }

private:
  std::unique_ptr<RawInput> input_;
  std::string start_;
  std::string_view rest_;
};

/// An input that can be read only once, made one that can be read again: what was read of it stands in a temporary file
/// too, which goes when it is closed.
class SpooledInput final : public RawInput {
public:
  explicit SpooledInput(std::unique_ptr<RawInput> input) : input_(std::move(input)) {
    std::error_code no_folder;
    const std::string folder = std::filesystem::temp_directory_path(no_folder).string();
    std::string path = (no_folder ? "/tmp" : folder) + "/iscm-XXXXXX";
    file_ = ::mkostemp(path.data(), O_CLOEXEC);
    if (file_ < 0) throw_system_error(Exit::failed, kWhat, errno);
    ::unlink(path.c_str());
  }
  SpooledInput(const SpooledInput&) = delete;
  SpooledInput& operator=(const SpooledInput&) = delete;
  ~SpooledInput() override { ::close(file_); }

  std::size_t read(std::span<char> into) override {
    if (at_ < end_) return read_again(into);
    const std::size_t bytes = input_->read(into);
    keep({into.data(), bytes});
    at_ = end_;
    return bytes;
  }

  bool rewind() override {
    at_ = 0;
    return true;
  }

private:
  std::size_t read_again(std::span<char> into) {
    for (;;) {
      const ssize_t bytes = ::pread(file_, into.data(), into.size(), at_);
      if (bytes < 0 && errno == EINTR) continue;
      if (bytes <= 0) throw_system_error(Exit::failed, kWhat, bytes < 0 ? errno : EIO);
      at_ += bytes;
      return static_cast<std::size_t>(bytes);
    }
  }

  void keep(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::pwrite(file_, bytes.data(), bytes.size(), end_);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) throw_system_error(Exit::failed, kWhat, errno);
      end_ += written;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  static constexpr std::string_view kWhat = "temporary file for JSON from a pipe";

  std::unique_ptr<RawInput> input_;
  int file_ = -1;
  off_t at_ = 0;   // in the file, of what is read next
  off_t end_ = 0;  // of the file
};

}  // namespace

std::unique_ptr<RawInput> open_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw_system_error(Exit::refused, path, errno);
  auto input = std::make_unique<DescriptorInput>(descriptor, path, true);
  struct stat facts {};
  if (::fstat(descriptor, &facts) == 0 && S_ISDIR(facts.st_mode)) throw_system_error(Exit::refused, path, EISDIR);
  return input;
}

std::unique_ptr<RawInput> standard_input(std::string name) {
  return std::make_unique<DescriptorInput>(STDIN_FILENO, std::move(name), false);
}

std::unique_ptr<RawInput> memory_input(std::string_view memory) {
  return std::make_unique<MemoryInput>(memory);
}

std::unique_ptr<RawInput> again_from(std::unique_ptr<RawInput> input, std::string start, bool twice) {
  if (input->rewind()) return input;
  auto resumed = std::make_unique<ResumedInput>(std::move(input), std::move(start));
  if (twice) return std::make_unique<SpooledInput>(std::move(resumed));
  return resumed;
}

}  // namespace iscm::read
