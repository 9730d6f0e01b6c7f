#include "cli/pager.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sqlite/watchdog.hpp"

namespace iscm::cli {
namespace {

constexpr pid_t kNone = -1;
constexpr int kClosed = -1;

/// The words to run: none where there is to be no pager.
std::vector<std::string> pager_words() {
  if (const char* pager = std::getenv("PAGER"); pager != nullptr) {
    if (*pager == '\0') return {};
    return {"/bin/sh", "-c", pager};
  }
  const char* terminal = std::getenv("TERM");
  if (terminal == nullptr || std::string_view(terminal) == "dumb") return {};
  return {"less", "-FRX"};
}

/// The environment with what lets the usual pagers pass on our bold header, where the user did not say otherwise.
std::vector<std::string> pager_environment() {
  std::vector<std::string> settings;
  for (char** entry = environ; *entry != nullptr; ++entry) settings.emplace_back(*entry);
  if (std::getenv("LESS") == nullptr) settings.emplace_back("LESS=FRX");
  if (std::getenv("LV") == nullptr) settings.emplace_back("LV=-c");
  return settings;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

/// A process that reads what is written to its input.
class Pager {
public:
  Pager() = default;
  Pager(const Pager&) = delete;
  Pager& operator=(const Pager&) = delete;
  ~Pager() { wait(); }

  /// False where there is to be none, or it cannot be started.
  bool start();

  /// Passes the bytes on. What a pager does not want because its reader has seen enough is dropped.
  void write(std::string_view bytes);

  /// Waits until the reader has left the pager. False where the shell could not start it.
  bool wait();

private:
  void spawn(std::vector<std::string> words, int input);

  pid_t process_ = kNone;
  int input_ = kClosed;
};

bool Pager::start() {
  std::vector<std::string> words = pager_words();
  int ends[2] = {kClosed, kClosed};
  if (words.empty() || ::pipe2(ends, O_CLOEXEC) != 0) return false;
  spawn(std::move(words), ends[0]);
  ::close(ends[0]);
  if (process_ == kNone) {
    ::close(ends[1]);
    return false;
  }
  input_ = ends[1];
  // Ctrl-C belongs to the pager, which the terminal sends it as well.
  sqlite::Guard::pass_over_interrupts(true);
  return true;
}

void Pager::spawn(std::vector<std::string> words, int input) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);

  // The program itself blocks and ignores signals (db/guard.hpp), which a child would inherit.
  sigset_t signals;
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  sigaddset(&signals, SIGPIPE);
  sigaddset(&signals, SIGXFSZ);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

  std::vector<std::string> settings = pager_environment();
  pid_t process = kNone;
  const int outcome = posix_spawnp(&process, words.front().c_str(), &actions, &attributes, pointers(words).data(),
                                   pointers(settings).data());
  if (outcome == 0) process_ = process;
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
}

void Pager::write(std::string_view bytes) {
  while (!bytes.empty() && input_ != kClosed) {
    const ssize_t written = ::write(input_, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      ::close(std::exchange(input_, kClosed));
    }
  }
}

bool Pager::wait() {
  if (process_ == kNone) return true;
  if (input_ != kClosed) ::close(std::exchange(input_, kClosed));
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) continue;
  process_ = kNone;
  sqlite::Guard::pass_over_interrupts(false);
  constexpr int kShellCannotRun = 126;
  constexpr int kShellCannotFind = 127;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  return code != kShellCannotRun && code != kShellCannotFind;
}

/// Keeps the text until it is known whether it fits on the screen.
class PagedOutput final : public write::Sink {
public:
  explicit PagedOutput(std::size_t height) : height_(height) {}

  void write(std::string_view bytes) override {
    text_ += bytes;
    lines_ += static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
    if (state_ == State::fits && lines_ >= height_) state_ = pager_.start() ? State::paged : State::plain;
    if (state_ == State::paged && text_.size() - passed_on_ >= kPortion) pass_on();
  }

  void finish() override {
    if (state_ == State::paged) {
      pass_on();
      if (pager_.wait()) return;
    }
    const auto plain = write::standard_output();
    plain->write(text_);
    plain->finish();
  }

private:
  enum class State { fits, paged, plain };
  static constexpr std::size_t kPortion = std::size_t{64} * 1024;

  /// The text is kept for a pager that turns out not to run.
  void pass_on() {
    pager_.write(std::string_view(text_).substr(passed_on_));
    passed_on_ = text_.size();
  }

  std::size_t height_;
  State state_ = State::fits;
  std::string text_;
  std::size_t passed_on_ = 0;
  std::size_t lines_ = 0;
  Pager pager_;
};

}  // namespace

std::unique_ptr<write::Sink> paged_output(std::size_t height) {
  return std::make_unique<PagedOutput>(height);
}

}  // namespace iscm::cli
