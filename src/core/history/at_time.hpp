#pragma once

#include <cstdint>
#include <string_view>

#include "db/connection.hpp"

namespace iscm::core {

/// The revision that a person means by `time`: its number ("12"), or the highest that was made by the end of what an
/// ISO 8601 date or time in UTC covers: "2026-11", "2026-11-24", "2026-11-24T10:00", with seconds, a fraction and Z as
/// wanted. The highest and not the last by time, since clocks go back.
/// Throws Error(Exit::usage) where it is neither, Error(Exit::refused) where there is no such revision, or none was
/// made by then.
std::int64_t revision_at(db::Connection& connection, std::string_view time);

/// Whether the text is the number of a revision, and so no time.
bool is_revision(std::string_view text);

/// A time as revision_at() reads it, to be compared with revisions.made_at: what was made from its first moment on is
/// not less. Throws Error(Exit::usage) where it is none.
std::string start_of_time(std::string_view time);

/// From now on every tracked table, and every view over them, reads on this connection as it stood after `revision`:
/// TEMP views of the same names and columns stand before the tables. Revision 0 is the empty record. `changes` and
/// untracked tables go on to show the whole file. Nothing is written to the file, and nothing can be.
void show_at_revision(db::Connection& connection, std::int64_t revision);

/// Ends show_at_revision(). Does no harm where it was never called.
void show_now(db::Connection& connection);

}  // namespace iscm::core
