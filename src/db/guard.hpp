#pragma once

#include <atomic>
#include <thread>

#include "db/connection.hpp"

struct sqlite3;

namespace iscm::db {

/// Ctrl-C, a closed terminal and a request to end (INT, HUP, TERM) interrupt the statement that runs; if the program
/// has not come to its end 0.3 s later, the process ends there and the journal of the file recovers. One of these that
/// was ignored when the program started stays ignored. SIGPIPE and SIGXFSZ become ordinary errors of the write that
/// meets them. One guard for a process, made before other threads.
class Guard {
public:
  /// `before_exit` runs before the process is ended from the side; it must be safe beside a running main thread.
  explicit Guard(void (*before_exit)());
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
  ~Guard();

  /// The signal that arrived, 0 where none did.
  [[nodiscard]] int caught() const { return caught_; }

  /// Statements of this connection are interrupted until it closes, those of an earlier one no more; null: of none.
  static void watch(const Connection* connection);

  /// Whether Ctrl-C means nothing to this program: while a pager runs that the terminal sends it as well.
  static void pass_over_interrupts(bool pass_over);

private:
  void wait_for_signals();
  void end_process_unless_done(int signal);

  void (*before_exit_)();
  std::atomic<int> caught_{0};
  std::atomic<bool> done_{false};
  std::thread watchdog_;
};

}  // namespace iscm::db
