#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

namespace iscm::cli {

/// Shows the progress of an import on standard error, if that is a terminal and it takes longer than a second. The line
/// is removed when it ends.
class Progress {
public:
  Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  /// Sets the number of rows read so far; fast enough for every row.
  void rows(std::int64_t count) { rows_.store(count, std::memory_order_relaxed); }
  /// Sets what is being done now: "comparing". It must be a literal.
  void step(const char* name) { step_.store(name, std::memory_order_relaxed); }
  /// Removes the line for good.
  void end();

private:
  void show_while_running();

  std::atomic<std::int64_t> rows_{0};
  std::atomic<const char*> step_{"reading"};
  std::mutex mutex_;
  std::condition_variable ended_;
  bool has_ended_ = false;
  std::thread thread_;
};

}  // namespace iscm::cli
