#include "cli/new_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <random>
#include <system_error>

#include "error.hpp"
#include "sqlite/open.hpp"
#include "write/descriptor_sink.hpp"

namespace iscm::cli {
namespace {

std::string folder_of(const std::string& target) {
  const auto folder = std::filesystem::path(target).parent_path();
  return folder.empty() ? "." : folder.string();
}

/// Not made from the target's name, which may be as long as a name can be.
std::string temporary_name(const std::string& target) {
  std::random_device random;
  const std::uint64_t number = (std::uint64_t{random()} << 32U) | random();
  return fmt::format("{}/.iscm-{:016x}.tmp", folder_of(target), number);
}

[[noreturn]] void fail(const std::string& what) {
  throw Error(Exit::failed, fmt::format("{}: {}", what, std::generic_category().message(errno)),
              "check the folder, its permissions and the free space");
}

void bring_to_disk(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(path);
  const int outcome = fsync(descriptor);
  close(descriptor);
  if (outcome != 0) fail(path);
}

/// The new name itself survives a power cut only when the folder is on disk. One that may be written but not read
/// cannot be opened: the file is there all the same.
void bring_folder_to_disk(const std::string& target) {
  const int folder = ::open(folder_of(target).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  const int reason = fsync(folder) == 0 ? 0 : errno;
  close(folder);
  if (reason != 0) write::throw_unsynced_folder(target, reason);
}

[[noreturn]] void refuse_existing(const std::string& target) {
  throw Error(Exit::refused, fmt::format("{}: exists already", target),
              "give another path with --db, or move the file away");
}

bool is_there(const std::string& path) {
  struct stat status {};
  // A symbolic link that leads nowhere is there too.
  if (lstat(path.c_str(), &status) == 0) return true;
  if (errno != ENOENT) fail(path);
  return false;
}

/// SQLite would roll what an earlier database of that name left behind back into the new one.
void refuse_journals_of(const std::string& target) {
  for (const char* suffix : {"-journal", "-wal"}) {
    const std::string journal = target + suffix;
    if (!is_there(journal)) continue;
    throw Error(Exit::refused, fmt::format("{}: exists already, left by another database of that name", journal),
                "give another path with --db, or move it away, to where its database is");
  }
}

/// SQLite names files by their whole path; the folder is the same for both.
std::string named_otherwise(std::string text, const std::string& from, const std::string& to) {
  const std::string name = std::filesystem::path(from).filename();
  const std::string other = std::filesystem::path(to).filename();
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + other.size())) {
    text.replace(at, name.size(), other);
  }
  return text;
}

}  // namespace

NewFile::NewFile(std::string target) : target_(std::move(target)), temporary_(temporary_name(target_)) {
  sqlite::refuse_without_room_for_journal(target_);
  if (is_there(target_)) refuse_existing(target_);
  refuse_journals_of(target_);
  // SQLite would say no more than "unable to open database file".
  if (access(folder_of(target_).c_str(), W_OK | X_OK) != 0) fail(folder_of(target_));
}

void NewFile::make(const std::function<void(const std::string& path)>& make) {
  try {
    make(temporary_.path());
  } catch (const Error& error) {
    throw Error(error.exit(), named_otherwise(error.what(), temporary_.path(), target_), error.hint());
  }
  move_into_place();
}

void NewFile::move_into_place() {
  const std::string& path = temporary_.path();
  bring_to_disk(path);
  // A link never replaces a file that is there; the temporary name goes with the TemporaryPath.
  if (link(path.c_str(), target_.c_str()) != 0) {
    if (errno == EEXIST) refuse_existing(target_);
    // Some file systems have no links: then the check of a moment ago has to do.
    if (std::filesystem::exists(target_)) refuse_existing(target_);
    if (rename(path.c_str(), target_.c_str()) != 0) fail(target_);
  }
  bring_folder_to_disk(target_);
}

}  // namespace iscm::cli
