#include "query/list.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/rows.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

std::optional<std::int64_t> limit_of(const Invocation& invocation) {
  if (!invocation.has("--limit")) return std::nullopt;
  const std::string text = invocation.get("--limit");
  std::int64_t limit = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (failure != std::errc() || end != text.data() + text.size() || limit < 0) {
    throw Error(Exit::usage, fmt::format("--limit {} is no number of rows", text), "give a whole number");
  }
  return limit;
}

/// The fields that an option names; nothing where it is not given.
std::vector<std::string> fields_of(const Invocation& invocation, const char* option) {
  std::vector<std::string> fields = split_list(invocation.get(option));
  if (invocation.has(option) && (fields.empty() || std::find(fields.begin(), fields.end(), "") != fields.end())) {
    throw Error(Exit::usage, fmt::format("{} has an empty name of a field", option),
                fmt::format("`iscm fields {}` lists them", invocation.argument(0)));
  }
  return fields;
}

/// A count is one row, of all that match: what chooses and orders rows says nothing about it.
void refuse_beside_count(const Invocation& invocation) {
  if (!invocation.has("--count")) return;
  for (const char* option : {"--limit", "--columns", "--sort"}) {
    if (!invocation.has(option)) continue;
    throw Error(Exit::usage, fmt::format("--count counts all that match; {} has no meaning beside it", option),
                "leave one of the two out");
  }
}

/// What --limit leaves out.
void tell_rest(sqlite::Connection& connection, query::ListRequest request, std::size_t shown) {
  if (!request.limit || shown < static_cast<std::size_t>(*request.limit)) return;
  request.limit.reset();
  sqlite::Statement count = query::count_rows(connection, request);
  count.step();
  const auto total = static_cast<std::size_t>(count.integer(0));
  if (total > shown) write::note(fmt::format("the first {} of {} rows; without --limit all are listed", shown, total));
}

}  // namespace

Exit run_list(const Invocation& invocation) {
  query::ListRequest request;
  request.entity = &model::entity_named(invocation.argument(0));
  request.filters.assign(invocation.arguments.begin() + 1, invocation.arguments.end());
  request.columns = fields_of(invocation, "--columns");
  request.sort = fields_of(invocation, "--sort");
  request.limit = limit_of(invocation);
  refuse_beside_count(invocation);
  request.unused = invocation.has("--unused");
  if (request.unused && request.entity->name != model::source_field().target) {
    throw Error(Exit::usage, "--unused is for sources", "`iscm list source --unused`");
  }
  format_of(invocation);
  query::listed_fields(request);
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  const sqlite::Transaction reading(connection, sqlite::Transaction::Kind::read);
  sqlite::Statement rows =
      invocation.has("--count") ? query::count_rows(connection, request) : query::list_rows(connection, request);
  Invocation titled = invocation;
  titled.title = fmt::format("{}{}{}", request.entity->plural, request.filters.empty() ? "" : ": ",
                             fmt::join(request.filters, ", "));
  const std::size_t shown = print_rows(titled, rows);
  tell_rest(connection, request, shown);
  for (const std::string& note : query::filter_notes(connection, *request.entity, request.filters, shown == 0)) {
    write::note(note);
  }
  return Exit::done;
}

}  // namespace iscm::cli
