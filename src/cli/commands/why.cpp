#include "history/why.hpp"

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/output.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

/// With the numbers as numbers, and NULL for what is not known.
Table table_of(const history::Explanation& explanation) {
  Table table{{std::begin(history::kWhyColumns), std::end(history::kWhyColumns)}};
  for (const std::vector<std::string>& texts : explanation.rows) {
    std::vector<Table::Value>& row = table.rows.emplace_back();
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const bool is_number = history::kWhyColumns[i] == "revision" || history::kWhyColumns[i] == "line";
      if (texts[i].empty() && i >= 3) {
        row.emplace_back();
      } else if (is_number) {
        row.emplace_back(std::stoll(texts[i]));
      } else {
        row.emplace_back(texts[i]);
      }
    }
  }
  return table;
}

Exit run(const Invocation& invocation) {
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  const sqlite::Transaction reading(connection, sqlite::Transaction::Kind::read);
  const model::KeyedRows found = model::find_rows(connection, invocation.arguments);
  const history::Explanation explanation = history::why(connection, found);
  print(invocation, table_of(explanation));
  for (const std::string& note : explanation.notes) write::note(note);
  if (const std::int64_t revision = history::removed_by(connection, found); revision != 0) {
    write::note(fmt::format("revision {} removed it; this is how it was before", revision));
  }
  note_others(invocation, found.others);
  return Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm why midsa", "each field: since when, by whom, from what source, and where and how it was written there"},
    {"iscm why midsa year_established", "one field"},
    {"iscm why midsa themes", "each theme of a mechanism"},
    {"iscm why membership midsa COM", "a link"},
};
constexpr Argument kArguments[] = {
    Argument{"[ENTITY] KEY [FIELD]", "a record or link by its key, and perhaps one of its fields"}.several(),
};

}  // namespace

extern const Command kWhy{
    .name = "why",
    .summary = "who says so, since when and from what source",
    .synonyms = "blame explain evidence",
    .examples = kExamples,
    .arguments = kArguments,
    .run = run,
    .prints_rows = true,
};

}  // namespace iscm::cli
