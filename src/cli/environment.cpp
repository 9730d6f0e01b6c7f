#include "cli/environment.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string_view>

#include "error.hpp"

namespace iscm::cli {
namespace {

/// A 0 means any digit.
constexpr std::string_view kForm = "0000-00-00T00:00:00.000Z";

bool has_form(std::string_view time) {
  if (time.size() != kForm.size()) return false;
  for (std::size_t i = 0; i < time.size(); ++i) {
    const bool digit = time[i] >= '0' && time[i] <= '9';
    if (kForm[i] == '0' ? !digit : time[i] != kForm[i]) return false;
  }
  return true;
}

}  // namespace

std::string now() {
  if (const char* fixed = std::getenv("ISCM_NOW"); fixed != nullptr && *fixed != '\0') {
    if (!has_form(fixed)) {
      throw Error(Exit::usage, fmt::format("ISCM_NOW is \"{}\"", fixed), "write it as 2026-01-02T03:04:05.678Z");
    }
    return fixed;
  }
  using std::chrono::milliseconds;
  const auto time = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)),
                     (time - seconds).count());
}

std::string today() {
  return now().substr(0, 10);
}

std::string default_database() {
  const char* database = std::getenv("ISCM_DB");
  return database != nullptr && *database != '\0' ? database : "iscm.db";
}

std::string author() {
  if (const char* name = std::getenv("ISCM_AUTHOR"); name != nullptr && *name != '\0') return name;
  const passwd* user = getpwuid(geteuid());
  return user != nullptr && user->pw_name != nullptr ? user->pw_name : "unknown";
}

}  // namespace iscm::cli
