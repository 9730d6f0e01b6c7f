#include "edit/cite.hpp"

#include "cli/command.hpp"
#include "cli/edit.hpp"
#include "text/visible.hpp"

namespace iscm::cli {
namespace {

Exit run(const Invocation& invocation) {
  const edit::CitedPlace cited{text::squeezed(text_of(invocation, "--place")),
                               text::squeezed(text_of(invocation, "--note"))};
  return run_edit(invocation, "cite", [&](sqlite::Connection& connection, const edit::EditOptions& options) {
    return edit::plan_cite(connection, invocation.arguments, cited, options);
  });
}

constexpr Example kExamples[] = {
    {"iscm cite midsa year_established --source https://example.org/report --place \"p. 3\"",
     "another source for a fact, and where it says so"},
    {"iscm cite membership midsa AGO --source info-sheet", "a source for a link"},
    {"iscm cite midsa themes --source info-sheet", "for each theme of a mechanism"},
    {"iscm cite midsa --source info-sheet --dry-run", "for all fields of a record: look first"},
};
constexpr Argument kArguments[] = {
    Argument{"[ENTITY] KEY [FIELD]", "a record or link by its key, and perhaps one of its fields"}.several(),
};
constexpr Option kOptions[] = {
    kDryRun,
    kSource,
    kNewSource,
    value("--place", "TEXT", "where in the source: \"p. 3\", \"annex 2\""),
    value("--note", "TEXT", "anything worth adding about this evidence"),
    kReason,
    kAuthor,
};

}  // namespace

extern const Command kCite{
    .name = "cite",
    .summary = "add a source to what is recorded",
    .synonyms = "source evidence confirm",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
};

}  // namespace iscm::cli
