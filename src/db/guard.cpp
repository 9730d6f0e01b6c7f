#include "db/guard.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <ctime>
#include <mutex>

namespace iscm::db {
namespace {

constexpr std::array kEndings = {SIGINT, SIGTERM, SIGHUP};
constexpr int kWakeUp = SIGUSR1;  // from the destructor to the watchdog
constexpr auto kPatience = std::chrono::milliseconds(300);
constexpr auto kBetweenInterrupts = std::chrono::milliseconds(10);

std::mutex watched_mutex;
sqlite3* watched = nullptr;
std::atomic<bool> interrupts_mean_nothing = false;

void interrupt_watched() {
  const std::lock_guard lock(watched_mutex);
  if (watched != nullptr) sqlite3_interrupt(watched);
}

/// SQLite calls it when a connection is about to close: its handle must not be touched from then on.
int forget_closing(unsigned /*what*/, void* /*unused*/, void* closing, void* /*unused*/) {
  const std::lock_guard lock(watched_mutex);
  if (watched == closing) watched = nullptr;
  return 0;
}

/// `nohup` and a shell's `&` start a program with signals ignored that are not for it. Blocked and waited for, they
/// would arrive all the same.
bool is_ignored(int signal) {
  struct sigaction now {};
  return sigaction(signal, nullptr, &now) == 0 && (now.sa_flags & SA_SIGINFO) == 0 && now.sa_handler == SIG_IGN;
}

sigset_t signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : kEndings) {
    if (!is_ignored(signal)) sigaddset(&set, signal);
  }
  sigaddset(&set, kWakeUp);
  return set;
}

}  // namespace

Guard::Guard(void (*before_exit)()) : before_exit_(before_exit) {
  // One thread works with SQLite; from the watchdog it is only interrupted, which takes no lock. The locks around each
  // allocation would be a twentieth of a short command.
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  for (const int signal : {SIGPIPE, SIGXFSZ}) static_cast<void>(std::signal(signal, SIG_IGN));
  const sigset_t set = signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  watchdog_ = std::thread([this] { wait_for_signals(); });
}

Guard::~Guard() {
  done_ = true;
  pthread_kill(watchdog_.native_handle(), kWakeUp);
  watchdog_.join();
}

void Guard::watch(const Connection* connection) {
  const std::lock_guard lock(watched_mutex);
  watched = connection == nullptr ? nullptr : connection->handle();
  if (watched != nullptr) sqlite3_trace_v2(watched, SQLITE_TRACE_CLOSE, forget_closing, nullptr);
}

void Guard::pass_over_interrupts(bool pass_over) {
  interrupts_mean_nothing = pass_over;
}

void Guard::wait_for_signals() {
  const sigset_t set = signals();
  while (!done_) {
    int signal = 0;
    if (sigwait(&set, &signal) != 0 || signal == kWakeUp) continue;
    if (signal == SIGINT && interrupts_mean_nothing) continue;
    caught_ = signal;
    end_process_unless_done(signal);
  }
}

/// An interrupt stops what runs at that moment alone, so it is repeated until the main thread has given up.
void Guard::end_process_unless_done(int signal) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < end) {
    if (done_) return;
    interrupt_watched();
    std::this_thread::sleep_for(kBetweenInterrupts);
  }
  if (done_) return;
  before_exit_();
  _exit(128 + signal);
}

}  // namespace iscm::db
