#include "read/temp_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "error.hpp"

namespace iscm::read {

TempFile::TempFile(std::string_view what) : name_(fmt::format("temporary file for {}", what)) {
  std::error_code no_folder;
  const std::string folder = std::filesystem::temp_directory_path(no_folder).string();
  std::string path = (no_folder ? "/tmp" : folder) + "/iscm-XXXXXX";
  descriptor_ = ::mkostemp(path.data(), O_CLOEXEC);
  if (descriptor_ < 0) fail(errno);
  ::unlink(path.c_str());
}

TempFile::~TempFile() {
  ::close(descriptor_);
}

void TempFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), end_);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(errno);
    end_ += written;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::size_t TempFile::read_at(std::size_t offset, std::span<char> into) const {
  std::size_t found = 0;
  while (found < into.size() && offset + found < size()) {
    const ssize_t bytes =
        ::pread(descriptor_, into.data() + found, into.size() - found, static_cast<off_t>(offset + found));
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes <= 0) fail(bytes < 0 ? errno : EIO);
    found += static_cast<std::size_t>(bytes);
  }
  return found;
}

void TempFile::fail(int code) const {
  throw Error(Exit::failed, fmt::format("{}: {}", name_, std::generic_category().message(code)));
}

}  // namespace iscm::read
