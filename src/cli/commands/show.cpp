#include <fmt/format.h>

#include <optional>
#include <utility>

#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/output.hpp"
#include "model/find_record.hpp"
#include "query/show.hpp"
#include "query/show_json.hpp"
#include "query/show_text.hpp"

namespace iscm::cli {
namespace {

/// Several words are one key: `iscm show Bali Process`.
std::string joined(std::vector<std::string>::const_iterator begin, std::vector<std::string>::const_iterator end) {
  return fmt::format("{}", fmt::join(begin, end, " "));
}

model::Record find_record(sqlite::Connection& connection, const std::vector<std::string>& words) {
  const model::Entity* kind = model::find_entity(words.front());
  if (kind != nullptr) return model::find_record(connection, kind, joined(words.begin() + 1, words.end()));
  return model::find_record(connection, nullptr, joined(words.begin(), words.end()));
}

Exit run(const Invocation& invocation) {
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  // One state of the file, from finding the record to the last of its links, whatever others write meanwhile.
  std::optional<sqlite::Transaction> reading(std::in_place, connection, sqlite::Transaction::Kind::read);
  const model::Record found = find_record(connection, invocation.arguments);
  const query::ShownRecord record = query::read_record(connection, *found.entity, found.id);
  note_empty_at_date(invocation, *found.entity);
  reading.reset();  // a pager may wait for hours
  const bool as_json = invocation.get("--format") == "json";
  print(invocation,
        as_json ? query::record_as_json(record) : query::record_as_text(record, terminal_width(invocation)));
  note_others(invocation, found.others);
  return Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm show midsa", "everything about a mechanism, with its sources"},
    {"iscm show member KEN", "a State: its mechanisms by type and role"},
    {"iscm show theme labour-migration", "a theme with its finer themes; a region includes its sub-regions"},
    {"iscm show source info-sheet", "the facts that cite this source"},
    {"iscm show Bali Process --format json", "by any name; as one nested object"},
};
constexpr Argument kArguments[] = {
    Argument{"[ENTITY] KEY", "a code, name or alias; ENTITY if records of several kinds have this name"}.several(),
};
constexpr OwnFormat kFormats[] = {
    {"text", "for people"},
    {"json", "one nested object"},
};

}  // namespace

extern const Command kShow{
    .name = "show",
    .summary = "a whole record and its sources",
    .synonyms = "view get cat open read describe info",
    .examples = kExamples,
    .arguments = kArguments,
    .run = run,
    .own_formats = kFormats,
    .default_format = "text",
    .times = Times::any,
};

}  // namespace iscm::cli
