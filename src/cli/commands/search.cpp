#include "query/search.hpp"

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/output.hpp"
#include "model/names.hpp"
#include "text/suggest.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

void note_nothing(sqlite::Connection& connection, const std::string& text) {
  const std::string guess = text::did_you_mean(text, model::all_known_names(connection));
  write::note(fmt::format("no name contains \"{}\"{}{}", text, guess.empty() ? "" : "; ", guess));
}

Exit run(const Invocation& invocation) {
  const std::int64_t limit = invocation.number("--limit").value_or(0);
  const std::string text = fmt::format("{}", fmt::join(invocation.arguments, " "));
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  const sqlite::Transaction reading(connection, sqlite::Transaction::Kind::read);
  const query::Hits hits = query::search(connection, text, limit);
  std::vector<std::vector<Table::Value>> rows;
  for (const query::Hit& hit : hits.best) rows.push_back({hit.kind, hit.code, hit.name, hit.found_by, hit.match});
  print(invocation, Table{{"kind", "code", "name", "found_by", "match"}, std::move(rows)});
  if (hits.best.empty()) {
    note_nothing(connection, text);
    return Exit::findings;
  }
  if (hits.total > limit) {
    write::note(fmt::format("the best {} of {} hits; `--limit {}` shows all", limit, hits.total, hits.total));
  }
  return Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm search trafficking", "every record with a name like this, the best match first"},
    {"iscm search cote d ivoire", "case, accents and punctuation do not matter; in any language of the record"},
    {"iscm search process --limit 5 --format csv", "the first five, for a spreadsheet"},
};
constexpr Argument kArguments[] = {
    Argument{"TEXT", "a code, a name or a part of one"}.several(),
};
constexpr Option kOptions[] = {
    number("--limit", 1, "show at most N hits").otherwise("50"),
};

}  // namespace

extern const Command kSearch{
    .name = "search",
    .summary = "find records by any name",
    .synonyms = "find grep lookup where",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
    .times = Times::any,
};

}  // namespace iscm::cli
