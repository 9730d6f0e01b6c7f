#pragma once

// Signals and time limits: whatever SQLite is doing, the program can be ended. main() makes the one Guard; user_sql.hpp
// sets its deadlines.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

struct sqlite3;

namespace iscm::sqlite {

/// Ctrl-C, a closed terminal and a request to end (INT, HUP, TERM) interrupt the statement that runs; if the program
/// has not come to its end 0.3 s later, the process ends there and the journal of the file recovers. One of these that
/// was ignored when the program started stays ignored. SIGPIPE and SIGXFSZ become ordinary errors of the write that
/// meets them. One guard for a process, made before other threads.
class Guard {
public:
  /// Both run before the watchdog ends the process, while the main thread may still run: `tell_overtime` reports that a
  /// deadline has passed (only if standard error takes it at once), `before_exit` tidies up in any case.
  Guard(void (*before_exit)(), void (*tell_overtime)());
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
  ~Guard();

  /// The signal that arrived, 0 if none did.
  [[nodiscard]] int caught() const { return caught_; }

  /// Whether a write was refused because it would pass the limit on the size of a file (ulimit -f). SQLite does not say
  /// so if COMMIT failed.
  [[nodiscard]] static bool has_met_size_limit();

  /// From now on it is the statements of this connection that are interrupted, until it closes; null: of none.
  static void watch(sqlite3* connection);

  /// Whether Ctrl-C means nothing to this program: while a pager runs that the terminal sends it as well.
  static void pass_over_interrupts(bool pass_over);

  /// A statement that runs when this moment has come is interrupted like one that a signal ends; if that does not help
  /// within 0.3 s (SQLite looks for an interrupt only between its steps, and one of them can take minutes), the
  /// process ends with Exit::failed. A guard that does not exist (a test) keeps no deadline.
  static void set_deadline(std::chrono::steady_clock::time_point moment);
  static void clear_deadline();

  /// While there are deadlines to come: the watchdog then looks up at short intervals.
  static void look_at_deadlines(bool look);

private:
  void wait_for_signals();
  [[nodiscard]] int next_signal() const;
  void end_process_unless_done(int signal);
  void end_process_unless_cleared(std::int64_t deadline);

  void (*before_exit_)();
  void (*tell_overtime_)();
  std::atomic<int> caught_{0};
  std::atomic<bool> done_{false};
  std::thread watchdog_;
};

}  // namespace iscm::sqlite
