#include "core/reconcile_reading.hpp"

#include <algorithm>
#include <numeric>

namespace iscm::core {
namespace {

constexpr Choice kCount[] = {{"states", "States", R"(["state"])"},
                             {"territories", "States and territories", R"(["state","territory"])"}};
constexpr Choice kRoles[] = {{"members", "members", R"(["member"])"},
                             {"observers", "with observers", R"(["member","observer"])"},
                             {"partners", "with observers and partners", R"(["member","observer","partner"])"}};
constexpr Choice kThemes[] = {{"finer", "", "finer"}, {"exact", "without finer themes", "exact"}};
constexpr Choice kStatus[] = {
    {"all", "", R"(["active","dormant","ended","unknown"])"},
    {"active", "active ones", R"(["active"])"},
    {"active-or-unknown", "active ones and those of unknown status", R"(["active","unknown"])"}};

constexpr ReadingChoice kAsked[kQuestions] = {{"count", "--count", kCount},
                                              {"roles", "--roles", kRoles},
                                              {"themes", "--themes", kThemes},
                                              {"status", "--status", kStatus}};

constexpr std::string_view kAsOf = "as_of";

bool asks(const std::vector<std::string>& asked, std::string_view question) {
  return std::find(asked.begin(), asked.end(), question) != asked.end();
}

/// How many steps a reading is from the plainest.
std::size_t steps(const Reading& reading) {
  return std::accumulate(reading.choices.begin(), reading.choices.end(), std::size_t{0}) + !reading.as_of.empty();
}

}  // namespace

std::span<const ReadingChoice> questions() {
  return kAsked;
}

std::string Reading::name(const std::vector<std::string>& asked) const {
  std::string name;
  const auto add = [&](std::string_view label) {
    if (label.empty()) return;
    if (!name.empty()) name += ", ";
    name += label;
  };
  for (std::size_t i = 0; i < kQuestions; ++i) {
    if (asks(asked, kAsked[i].name)) add(kAsked[i].choices[choices[i]].label);
  }
  if (!as_of.empty()) add("as of " + as_of);
  return name.empty() ? "all" : name;
}

std::vector<Reading> all_readings(const std::vector<std::string>& asked, const std::vector<std::string>& years) {
  std::vector<Reading> readings(1);
  for (std::size_t i = 0; i < kQuestions; ++i) {
    if (!asks(asked, kAsked[i].name)) continue;
    const std::vector<Reading> before = readings;
    for (std::size_t choice = 1; choice < kAsked[i].choices.size(); ++choice) {
      for (Reading reading : before) {
        reading.choices[i] = choice;
        readings.push_back(std::move(reading));
      }
    }
  }
  if (asks(asked, kAsOf)) {
    const std::vector<Reading> before = readings;
    for (const std::string& year : years) {
      for (Reading reading : before) {
        reading.as_of = year;
        readings.push_back(std::move(reading));
      }
    }
  }
  std::stable_sort(readings.begin(), readings.end(), [](const Reading& left, const Reading& right) {
    if (steps(left) != steps(right)) return steps(left) < steps(right);
    if (left.as_of.empty() != right.as_of.empty()) return left.as_of.empty();
    return left.as_of > right.as_of;
  });
  return readings;
}

}  // namespace iscm::core
