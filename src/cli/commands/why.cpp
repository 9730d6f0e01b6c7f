#include "core/why.hpp"

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/rows.hpp"
#include "out/message.hpp"

namespace iscm::cli {

Exit run_why(const Invocation& invocation) {
  format_of(invocation);
  db::Connection connection = open_database(invocation, db::Intent::read);
  const db::Transaction reading(connection, db::Transaction::Kind::read);
  const core::KeyedRows found = core::find_rows(connection, invocation.arguments);
  const core::Witnesses witnesses = core::why(connection, found);
  print_texts(invocation, core::kWhyColumns, witnesses.rows);
  for (const std::string& note : witnesses.notes) out::note(note);
  if (const std::int64_t revision = core::removed_by(connection, found); revision != 0) {
    out::note(fmt::format("it was removed by revision {}; this is how it was last", revision));
  }
  if (!found.others.empty()) {
    out::note(fmt::format("also called so, `iscm why` with its kind shows it: {}", fmt::join(found.others, ", ")));
  }
  return Exit::done;
}

}  // namespace iscm::cli
