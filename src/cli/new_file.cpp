#include "cli/new_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <random>
#include <system_error>

#include "error.hpp"

namespace iscm::cli {
namespace {

std::string folder_of(const std::string& target) {
  const auto folder = std::filesystem::path(target).parent_path();
  return folder.empty() ? "." : folder.string();
}

std::string temporary_name(const std::string& target) {
  return fmt::format("{}.{:08x}.tmp", target, std::random_device()());
}

[[noreturn]] void fail(const std::string& what) {
  throw Error(Exit::failed, fmt::format("{}: {}", what, std::generic_category().message(errno)),
              "check the folder, its permissions and the free space");
}

void bring_to_disk(const std::string& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) fail(path);
  const int outcome = fsync(descriptor);
  close(descriptor);
  if (outcome != 0) fail(path);
}

[[noreturn]] void refuse_existing(const std::string& target) {
  throw Error(Exit::refused, fmt::format("{}: exists already", target),
              "give another path with --db, or move the file away");
}

}  // namespace

NewFile::NewFile(std::string target) : target_(std::move(target)), temporary_(temporary_name(target_)) {
  struct stat status {};
  // A symbolic link that leads nowhere is there too.
  if (lstat(target_.c_str(), &status) == 0) refuse_existing(target_);
  if (errno != ENOENT) fail(target_);
  // SQLite would say no more than "unable to open database file".
  if (access(folder_of(target_).c_str(), W_OK | X_OK) != 0) fail(folder_of(target_));
}

void NewFile::move_into_place() {
  bring_to_disk(path(), O_RDONLY);
  // A link never replaces a file that is there; the temporary name goes with the TemporaryPath.
  if (link(path().c_str(), target_.c_str()) != 0) {
    if (errno == EEXIST) refuse_existing(target_);
    // Some file systems have no links: then the check of a moment ago has to do.
    if (std::filesystem::exists(target_)) refuse_existing(target_);
    if (rename(path().c_str(), target_.c_str()) != 0) fail(target_);
  }
  bring_to_disk(folder_of(target_), O_RDONLY | O_DIRECTORY);
}

}  // namespace iscm::cli
