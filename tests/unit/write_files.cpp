#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "error.hpp"
#include "write/new_file.hpp"

using iscm::Error;
using iscm::Exit;
using namespace iscm::write;
namespace fs = std::filesystem;

namespace {

/// A folder of its own for each test, removed with everything in it.
class Folder {
public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "iscm-test-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    fs::permissions(path_, fs::perms::owner_all);
    fs::remove_all(path_);
  }

  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }
  [[nodiscard]] const fs::path& path() const { return path_; }
  [[nodiscard]] std::ptrdiff_t entries() const {
    return std::distance(fs::directory_iterator(path_), fs::directory_iterator());
  }

private:
  fs::path path_;
};

std::string content(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void make_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

void write_file(const std::string& path, std::string_view text,
                iscm::write::Existing existing = iscm::write::Existing::refuse) {
  iscm::write::AtomicFile file(path, existing);
  file.write(text);
  file.finish();
}

/// The error that `action` ends with.
template <typename Action>
Error error_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  FAIL("it should have failed");
  return {Exit::done, ""};
}

bool says(const Error& error, std::string_view words) {
  return std::string_view(error.what()).find(words) != std::string_view::npos;
}

/// Lets no file of this process grow beyond a size, which is how a disk that fills up half-way looks.
class SmallDisk {
public:
  explicit SmallDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
    const rlimit small{bytes, before_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    if (std::signal(SIGXFSZ, handler_) == SIG_ERR) std::abort();
  }

private:
  rlimit before_{};
  void (*handler_)(int);
};

/// Root may write everywhere, so for a while it is not root.
class OrdinaryUser {
public:
  OrdinaryUser() {
    constexpr uid_t nobody = 65534;
    if (::geteuid() == 0) REQUIRE(::seteuid(nobody) == 0);
  }
  OrdinaryUser(const OrdinaryUser&) = delete;
  OrdinaryUser& operator=(const OrdinaryUser&) = delete;
  ~OrdinaryUser() {
    if (::getuid() == 0 && ::seteuid(0) != 0) std::abort();
  }
};

unsigned permissions(const std::string& path) {
  struct stat found {};
  REQUIRE(::stat(path.c_str(), &found) == 0);
  return found.st_mode & 0777U;
}

}  // namespace

TEST_CASE("atomic file: it appears at finish, whole, and nothing else stays in the folder") {
  const Folder folder;
  const std::string path = folder.file("rows.csv");
  {
    iscm::write::AtomicFile file(path, iscm::write::Existing::refuse);
    file.write("code\n");
    file.write(std::string(200'000, 'x'));
    CHECK_FALSE(fs::exists(path));
    file.finish();
    file.finish();  // done is done
  }
  CHECK(content(path) == "code\n" + std::string(200'000, 'x'));
  CHECK(folder.entries() == 1);
}

TEST_CASE("atomic file: without finish nothing stays") {
  const Folder folder;
  {
    iscm::write::AtomicFile file(folder.file("rows.csv"), iscm::write::Existing::refuse);
    file.write(std::string(200'000, 'x'));
    CHECK(folder.entries() == 1);
  }
  CHECK(folder.entries() == 0);
}

TEST_CASE("atomic file: an existing file is refused at once and stays") {
  const Folder folder;
  const std::string path = folder.file("rows.csv");
  make_file(path, "precious");
  const Error error = error_of([&] { iscm::write::AtomicFile(path, iscm::write::Existing::refuse); });
  CHECK(error.exit() == Exit::refused);
  CHECK(std::string(error.what()) == path + " exists already");
  CHECK(error.hint().find("--force") != std::string::npos);
  CHECK(content(path) == "precious");
  CHECK(folder.entries() == 1);
}

TEST_CASE("new file: what somebody else makes gets its name when it is complete, or goes") {
  const Folder folder;
  const std::string path = folder.file("made.db");
  {
    iscm::write::NewFile file(path, iscm::write::Existing::refuse);
    make_file(file.path(), "content");
    CHECK_FALSE(fs::exists(path));
    iscm::write::sync_file(file.path(), path);
    file.move_into_place();
  }
  CHECK(content(path) == "content");
  {
    iscm::write::NewFile file(path, iscm::write::Existing::refuse);
    make_file(file.path(), "other");
    CHECK(error_of([&] { file.move_into_place(); }).exit() == Exit::refused);
  }
  CHECK(content(path) == "content");
  CHECK(folder.entries() == 1);
  CHECK(error_of([&] { iscm::write::sync_file(folder.file("none"), "made.db"); }).exit() == Exit::failed);
}

TEST_CASE("atomic file: a file that another program makes meanwhile is not replaced either") {
  const Folder folder;
  const std::string path = folder.file("rows.csv");
  {
    iscm::write::AtomicFile file(path, iscm::write::Existing::refuse);
    file.write("ours");
    make_file(path, "theirs");
    CHECK(error_of([&] { file.finish(); }).exit() == Exit::refused);
  }
  CHECK(content(path) == "theirs");
  CHECK(folder.entries() == 1);
}

TEST_CASE("atomic file: a replaced file stays as it was until the end and hands on its permissions") {
  const Folder folder;
  const std::string path = folder.file("rows.csv");
  make_file(path, "before");
  REQUIRE(::chmod(path.c_str(), 0600) == 0);
  { iscm::write::AtomicFile(path, iscm::write::Existing::replace).write("given up"); }
  CHECK(content(path) == "before");
  write_file(path, "after", iscm::write::Existing::replace);
  CHECK(content(path) == "after");
  CHECK(permissions(path) == 0600);
  CHECK(folder.entries() == 1);
}

TEST_CASE("atomic file: a new file is as open as the umask allows") {
  const Folder folder;
  const mode_t before = ::umask(027);
  write_file(folder.file("rows.csv"), "x");
  ::umask(before);
  CHECK(permissions(folder.file("rows.csv")) == 0640);
}

TEST_CASE("atomic file: a link is a file that exists, and it is the link that is replaced") {
  const Folder folder;
  make_file(folder.file("elsewhere"), "untouched");
  const std::string link = folder.file("link");
  fs::create_symlink("elsewhere", link);
  fs::create_symlink("nowhere", folder.file("dangling"));

  CHECK(error_of([&] { AtomicFile(link, Existing::refuse); }).exit() == Exit::refused);
  CHECK(error_of([&] { AtomicFile(folder.file("dangling"), Existing::refuse); }).exit() == Exit::refused);

  write_file(link, "new", iscm::write::Existing::replace);
  CHECK_FALSE(fs::is_symlink(link));
  CHECK(content(link) == "new");
  CHECK(content(folder.file("elsewhere")) == "untouched");
  CHECK_FALSE(fs::exists(folder.file("nowhere")));
}

TEST_CASE("atomic file: a missing folder, a folder as target, no name") {
  const Folder folder;
  const Error missing =
      error_of([&] { iscm::write::AtomicFile(folder.file("no/rows.csv"), iscm::write::Existing::refuse); });
  CHECK(missing.exit() == Exit::failed);
  CHECK(says(missing, "no/rows.csv: No such file or directory"));
  CHECK(missing.hint().find(folder.file("no")) != std::string::npos);

  CHECK(error_of([&] { AtomicFile(folder.path().string(), Existing::replace); }).exit() == Exit::refused);
  CHECK(error_of([&] { AtomicFile("", Existing::replace); }).exit() == Exit::usage);

  make_file(folder.file("file"), "x");
  CHECK(says(error_of([&] { AtomicFile(folder.file("file/rows.csv"), Existing::refuse); }), "Not a directory"));
}

TEST_CASE("atomic file: a folder that may not be written") {
  const Folder folder;
  fs::permissions(folder.path(),
                  fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read | fs::perms::others_exec);
  const OrdinaryUser user;
  const Error error =
      error_of([&] { iscm::write::AtomicFile(folder.file("rows.csv"), iscm::write::Existing::refuse); });
  CHECK(error.exit() == Exit::failed);
  CHECK(says(error, "rows.csv: Permission denied"));
}

TEST_CASE("atomic file: a disk that fills up half-way leaves the old file and nothing new") {
  const Folder folder;
  const std::string path = folder.file("rows.csv");
  make_file(path, "before");
  std::optional<Error> error;
  {
    const SmallDisk disk(100'000);
    error = error_of([&] { write_file(path, std::string(300'000, 'x'), iscm::write::Existing::replace); });
  }
  CHECK(error->exit() == Exit::failed);
  CHECK(says(*error, "rows.csv: File too large"));
  CHECK(content(path) == "before");
  CHECK(folder.entries() == 1);
}

TEST_CASE("atomic file: names as long as a name can be, and names with anything in them") {
  const Folder folder;
  for (const std::string& name :
       {std::string(255, 'n'), std::string("new\nline \x1B \u202Ex\u202C"), std::string("-o")}) {
    write_file(folder.file(name), name);
    CHECK(content(folder.file(name)) == name);
  }
  const Error error = error_of([&] { write_file(folder.file(std::string(1000, 'n')), "x"); });
  CHECK(error.exit() == Exit::failed);
  CHECK(says(error, "File name too long"));
  CHECK(folder.entries() == 3);
}

TEST_CASE("atomic file: a name without a folder is a file in the working folder") {
  const Folder folder;
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  write_file("rows.csv", "x");
  fs::current_path(before);
  CHECK(content(folder.file("rows.csv")) == "x");
  CHECK(folder.entries() == 1);
}

TEST_CASE("atomic file: devices are written directly, and a full one is an error") {
  write_file("/dev/null", "x");
  CHECK(fs::is_character_file("/dev/null"));
  const Error error = error_of([] { write_file("/dev/full", "x"); });
  CHECK(error.exit() == Exit::failed);
  CHECK(std::string(error.what()) == "/dev/full: No space left on device");
}

TEST_CASE("atomic file: a FIFO is written directly") {
  const Folder folder;
  const std::string path = folder.file("fifo");
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  REQUIRE(reader >= 0);
  write_file(path, "rows");
  std::string received(10, '\0');
  const auto count = ::read(reader, received.data(), received.size());
  ::close(reader);
  REQUIRE(count == 4);
  CHECK(received.substr(0, 4) == "rows");
  CHECK(fs::is_fifo(path));
}

TEST_CASE("atomic file: /dev/fd/N goes on where the descriptor stands") {
  const Folder folder;
  const std::string path = folder.file("log");
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  REQUIRE(descriptor >= 0);
  REQUIRE(::write(descriptor, "first\n", 6) == 6);
  write_file("/dev/fd/" + std::to_string(descriptor), "second\n");
  ::close(descriptor);
  CHECK(content(path) == "first\nsecond\n");
  CHECK(error_of([&] { write_file("/dev/fd/" + std::to_string(descriptor), "x"); }).exit() == Exit::failed);
}

TEST_CASE("atomic file: a signal handler can remove what is half-written, and only that") {
  const Folder folder;
  write_file(folder.file("done"), "done");
  iscm::write::AtomicFile one(folder.file("one"), iscm::write::Existing::refuse);
  iscm::write::AtomicFile two(folder.file("two"), iscm::write::Existing::refuse);
  one.write("x");
  CHECK(folder.entries() == 3);
  iscm::write::remove_temporaries();
  CHECK(folder.entries() == 1);
  CHECK(content(folder.file("done")) == "done");
  CHECK(error_of([&] { one.finish(); }).exit() == Exit::failed);
}

TEST_CASE("atomic file: more of them at once than the signal handler has room for") {
  const Folder folder;
  std::vector<std::unique_ptr<iscm::write::AtomicFile>> files;
  files.reserve(40);
  for (int i = 0; i < 40; ++i) {
    files.push_back(
        std::make_unique<iscm::write::AtomicFile>(folder.file(std::to_string(i)), iscm::write::Existing::refuse));
  }
  for (const auto& file : files) file->finish();
  CHECK(folder.entries() == 40);
}
