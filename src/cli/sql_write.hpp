#pragma once

#include <chrono>

#include "cli/command.hpp"
#include "query/typed_sql.hpp"

namespace iscm::cli {

/// `iscm sql --write`: shows what the statement changes field by field, asks on a terminal unless --yes is given, and
/// keeps it as one revision, or leaves the file as it was. `from_input`: the statement came by standard input.
Exit write_by_sql(const Invocation& invocation, const query::UserQuery& query, std::chrono::milliseconds timeout,
                  bool from_input);

}  // namespace iscm::cli
