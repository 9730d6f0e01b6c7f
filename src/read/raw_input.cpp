#include "read/raw_input.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
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
};

class MemoryInput final : public RawInput {
public:
  explicit MemoryInput(std::string_view memory) : rest_(memory) {}

  std::size_t read(std::span<char> into) override {
    const std::size_t bytes = rest_.copy(into.data(), into.size());
    rest_.remove_prefix(bytes);
    return bytes;
  }

private:
  std::string_view rest_;
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

}  // namespace iscm::read
