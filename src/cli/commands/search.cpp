#include "query/search.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/rows.hpp"
#include "model/find_record.hpp"
#include "text/suggest.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

constexpr std::int64_t kLimit = 50;

std::int64_t limit_of(const Invocation& invocation) {
  if (!invocation.has("--limit")) return kLimit;
  const std::string text = invocation.get("--limit");
  std::int64_t limit = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (failure != std::errc() || end != text.data() + text.size() || limit < 1) {
    throw Error(Exit::usage, fmt::format("--limit {} is no number of hits", text), "give a whole number from 1");
  }
  return limit;
}

void tell_nothing(sqlite::Connection& connection, const std::string& text) {
  const std::string guess = text::did_you_mean(text, model::all_known_names(connection));
  write::note(fmt::format("no name has \"{}\" in it{}{}", text, guess.empty() ? "" : "; ", guess));
}

}  // namespace

Exit run_search(const Invocation& invocation) {
  format_of(invocation);
  const std::int64_t limit = limit_of(invocation);
  const std::string text = fmt::format("{}", fmt::join(invocation.arguments, " "));
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  const sqlite::Transaction reading(connection, sqlite::Transaction::Kind::read);
  const query::Hits hits = query::search(connection, text, limit);
  std::vector<std::vector<std::string>> rows;
  for (const query::Hit& hit : hits.best) rows.push_back({hit.kind, hit.code, hit.name, hit.found_by, hit.match});
  print_texts(invocation, std::array<std::string_view, 5>{"kind", "code", "name", "found_by", "match"}, rows);
  if (hits.best.empty()) {
    tell_nothing(connection, text);
    return Exit::findings;
  }
  if (hits.total > limit) {
    write::note(fmt::format("the best {} of {} hits; `--limit {}` shows all", limit, hits.total, hits.total));
  }
  return Exit::done;
}

}  // namespace iscm::cli
