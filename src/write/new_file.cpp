#include "write/new_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <random>
#include <system_error>
#include <utility>

#include "error.hpp"

namespace iscm::write {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kPermissionBits = 0777;

enum class State { free, claimed, armed };

// A signal handler may not allocate, so the paths are in fixed memory. `armed` is set after the path is complete.
struct Slot {
  std::atomic<State> state = State::free;
  std::array<char, PATH_MAX> path{};
};
static_assert(std::atomic<State>::is_always_lock_free, "a signal handler reads it");

constexpr std::size_t kSlots = 16;
constexpr int kNoSlot = -1;
std::array<Slot, kSlots> slots;

int arm_slot(const std::string& path) {
  if (path.size() >= PATH_MAX) return kNoSlot;
  for (std::size_t i = 0; i < kSlots; ++i) {
    State expected = State::free;
    if (!slots[i].state.compare_exchange_strong(expected, State::claimed)) continue;
    slots[i].path[path.copy(slots[i].path.data(), path.size())] = '\0';
    slots[i].state = State::armed;
    return static_cast<int>(i);
  }
  return kNoSlot;
}

/// Absolute, so that it is right whatever the working folder is when a signal arrives; not made from the name of the
/// target, which may be as long as a name can be.
std::string temporary_name(const std::string& folder) {
  std::error_code error;
  const fs::path absolute = fs::absolute(folder, error);
  if (error) throw_system_error(folder, error.value());
  std::random_device random;
  const std::uint64_t number = (std::uint64_t{random()} << 32U) | random();
  return (absolute / fmt::format(".iscm-{:016x}.tmp", number)).string();
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

/// The descriptor of this process that a name such as /dev/stdout or /dev/fd/3 means. Opening such a name anew
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

/// Some file systems have no RENAME_NOREPLACE, but link(2) does not replace either. Some have no links: then a look
/// must do.
bool rename_without_replacing(const std::string& temporary, const std::string& target) {
  if (::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno != EINVAL && errno != ENOSYS) return false;
  if (::link(temporary.c_str(), target.c_str()) == 0) return ::unlink(temporary.c_str()) == 0;
  struct stat named {};
  if (errno == EEXIST || ::lstat(target.c_str(), &named) == 0) {
    errno = EEXIST;
    return false;
  }
  return std::rename(temporary.c_str(), target.c_str()) == 0;
}

/// The new name itself survives a power cut only if the folder is on disk. A folder that may be written but not read
/// cannot be opened, and some file systems have nothing to wait for: the file is there in both cases.
void sync_folder_of(const std::string& target) {
  const int folder = ::open(folder_of(target).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  const int reason = ::fsync(folder) == 0 ? 0 : errno;
  ::close(folder);
  if (reason != 0 && reason != EINVAL && reason != ENOTSUP && reason != EINTR) throw_unsynced_folder(target, reason);
}

}  // namespace

void remove_temporaries() noexcept {
  for (Slot& slot : slots) {
    if (slot.state == State::armed) ::unlink(slot.path.data());
  }
}

TemporaryPath::TemporaryPath(const std::string& folder) : path_(temporary_name(folder)), slot_(arm_slot(path_)) {}

TemporaryPath::~TemporaryPath() {
  ::unlink(path_.c_str());
  if (slot_ != kNoSlot) slots[static_cast<std::size_t>(slot_)].state = State::free;
}

NewFile::NewFile(std::string target, Existing existing)
    : target_(std::move(target)), existing_(existing), temporary_(folder_of(target_)) {}

void NewFile::move_into_place() {
  const bool moved = existing_ == Existing::replace ? std::rename(path().c_str(), target_.c_str()) == 0
                                                    : rename_without_replacing(path(), target_);
  if (!moved && errno == EEXIST && existing_ == Existing::refuse) throw_exists(target_);
  if (!moved) throw_system_error(target_, errno);
  sync_folder_of(target_);
}

void sync_file(const std::string& path, std::string_view name) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw_system_error(name, errno);
  const int reason = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (reason != 0) throw_system_error(name, reason);
}

std::string folder_of(const std::string& file) {
  const std::string folder = fs::path(file).parent_path().string();
  return folder.empty() ? "." : folder;
}

AtomicFile::AtomicFile(std::string_view target, Existing existing) : target_(target) {
  if (target_.empty()) throw Error(Exit::usage, "the output file has no name");
  if (const auto descriptor = named_descriptor(target_)) {
    const int duplicate = ::fcntl(*descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (duplicate < 0) throw_system_error(target_, errno);
    sink_ = std::make_unique<DescriptorSink>(duplicate, target_);
    return;
  }

  struct stat found {};
  const bool resolves = ::stat(target_.c_str(), &found) == 0;
  // A device or a FIFO has no content that could appear at once.
  if (resolves && (S_ISCHR(found.st_mode) || S_ISFIFO(found.st_mode))) {
    const int descriptor = ::open(target_.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0) throw_open_error(target_, errno);
    sink_ = std::make_unique<DescriptorSink>(descriptor, target_);
    return;
  }
  if (resolves && S_ISDIR(found.st_mode)) throw Error(Exit::refused, fmt::format("{} is a folder", target_));
  if (resolves && !S_ISREG(found.st_mode)) throw Error(Exit::refused, fmt::format("{} is not a file", target_));

  // A link counts even if it leads nowhere.
  struct stat named {};
  if (::lstat(target_.c_str(), &named) == 0 && existing == Existing::refuse) throw_exists(target_);
  file_ = std::make_unique<NewFile>(target_, existing);
  open_temporary(resolves ? std::optional<unsigned>(found.st_mode & kPermissionBits) : std::nullopt);
}

void AtomicFile::open_temporary(std::optional<unsigned> permissions) {
  constexpr mode_t all_may_read_and_write = 0666;  // less what the umask takes
  const int descriptor =
      ::open(file_->path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, all_may_read_and_write);
  if (descriptor < 0) throw_open_error(target_, errno);
  sink_ = std::make_unique<DescriptorSink>(descriptor, target_);
  // Before the first byte: what only its owner could read must not be open to others for a moment.
  if (permissions && ::fchmod(descriptor, *permissions) != 0) throw_system_error(target_, errno);
}

void AtomicFile::write(std::string_view bytes) {
  sink_->write(bytes);
}

void AtomicFile::settle() {
  if (file_) {
    sink_->sync();
  } else {
    sink_->settle();
  }
}

void AtomicFile::finish() {
  settle();
  sink_->finish();
  if (!file_) return;
  file_->move_into_place();
  file_.reset();
}

}  // namespace iscm::write
