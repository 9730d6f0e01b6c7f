#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string>
#include <thread>

#include "error.hpp"
#include "write/message.hpp"
#include "write/sink.hpp"

using iscm::Error;
using iscm::Exit;
using namespace iscm::write;

namespace {

/// Puts another descriptor in the place of one of the process until the end of the scope.
class Redirected {
public:
  Redirected(int descriptor, int replacement) : descriptor_(descriptor), saved_(::dup(descriptor)) {
    REQUIRE(saved_ >= 0);
    REQUIRE(::dup2(replacement, descriptor) >= 0);
  }
  Redirected(const Redirected&) = delete;
  Redirected& operator=(const Redirected&) = delete;
  ~Redirected() {
    ::dup2(saved_, descriptor_);
    ::close(saved_);
  }

private:
  int descriptor_;
  int saved_;
};

class Pipe {
public:
  explicit Pipe(int flags = 0) { REQUIRE(::pipe2(ends_.data(), O_CLOEXEC | flags) == 0); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_reader();
    close_writer();
  }

  [[nodiscard]] int writer() const { return ends_[1]; }
  void close_reader() { close_end(0); }
  void close_writer() { close_end(1); }

  /// Reads until every writer has closed; a reader that does not block gets a moment when there is nothing yet.
  std::string read_all() {
    std::string text;
    std::array<char, 4096> part{};
    while (true) {
      const auto count = ::read(ends_[0], part.data(), part.size());
      if (count < 0 && errno == EAGAIN) {
        std::this_thread::yield();
        continue;
      }
      if (count <= 0) return text;
      text.append(part.data(), static_cast<std::size_t>(count));
    }
  }

private:
  void close_end(std::size_t end) {
    if (ends_[end] >= 0) ::close(ends_[end]);
    ends_[end] = -1;
  }

  std::array<int, 2> ends_{-1, -1};
};

/// What `action` prints to standard error.
template <typename Action>
std::string printed(Action action) {
  Pipe pipe;
  {
    const Redirected redirected(STDERR_FILENO, pipe.writer());
    action();
  }
  pipe.close_writer();
  return pipe.read_all();
}

/// What writing `text` to standard output ends with; doctest itself prints there, so it is back before any check.
std::string failure_of_writing(int output, const std::string& text, Exit& exit) {
  const Redirected redirected(STDOUT_FILENO, output);
  try {
    const auto sink = iscm::write::standard_output();
    sink->write(text);
    sink->finish();
  } catch (const Error& error) {
    exit = error.exit();
    return error.what();
  }
  return "no failure";
}

}  // namespace

TEST_CASE("standard output: nothing is lost through a pipe that is small and does not block") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i) + '\n';
  Pipe pipe(O_NONBLOCK);
  std::string received;
  std::thread reader([&] { received = pipe.read_all(); });
  {
    const Redirected redirected(STDOUT_FILENO, pipe.writer());
    const auto sink = iscm::write::standard_output();
    sink->write(std::string_view(text).substr(0, 10));
    sink->write(std::string_view(text).substr(10, 100'000));  // larger than the buffer
    for (std::size_t at = 100'010; at < text.size(); at += 100) sink->write(std::string_view(text).substr(at, 100));
    sink->finish();
    sink->finish();
  }
  pipe.close_writer();
  reader.join();
  CHECK(received.size() == text.size());
  CHECK(received == text);
}

TEST_CASE("standard output: what is not finished is not passed off as whole") {
  Pipe pipe;
  {
    const Redirected redirected(STDOUT_FILENO, pipe.writer());
    iscm::write::standard_output()->write("half a row");
  }
  pipe.close_writer();
  CHECK(pipe.read_all() == "");
}

TEST_CASE("standard output: a full disk, a closed pipe, no output at all") {
  Exit exit = Exit::done;
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  REQUIRE(full >= 0);
  CHECK(failure_of_writing(full, "x", exit) == "standard output: No space left on device");
  CHECK(exit == Exit::failed);
  CHECK(failure_of_writing(full, std::string(1'000'000, 'x'), exit) == "standard output: No space left on device");
  ::close(full);

  const auto handler = std::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  pipe.close_reader();
  CHECK(failure_of_writing(pipe.writer(), "x", exit) == "standard output: Broken pipe");
  const bool restored = std::signal(SIGPIPE, handler) != SIG_ERR;
  REQUIRE(restored);

  const int read_only = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  REQUIRE(read_only >= 0);
  CHECK(failure_of_writing(read_only, "x", exit) == "standard output: Bad file descriptor");
  ::close(read_only);
}

TEST_CASE("messages: what they are, where they come from, and what to do") {
  CHECK(printed([] { error("no mechanism \"midas\"", "did you mean \"midsa\"?"); }) ==
        "iscm: error: no mechanism \"midas\"\nhint: did you mean \"midsa\"?\n");
  CHECK(printed([] { error("disk full"); }) == "iscm: error: disk full\n");
  CHECK(printed([] { warning("an old index"); }) == "iscm: warning: an old index\n");
  CHECK(printed([] { note("3 rows"); }) == "iscm: note: 3 rows\n");
}

TEST_CASE("messages: lines of their own stay lines, everything else is made visible") {
  CHECK(printed([] { note("two rows:\n  a\n  b\n"); }) == "iscm: note: two rows:\n  a\n  b\n");
  CHECK(printed([] { note("\n\nlast"); }) == "iscm: note: \n\nlast\n");
  CHECK(printed([] { error("name \x1B[2J\r\u202E\u202C\xFF", "\x07"); }) ==
        "iscm: error: name ␛[2J␍<U+202E><U+202C><0xFF>\nhint: ␇\n");
}

TEST_CASE("messages: standard error that cannot be written is no error") {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  REQUIRE(full >= 0);
  bool returned = false;
  {
    const Redirected redirected(STDERR_FILENO, full);
    iscm::write::error("nobody hears this");
    returned = true;
  }
  ::close(full);
  CHECK(returned);
}
