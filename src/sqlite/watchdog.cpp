#include "sqlite/watchdog.hpp"

#include <poll.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <ctime>
#include <mutex>

#include "error.hpp"

namespace iscm::sqlite {
namespace {

/// The kernel has refused a write beyond the limit on the size of a file.
volatile std::sig_atomic_t met_size_limit = 0;

constexpr std::array kEndings = {SIGINT, SIGTERM, SIGHUP};
constexpr int kWakeUp = SIGUSR1;  // from the destructor to the watchdog
constexpr auto kPatience = std::chrono::milliseconds(300);
constexpr auto kBetweenInterrupts = std::chrono::milliseconds(10);

std::mutex watched_mutex;
sqlite3* watched = nullptr;
std::atomic<bool> interrupts_mean_nothing = false;

constexpr auto kBetweenLooks = std::chrono::milliseconds(10);
constexpr std::int64_t kNoDeadline = 0;
std::atomic<std::int64_t> deadline = kNoDeadline;  // ticks of the steady clock
std::atomic<bool> deadlines_to_come = false;
std::atomic<Guard*> only_guard = nullptr;

std::int64_t ticks(std::chrono::steady_clock::time_point moment) {
  return moment.time_since_epoch().count();
}

/// Whether a short message can be written without waiting for a reader.
bool somebody_listens() {
  pollfd error_output{STDERR_FILENO, POLLOUT, 0};
  return poll(&error_output, 1, 0) == 1 && (error_output.revents & POLLOUT) != 0;
}

void interrupt_watched() {
  const std::lock_guard lock(watched_mutex);
  if (watched != nullptr) sqlite3_interrupt(watched);
}

/// Interrupts until the main thread has given up: an interrupt stops only what runs at that moment. Returns false if it
/// has.
template <typename IsOver>
bool interrupt_until(IsOver is_over) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < end && !is_over()) {
    interrupt_watched();
    std::this_thread::sleep_for(kBetweenInterrupts);
  }
  return !is_over();
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

Guard::Guard(void (*before_exit)(), void (*tell_overtime)())
    : before_exit_(before_exit), tell_overtime_(tell_overtime) {
  // One thread works with SQLite; from the watchdog it is only interrupted, which takes no lock. The locks around each
  // allocation would be a twentieth of a short command.
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  static_cast<void>(std::signal(SIGXFSZ, [](int) { met_size_limit = 1; }));
  const sigset_t set = signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  watchdog_ = std::thread([this] { wait_for_signals(); });
  only_guard = this;
}

Guard::~Guard() {
  only_guard = nullptr;
  done_ = true;
  pthread_kill(watchdog_.native_handle(), kWakeUp);
  watchdog_.join();
}

void Guard::watch(sqlite3* connection) {
  const std::lock_guard lock(watched_mutex);
  watched = connection;
  if (watched != nullptr) sqlite3_trace_v2(watched, SQLITE_TRACE_CLOSE, forget_closing, nullptr);
}

void Guard::pass_over_interrupts(bool pass_over) {
  interrupts_mean_nothing = pass_over;
}

void Guard::set_deadline(std::chrono::steady_clock::time_point moment) {
  deadline = ticks(moment);
}

void Guard::clear_deadline() {
  deadline = kNoDeadline;
}

void Guard::look_at_deadlines(bool look) {
  deadlines_to_come = look;
  if (Guard* guard = only_guard; guard != nullptr && look) pthread_kill(guard->watchdog_.native_handle(), kWakeUp);
}

/// The next signal; 0 if it is time to look at the deadline.
int Guard::next_signal() const {
  const sigset_t set = signals();
  int signal = 0;
  if (!deadlines_to_come) return sigwait(&set, &signal) == 0 ? signal : 0;
  const timespec patience{0, std::chrono::nanoseconds(kBetweenLooks).count()};
  signal = sigtimedwait(&set, nullptr, &patience);
  return signal > 0 ? signal : 0;
}

void Guard::wait_for_signals() {
  while (!done_) {
    const int signal = next_signal();
    const std::int64_t moment = deadline;
    if (moment != kNoDeadline && ticks(std::chrono::steady_clock::now()) >= moment) end_process_unless_cleared(moment);
    if (signal == 0 || signal == kWakeUp) continue;
    if (signal == SIGINT && interrupts_mean_nothing) continue;
    caught_ = signal;
    end_process_unless_done(signal);
  }
}

void Guard::end_process_unless_done(int signal) {
  if (!interrupt_until([this] { return done_.load(); })) return;
  before_exit_();
  _exit(128 + signal);
}

/// The same for time that has run out, until the main thread has come back from the statement.
void Guard::end_process_unless_cleared(std::int64_t moment) {
  if (!interrupt_until([&] { return done_ || deadline != moment; })) return;
  if (somebody_listens()) tell_overtime_();
  before_exit_();
  _exit(static_cast<int>(Exit::failed));
}

bool Guard::has_met_size_limit() {
  return met_size_limit != 0;
}

}  // namespace iscm::sqlite
