#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sqlite/connection.hpp"

namespace iscm::history {

/// The revision that a person means by `time`: its number ("12"), or the highest that was made by the end of what an
/// ISO 8601 date or time in UTC covers: "2026-11", "2026-11-24", "2026-11-24T10:00", with seconds, a fraction and Z as
/// wanted. The highest and not the last by time, since clocks go back.
/// Throws Error(Exit::usage) where it is neither, Error(Exit::refused) where there is no such revision, or none was
/// made by then.
std::int64_t revision_at(sqlite::Connection& connection, std::string_view time);

/// Whether the text is the number of a revision, and so no time.
bool is_revision(std::string_view text);

/// A time as revision_at() reads it, to be compared with revisions.made_at: what was made from its first moment on is
/// not less. Throws Error(Exit::usage) where it is none.
std::string start_of_time(std::string_view time);

/// What the record is to be read as: of when, in the two senses there are.
struct Moment {
  std::optional<std::int64_t> known_at;  ///< as this file knew it after that revision; nothing: now
  std::string held_on;                   ///< what held on this date (ISO 8601, to any precision); empty: at any time

  [[nodiscard]] bool is_now() const { return !known_at && held_on.empty(); }
};

/// From now on every tracked table, and every view over them, reads on this connection as of that moment: TEMP views of
/// the same names and columns stand before the tables. Revision 0 is the empty record. Revisions, what they
/// changed, and imports that came later are hidden; other untracked tables go on to show the whole file. Nothing is
/// written to the file, and nothing can be.
///
/// What held on a date: dated rows whose valid_from may be by then and valid_to not before, where an unknown end counts
/// as no end; mechanisms established by then and not ended before; meetings held by then; and of what belongs to a
/// mechanism only that of those. Partial dates compare by their range: what may have held on one of its days, did.
void show_at(sqlite::Connection& connection, const Moment& moment);

/// show_at() of a revision, at any date.
void show_at_revision(sqlite::Connection& connection, std::int64_t revision);

/// The revision of show_at(); 0 where the record is shown as it is known now.
std::int64_t shown_revision(sqlite::Connection& connection);

/// Ends show_at(). Does no harm where it was never called.
void show_now(sqlite::Connection& connection);

/// After show_at() of a date: the rows with neither start nor end, which count at every date: "1,033 of 1,093
/// memberships, 2 of 30 mechanisms". Empty where there are none.
std::string undated_rows(sqlite::Connection& connection);

}  // namespace iscm::history
