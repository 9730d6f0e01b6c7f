#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/query_rows.hpp"
#include "cli/rows.hpp"
#include "cli/sql_write.hpp"
#include "query/typed_sql.hpp"
#include "read/bytes.hpp"

namespace iscm::cli {
namespace {

constexpr std::string_view kStandardInput = "-";
constexpr double kLongestSeconds = 86'400;

/// The text of the query and where it comes from.
struct Text {
  std::string sql;
  std::string file{};  ///< empty: it was typed
  bool from_input = false;
};

Text read_text(const std::string& path) {
  const std::string file = path == kStandardInput ? "standard input" : path;
  const auto bytes = read::open_bytes(path);
  constexpr std::size_t kMost = 2'000'000;  // the guard refuses more than half of it, and says so
  const std::string sql = read::whole_text(*bytes, kMost);
  if (bytes->broken()) throw Error(Exit::usage, fmt::format("{}: {}", file, bytes->broken()->explanation));
  return {sql, file, path == kStandardInput};
}

Text text_of(const Invocation& invocation) {
  if (invocation.arguments.size() > 1) {
    throw Error(Exit::usage, "the query came as several words", "put it in quotes: iscm sql \"SELECT ...\"");
  }
  if (!invocation.arguments.empty()) {
    if (invocation.has("--file")) {
      throw Error(Exit::usage, "the query is given twice: as an argument and with --file", "leave one out");
    }
    if (invocation.argument(0) != kStandardInput) return {invocation.argument(0)};
    return read_text(std::string(kStandardInput));
  }
  if (invocation.has("--file")) return read_text(invocation.get("--file"));
  if (isatty(STDIN_FILENO) != 0) {
    throw Error(Exit::usage, "there is no query",
                "write `iscm sql \"SELECT ...\"`, or -f FILE; `iscm sql --help` shows how");
  }
  return read_text(std::string(kStandardInput));
}

std::chrono::milliseconds timeout_of(const Invocation& invocation) {
  const std::string text = invocation.get("--timeout", "30");
  double seconds = 0;
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, seconds, std::chars_format::fixed);
  if (failure != std::errc() || stop != end || !(seconds > 0) || seconds > kLongestSeconds) {
    throw Error(Exit::usage, fmt::format("--timeout {} is no time", text), "give seconds, at most a day: 60, or 0.5");
  }
  return std::chrono::milliseconds(std::max<std::int64_t>(1, static_cast<std::int64_t>(seconds * 1000)));
}

/// What only a change has would be passed over in silence.
void refuse_contradictions(const Invocation& invocation) {
  if (invocation.has("--write")) {
    for (const std::string_view option : {"--known-at", "--as-of"}) {
      if (!invocation.has(option)) continue;
      throw Error(Exit::usage, fmt::format("--write and {} do not go together", option), "another time is only read");
    }
    return;
  }
  for (const std::string_view option : {"--yes", "--dry-run", "--reason", "--source", "--author"}) {
    if (invocation.has(option))
      throw Error(Exit::usage, fmt::format("{} goes with --write", option), "a query only reads");
  }
}

}  // namespace

Exit run_sql(const Invocation& invocation) {
  refuse_contradictions(invocation);
  const RowLimit limit = row_limit(invocation);
  const std::chrono::milliseconds timeout = timeout_of(invocation);
  const Text text = text_of(invocation);
  if (invocation.has("--write")) {
    return write_by_sql(invocation, {text.sql, text.file}, timeout, text.from_input);
  }
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  sqlite::UserSql guard(connection, {.time = timeout, .more_time = "`--timeout SECONDS` gives it more"});
  sqlite::Statement rows = query::user_query(guard, {text.sql, text.file}, invocation.all("--param"));
  print_query(invocation, rows, limit);
  return Exit::done;
}

}  // namespace iscm::cli
