#include "write/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <random>
#include <system_error>

#include "error.hpp"

namespace iscm::write {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kPermissionBits = 0777;

std::string folder_of(const std::string& target) {
  const std::string folder = fs::path(target).parent_path().string();
  return folder.empty() ? "." : folder;
}

[[noreturn]] void throw_open_error(const std::string& target, int code) {
  std::error_code unknown;
  // There are folders in which nobody can make a file, /proc for one.
  if (code != ENOENT || fs::is_directory(folder_of(target), unknown)) throw_system_error(target, code);
  throw_system_error(target, code, fmt::format("there is no folder \"{}\": make it first", folder_of(target)));
}

[[noreturn]] void throw_exists(const std::string& target) {
  throw Error(Exit::refused, fmt::format("{} exists already", target), "give --force to replace it, or another name");
}

/// The descriptor of this process that a name such as /dev/stdout or /dev/fd/3 stands for. Opening such a name anew
/// would start at the beginning of a redirected file and write over what is there.
std::optional<int> named_descriptor(std::string_view target) {
  constexpr std::string_view numbered = "/dev/fd/";
  if (target == "/dev/stdout") return STDOUT_FILENO;
  if (target == "/dev/stderr") return STDERR_FILENO;
  if (!target.starts_with(numbered)) return std::nullopt;
  target.remove_prefix(numbered.size());
  int descriptor = 0;
  const auto [end, error] = std::from_chars(target.data(), target.data() + target.size(), descriptor);
  if (error != std::errc{} || end != target.data() + target.size()) return std::nullopt;
  return descriptor;
}

/// Whether the target is a device or a FIFO, which has no content that could appear at once.
bool is_stream(const struct stat& target) {
  return S_ISCHR(target.st_mode) || S_ISFIFO(target.st_mode);
}

/// A name in the target's folder that nobody else can guess. Absolute, so that it is right whatever the working folder
/// is when a signal arrives; not made from the target's name, which may be as long as a name can be.
std::string temporary_name(const std::string& target) {
  std::error_code error;
  const fs::path folder = fs::absolute(folder_of(target), error);
  if (error) throw_system_error(target, error.value());
  std::random_device random;
  const std::uint64_t number = (std::uint64_t{random()} << 32U) | random();
  return (folder / fmt::format(".iscm-{:016x}.tmp", number)).string();
}

/// For file systems without RENAME_NOREPLACE: link(2) does not replace either.
bool link_into_place(const std::string& temporary, const std::string& target) {
  return ::link(temporary.c_str(), target.c_str()) == 0;  // the other name goes with its TemporaryPath
}

bool rename_without_replacing(const std::string& temporary, const std::string& target) {
  if (::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) return true;
  return (errno == EINVAL || errno == ENOSYS) && link_into_place(temporary, target);
}

}  // namespace

AtomicFile::AtomicFile(std::string_view target, Existing existing) : target_(target), existing_(existing) {
  if (target_.empty()) throw Error(Exit::usage, "the output file has no name");
  if (const auto descriptor = named_descriptor(target_)) {
    const int duplicate = ::fcntl(*descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (duplicate < 0) throw_system_error(target_, errno);
    sink_ = std::make_unique<DescriptorSink>(duplicate, target_);
    return;
  }

  struct stat found {};
  const bool resolves = ::stat(target_.c_str(), &found) == 0;
  if (resolves && is_stream(found)) {
    open_directly();
    return;
  }
  if (resolves && S_ISDIR(found.st_mode)) throw Error(Exit::refused, fmt::format("{} is a folder", target_));
  if (resolves && !S_ISREG(found.st_mode)) throw Error(Exit::refused, fmt::format("{} is not a file", target_));

  // A link counts even where it leads nowhere.
  struct stat named {};
  if (::lstat(target_.c_str(), &named) == 0 && existing_ == Existing::refuse) throw_exists(target_);
  open_temporary(resolves ? std::optional<unsigned>(found.st_mode & kPermissionBits) : std::nullopt);
}

void AtomicFile::open_directly() {
  const int descriptor = ::open(target_.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
  if (descriptor < 0) throw_open_error(target_, errno);
  sink_ = std::make_unique<DescriptorSink>(descriptor, target_);
}

void AtomicFile::open_temporary(std::optional<unsigned> permissions) {
  constexpr mode_t all_may_read_and_write = 0666;  // less what the umask takes
  temporary_.emplace(temporary_name(target_));
  const int descriptor =
      ::open(temporary_->path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, all_may_read_and_write);
  if (descriptor < 0) throw_open_error(target_, errno);
  sink_ = std::make_unique<DescriptorSink>(descriptor, target_);
  // Before the first byte: what only its owner could read must not be open to others for a moment.
  if (permissions && ::fchmod(descriptor, *permissions) != 0) throw_system_error(target_, errno);
}

void AtomicFile::write(std::string_view bytes) {
  sink_->write(bytes);
}

void AtomicFile::settle() {
  if (temporary_) {
    sink_->sync();
  } else {
    sink_->settle();
  }
}

void AtomicFile::finish() {
  settle();
  sink_->finish();
  if (!temporary_) return;
  move_into_place();
  temporary_.reset();
  sync_folder();
}

void AtomicFile::move_into_place() {
  const std::string& temporary = temporary_->path();
  const bool moved = existing_ == Existing::replace ? std::rename(temporary.c_str(), target_.c_str()) == 0
                                                    : rename_without_replacing(temporary, target_);
  if (moved) return;
  if (errno == EEXIST && existing_ == Existing::refuse) throw_exists(target_);
  throw_system_error(target_, errno);
}

/// The new name itself survives a power cut only when the folder is on disk. A folder that may be written but not read
/// cannot be opened, and some file systems have nothing to wait for: the file is there in both cases.
void AtomicFile::sync_folder() const {
  const int folder = ::open(folder_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  const int reason = ::fsync(folder) == 0 ? 0 : errno;
  ::close(folder);
  if (reason != 0 && reason != EINVAL && reason != ENOTSUP && reason != EINTR) throw_unsynced_folder(target_, reason);
}

}  // namespace iscm::write
