#include "check/own_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "check/views.hpp"
#include "error.hpp"
#include "model/sql_file.hpp"
#include "sqlite/open.hpp"
#include "sqlite/user_sql.hpp"
#include "sqlite/watchdog.hpp"

namespace iscm::check {
namespace {

/// A check that finds without end would fill the memory long before its time is over.
constexpr std::int64_t kMostFindings = 100'000;

/// Points Ctrl-C and time limits at the connection of the check while it runs.
class Watched {
public:
  Watched(const sqlite::Connection& inner, const sqlite::Connection& outer) : outer_(outer) {
    sqlite::Guard::watch(inner.handle());
  }
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;
  ~Watched() { sqlite::Guard::watch(outer_.handle()); }

private:
  const sqlite::Connection& outer_;
};

sqlite::Statement prepared(sqlite::UserSql& guard, const std::string& path, const Check& check) {
  try {
    return guard.prepare(check.sql);
  } catch (const sqlite::SqlError& error) {
    if (error.offset() == std::string_view::npos) throw Error(Exit::refused, fmt::format("{}: {}", path, error.what()));
    const auto before = check.sql.begin() + static_cast<std::ptrdiff_t>(std::min(error.offset(), check.sql.size()));
    throw Error(Exit::refused,
                fmt::format("{}:{}: {}", path, 1 + std::count(check.sql.begin(), before, '\n'), error.what()));
  }
}

struct OwnCheck {
  std::string file;
  std::string database;
  std::string today;
};

void run_guarded(sqlite::Connection& outer, const OwnCheck& own, const Check& check, const FindingSink& sink) {
  sqlite::Connection connection = sqlite::open(own.database, sqlite::Intent::read);
  add_check_views(connection);
  add_check_tables(connection, check.sql);
  const Watched watched(connection, outer);
  sqlite::UserSql guard(connection, {.more_time = "a check has 30 seconds: let it read less"});
  sqlite::Statement rows = prepared(guard, own.file, check);
  if (check.sql.find(":today") != std::string::npos) rows.bind(":today", std::string_view(own.today));
  std::int64_t count = 0;
  read_findings(rows, check, [&](const Finding& finding) {
    if (++count > kMostFindings) {
      throw Error(Exit::refused, fmt::format("{}: finds more than {} rows", own.file, kMostFindings),
                  "nobody reads so many: let it select fewer, or count them");
    }
    sink(finding);
  });
}

Check broken(const std::string& name, const Error& error) {
  return {.name = name,
          .title = "a check that is broken",
          .severity = "error",
          .entity = "check",
          .definition = error.what(),
          .sql = "SELECT 1",
          .find = [error](sqlite::Connection&, const Check&, const FindingSink&) { throw Error(error); }};
}

Check read_file(const std::string& name, const OwnCheck& own, bool taken) {
  try {
    if (taken) throw Error(Exit::refused, fmt::format("{}: a check of this name exists", own.file), "rename the file");
    Check check = read_check(model::read_sql_file(name, model::text_of_file(own.file)));
    check.find = [own](sqlite::Connection& outer, const Check& self, const FindingSink& sink) {
      run_guarded(outer, own, self, sink);
    };
    return check;
  } catch (const Error& error) {
    if (error.exit() == Exit::interrupted) throw;
    return broken(name, error);
  }
}

}  // namespace

std::vector<Check> folder_checks(const std::string& folder, const std::string& database, const std::string& today,
                                 const std::vector<Check>& known) {
  const std::vector<std::filesystem::path> files = model::sql_files_in(folder, "--checks");
  if (files.empty()) {
    throw Error(Exit::usage, fmt::format("--checks {}: has no file NAME.sql", folder),
                "write each check in a file, like those of schema/checks");
  }
  std::vector<Check> checks;
  for (const auto& file : files) {
    const std::string name = file.stem().string();
    const auto is_same = [&](const Check& other) { return other.name == name; };
    const bool taken =
        std::any_of(known.begin(), known.end(), is_same) || std::any_of(checks.begin(), checks.end(), is_same);
    checks.push_back(read_file(name, {file.string(), database, today}, taken));
  }
  return checks;
}

}  // namespace iscm::check
