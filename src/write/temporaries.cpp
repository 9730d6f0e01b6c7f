#include "write/temporaries.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <climits>
#include <cstddef>
#include <utility>

namespace iscm::write {
namespace {

enum class State { free, claimed, armed };

// A signal handler may not allocate, so the paths stand in fixed memory. `armed` is set after the path is complete.
struct Slot {
  std::atomic<State> state = State::free;
  std::array<char, PATH_MAX> path{};
};
static_assert(std::atomic<State>::is_always_lock_free, "a signal handler reads it");

constexpr std::size_t kSlots = 16;
constexpr int kNoSlot = -1;
std::array<Slot, kSlots> slots;

int arm_slot(const std::string& path) {
  if (path.size() >= PATH_MAX) return kNoSlot;
  for (std::size_t i = 0; i < kSlots; ++i) {
    State expected = State::free;
    if (!slots[i].state.compare_exchange_strong(expected, State::claimed)) continue;
    slots[i].path[path.copy(slots[i].path.data(), path.size())] = '\0';
    slots[i].state = State::armed;
    return static_cast<int>(i);
  }
  return kNoSlot;
}

}  // namespace

void remove_temporaries() noexcept {
  for (Slot& slot : slots) {
    if (slot.state == State::armed) ::unlink(slot.path.data());
  }
}

TemporaryPath::TemporaryPath(std::string path) : path_(std::move(path)), slot_(arm_slot(path_)) {}

TemporaryPath::~TemporaryPath() {
  ::unlink(path_.c_str());
  if (slot_ != kNoSlot) slots[static_cast<std::size_t>(slot_)].state = State::free;
}

}  // namespace iscm::write
