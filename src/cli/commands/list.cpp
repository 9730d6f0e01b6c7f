#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/output.hpp"
#include "query/list.hpp"
#include "text/suggest.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

/// Notes how many rows --limit leaves out.
void note_rest(sqlite::Connection& connection, query::ListRequest request, std::size_t shown) {
  if (!request.limit || shown < static_cast<std::size_t>(*request.limit)) return;
  request.limit.reset();
  sqlite::Statement count = query::count_rows(connection, request);
  count.step();
  const auto total = static_cast<std::size_t>(count.integer(0));
  if (total > shown) write::note(fmt::format("the first {} of {} rows; without --limit all are listed", shown, total));
}

/// The list of entities.
Exit list_entities(const Invocation& invocation) {
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  Table table{{"entity", "rows", "meaning"}};
  for (const model::Entity& entity : model::entities()) {
    const auto rows = connection.integer(fmt::format("SELECT count(*) FROM {}", entity.table));
    table.rows.push_back({std::string(entity.name), rows.value_or(0), std::string(entity.meaning)});
  }
  print(invocation, table);
  write::note("`iscm list mechanism` lists one kind, `iscm fields mechanism` what it records");
  return Exit::done;
}

/// A word that is not a filter may be the record that is wanted.
void refuse_records(sqlite::Connection& connection, const query::ListRequest& request) {
  std::vector<std::string> words{"show", std::string(request.entity->name)};
  for (const std::string& filter : request.filters) {
    if (filter.find_first_of("=~<>") == std::string::npos) words.push_back(filter);
  }
  const std::string key = fmt::format("{}", fmt::join(words.begin() + 2, words.end(), " "));
  if (key.empty() || !is_record(connection, request.entity, key)) return;
  throw Error(Exit::usage, fmt::format("\"{}\" is a record, not a filter", key),
              fmt::format("did you mean `{}`?", text::command_line(words)));
}

Exit run(const Invocation& invocation) {
  if (invocation.arguments.empty()) return list_entities(invocation);
  query::ListRequest request;
  request.entity = &model::entity_named(invocation.argument(0));
  request.filters = invocation.arguments_from(1);
  request.today = today();
  request.past_included = !invocation.has("--as-of");
  request.columns = invocation.names("--columns");
  request.sort = invocation.names("--sort");
  request.limit = invocation.number("--limit");
  request.unused = invocation.has("--unused");
  if (request.unused && request.entity->name != model::source_field().target) {
    throw Error(Exit::usage, "--unused is for sources", "`iscm list source --unused`");
  }
  query::listed_fields(request);
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read, Say::nothing);
  const sqlite::Transaction reading(connection, sqlite::Transaction::Kind::read);
  refuse_records(connection, request);
  sqlite::Statement rows =
      invocation.has("--count") ? query::count_rows(connection, request) : query::list_rows(connection, request);
  note_time(connection, invocation,
            invocation.has("--as-of") ? query::undated_rows(connection, request) : std::string());
  if (!invocation.has("--count")) note_empty_at_date(invocation, query::listed_fields(request));
  const std::string title = fmt::format("{}{}{}", request.entity->plural, request.filters.empty() ? "" : ": ",
                                        fmt::join(request.filters, ", "));
  const std::size_t shown = print(invocation.titled(title), rows);
  note_rest(connection, request, shown);
  for (const std::string& note : query::filter_notes(connection, request, shown == 0)) {
    write::note(note);
  }
  return Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm list mechanism", "every mechanism"},
    {"iscm list mechanism type=RCP region=africa", "combine filters; a region includes its sub-regions"},
    {"iscm list mechanism member=KEN", "those that a State takes part in, in any role"},
    {"iscm list member membership=bali role=member basis=stated", "only in this role, and only if a source states it"},
    {"iscm list mechanism year_established=2010.. --sort -year_established", "a range of years, the latest first"},
    {"iscm list membership mechanism=rcm role=observer", "links are listed like records"},
    {"iscm list mechanism --as-of 2010", "those that had begun by 2010 and had not ended"},
    {"iscm list membership mechanism=midsa --known-at 2026-11-01", "as the record stood at the end of that day"},
    {"iscm list source --unused", "sources that no fact cites; without --unused, how many facts cite each"},
    {"iscm list mechanism name~dialogue --columns code,name --format csv", "for a spreadsheet"},
};
constexpr Argument kArguments[] = {
    Argument{"ENTITY", "mechanism, member, theme, region, membership, ...; if not given, these are listed"}.optional(),
    Argument{"FILTER", "FIELD=VALUE, FIELD=A,B, FIELD=2010..2015, FIELD= (empty) or FIELD~TEXT"}.optional().several(),
};
constexpr Option kOptions[] = {
    value("--columns", "FIELDS", "the fields to show, separated by commas", Kind::names).needs("ENTITY"),
    value("--sort", "FIELDS", "the fields to sort by, separated by commas; prefix one with - to reverse the order",
          Kind::names)
        .needs("ENTITY"),
    number("--limit", 0, "show at most N rows").needs("ENTITY"),
    flag("--count", "show the number of rows instead of the rows").needs("ENTITY").excludes("--limit --columns --sort"),
    flag("--unused", "only sources that no fact cites").needs("ENTITY"),
};

}  // namespace

extern const Command kList{
    .name = "list",
    .summary = "list records and links",
    .synonyms = "ls dir entities",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
    .times = Times::any,
};

}  // namespace iscm::cli
