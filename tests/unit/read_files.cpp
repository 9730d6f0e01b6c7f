#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "error.hpp"
#include "read/bytes.hpp"

using iscm::Error;
using iscm::Exit;
using namespace iscm::read;
namespace fs = std::filesystem;

namespace {

/// A folder of its own for each test, removed with everything in it.
class Folder {
public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "iscm-read-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }

  [[nodiscard]] std::string path() const { return path_.string(); }
  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }

private:
  fs::path path_;
};

/// Lets somebody who may not read everything run the scope, where root runs the tests.
class Unprivileged {
public:
  Unprivileged() {
    if (root_) REQUIRE(::seteuid(nobody) == 0);
  }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;
  ~Unprivileged() {
    if (root_ && ::seteuid(0) != 0) std::abort();
  }

private:
  static constexpr uid_t nobody = 65534;
  bool root_ = ::geteuid() == 0;
};

/// Reads standard input from a file until the end of the scope.
class StandardInputFrom {
public:
  explicit StandardInputFrom(const std::string& path) : saved_(::dup(STDIN_FILENO)) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    REQUIRE(file >= 0);
    REQUIRE(::dup2(file, STDIN_FILENO) == STDIN_FILENO);
    ::close(file);
  }
  StandardInputFrom(const StandardInputFrom&) = delete;
  StandardInputFrom& operator=(const StandardInputFrom&) = delete;
  ~StandardInputFrom() {
    ::dup2(saved_, STDIN_FILENO);
    ::close(saved_);
  }

private:
  int saved_;
};

std::string all_of(ByteSource& source) {
  std::string text;
  for (auto piece = source.next_chunk(); !piece.empty(); piece = source.next_chunk()) text += piece;
  return text;
}

/// Checks how reading `path` fails.
void check_failure(const std::string& path, Exit exit, const std::string& message, const std::string& hint) {
  try {
    const auto source = open_bytes(path);
    FAIL_CHECK("could be read: " << all_of(*source));
  } catch (const Error& error) {
    CHECK(error.exit() == exit);
    CHECK(error.what() == message);
    CHECK(error.hint() == hint);
  }
}

}  // namespace

TEST_CASE("a file is read whole, in as many chunks as it takes") {
  const Folder folder;
  std::string text;
  for (int i = 0; text.size() < 3 * kChunkBytes; ++i) text += "Côte d’Ivoire " + std::to_string(i) + "\n";
  const auto source = open_bytes(folder.file("long.csv", text));
  CHECK(all_of(*source) == text);
  CHECK(source->size() == text.size());
  CHECK(source->sha256() == memory_bytes(text, "memory")->sha256());
}

TEST_CASE("- is standard input") {
  const Folder folder;
  const StandardInputFrom file(folder.file("input.csv", "a,b\n1,2\n"));
  CHECK(all_of(*open_bytes("-")) == "a,b\n1,2\n");
}

TEST_CASE("what cannot be opened is refused with the reason") {
  const Folder folder;
  const std::string missing = folder.path() + "/missing.csv";
  check_failure(missing, Exit::refused, missing + ": No such file or directory",
                "check the path; - reads standard input");
  check_failure(folder.path(), Exit::refused, folder.path() + ": Is a directory", "name a file in it");
}

TEST_CASE("a file that may not be read is refused") {
  const Folder folder;
  const std::string secret = folder.file("secret.csv", "a\n");
  fs::permissions(secret, fs::perms::none);
  const Unprivileged somebody;
  check_failure(secret, Exit::refused, secret + ": Permission denied",
                "its permissions do not let you read it: see ls -l");
}

TEST_CASE("a folder as standard input is refused") {
  const Folder folder;
  const StandardInputFrom path(folder.path());
  check_failure("-", Exit::refused, "standard input: Is a directory", "name a file in it");
}

TEST_CASE("an input that fails while it is read is no refusal, but a failure") {
  // Nothing is mapped at address 0 of a process, so reading its memory from the start fails.
  check_failure("/proc/self/mem", Exit::failed, "/proc/self/mem: Input/output error", "");
}
