#pragma once

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
  /// Both run before the process is ended from the side, and must be safe beside a running main thread: `tell_overtime`
  /// says why where a deadline has passed (not where nobody can read it at once), `before_exit` tidies up in any case.
  Guard(void (*before_exit)(), void (*tell_overtime)());
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
  ~Guard();

  /// The signal that arrived, 0 where none did.
  [[nodiscard]] int caught() const { return caught_; }

  /// Whether a write was refused since it would pass the limit on the size of a file (ulimit -f). SQLite does not say
  /// so where it was COMMIT that failed.
  [[nodiscard]] static bool has_met_size_limit();

  /// Statements of this connection are interrupted until it closes, those of an earlier one no more; null: of none.
  static void watch(sqlite3* connection);

  /// Whether Ctrl-C means nothing to this program: while a pager runs that the terminal sends it as well.
  static void pass_over_interrupts(bool pass_over);

  /// A statement that runs when this moment has come is interrupted like one that a signal ends; where that does not
  /// help within 0.3 s (SQLite looks for an interrupt between its steps alone, and one of them can take minutes), the
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
