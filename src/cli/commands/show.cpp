#include "query/show.hpp"

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/rows.hpp"
#include "model/find_record.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

constexpr std::string_view kText = "text";
constexpr std::string_view kJson = "json";

/// Words without quotation marks are one key: `iscm show Bali Process`.
std::string joined(std::vector<std::string>::const_iterator begin, std::vector<std::string>::const_iterator end) {
  return fmt::format("{}", fmt::join(begin, end, " "));
}

model::KeyedRecord find_record(sqlite::Connection& connection, const std::vector<std::string>& words) {
  const model::Entity* kind = model::find_entity(words.front());
  if (kind != nullptr) return model::record_of_kind(connection, *kind, joined(words.begin() + 1, words.end()));
  return model::record_of_any_kind(connection, joined(words.begin(), words.end()));
}

}  // namespace

Exit run_show(const Invocation& invocation) {
  const std::string format = invocation.get("--format", kText);
  if (format != kText && format != kJson) {
    throw Error(Exit::usage, fmt::format("show prints one record as text or json, not as {}", format),
                "`iscm list` prints rows in every format");
  }
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  const model::KeyedRecord found = find_record(connection, invocation.arguments);
  const query::ShownRecord record = query::read_record(connection, *found.entity, found.id);
  const auto sink = open_output(invocation);
  sink->write(format == kJson ? query::record_as_json(record)
                              : query::record_as_text(record, terminal_width(invocation)));
  sink->finish();
  if (!found.others.empty()) {
    write::note(fmt::format("also called so, `iscm show` with its kind shows it: {}", fmt::join(found.others, ", ")));
  }
  return Exit::done;
}

}  // namespace iscm::cli
