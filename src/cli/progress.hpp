#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

namespace iscm::cli {

/// Says on standard error how far an import is, once it takes longer than a second and where that is a terminal. The
/// line goes when it ends, or before anything else is said.
class Progress {
public:
  Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  /// How many rows were read so far; cheap enough for every row.
  void rows(std::int64_t count) { rows_.store(count, std::memory_order_relaxed); }
  /// What is being done now: "comparing". A literal.
  void step(const char* name) { step_.store(name, std::memory_order_relaxed); }
  /// Takes the line away; it does not come back.
  void end();

private:
  void tell_while_running();

  std::atomic<std::int64_t> rows_{0};
  std::atomic<const char*> step_{"reading"};
  std::mutex mutex_;
  std::condition_variable ended_;
  bool has_ended_ = false;
  std::thread thread_;
};

}  // namespace iscm::cli
