#include "cli/new_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "error.hpp"
#include "sqlite/open.hpp"

namespace iscm::cli {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw Error(Exit::failed, fmt::format("{}: {}", what, std::generic_category().message(errno)),
              "check the folder, its permissions and the free space");
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

/// SQLite would roll back the journal of an earlier database of that name into the new one.
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

NewFile::NewFile(std::string target) : target_(std::move(target)), file_(target_, write::Existing::refuse) {
  sqlite::refuse_without_room_for_journal(target_);
  if (is_there(target_)) refuse_existing(target_);
  refuse_journals_of(target_);
  // SQLite would say no more than "unable to open database file".
  if (access(write::folder_of(target_).c_str(), W_OK | X_OK) != 0) fail(write::folder_of(target_));
}

void NewFile::make(const std::function<void(const std::string& path)>& make) {
  try {
    make(file_.path());
  } catch (const Error& error) {
    throw Error(error.exit(), named_otherwise(error.what(), file_.path(), target_), error.hint());
  }
  write::sync_file(file_.path(), target_);
  file_.move_into_place();
}

}  // namespace iscm::cli
