#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <string>

namespace iscm::cli {
namespace {

constexpr std::chrono::milliseconds kPatience{1000};
constexpr std::chrono::milliseconds kPace{200};

/// A failure does not matter: it is only the progress.
void print(const std::string& text) {
  static_cast<void>(!::write(STDERR_FILENO, text.data(), text.size()));
}

}  // namespace

Progress::Progress() {
  if (isatty(STDERR_FILENO) == 0) return;
  // Signals are for the threads that wait for them.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this] { show_while_running(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Progress::~Progress() {
  end();
}

void Progress::end() {
  if (!thread_.joinable()) return;
  {
    const std::scoped_lock lock(mutex_);
    has_ended_ = true;
  }
  ended_.notify_all();
  thread_.join();
}

void Progress::show_while_running() {
  std::unique_lock lock(mutex_);
  std::size_t width = 0;
  for (auto wait = kPatience; !ended_.wait_for(lock, wait, [this] { return has_ended_; }); wait = kPace) {
    const std::string line = fmt::format("iscm: {}: {} rows", step_.load(), rows_.load());
    // Blanks over the rest of a longer line, as some terminals have no escapes.
    print(fmt::format("\r{:<{}}", line, width));
    width = line.size();
  }
  if (width > 0) print(fmt::format("\r{:{}}\r", "", width));
}

}  // namespace iscm::cli
