#pragma once

// The record as it was known at a time, or as of a date, for --known-at and --as-of.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sqlite/connection.hpp"

namespace iscm::history {

/// The revision that a person means by `time`: its number ("12"), or the highest that was made by the end of what an
/// ISO 8601 date or time in UTC covers: "2026-11", "2026-11-24", "2026-11-24T10:00", with or without seconds, a
/// fraction and Z. The highest and not the last by time, since clocks may be set back. Throws Error(Exit::usage) if it
/// is neither, Error(Exit::refused) if there is no such revision, or none was made by then.
std::int64_t revision_at(sqlite::Connection& connection, std::string_view time);

/// Whether the text is the number of a revision, and so not a time.
bool is_revision(std::string_view text);

/// The first moment of a time as revision_at() reads it, in a form that compares with revisions.made_at. Throws
/// Error(Exit::usage) if it is not a time.
std::string start_of_time(std::string_view time);

/// The time as of which the record is read, in two senses.
struct Moment {
  std::optional<std::int64_t> known_at;  ///< as this file knew it after that revision; nothing: now
  std::string held_on;                   ///< what held on this date (ISO 8601, to any precision); empty: at any time

  [[nodiscard]] bool is_now() const { return !known_at && held_on.empty(); }
};

/// From now on, every tracked table and every view over them reads on this connection as of that moment: TEMP views
/// with the same names and columns hide the tables. Revision 0 is the empty record. Later revisions, their changes and
/// imports are hidden; other untracked tables still show the whole file. Nothing is written to the file, and nothing
/// can be.
///
/// What held on a date: dated rows that may have begun by then and have not ended before (an unknown end is no end);
/// mechanisms established by then and not ended before; meetings held by then; and what belongs to those mechanisms.
/// Partial dates compare by their range: what may have held on one of its days, did. A published number of States is of
/// the date of its source, and empty.
void show_at(sqlite::Connection& connection, const Moment& moment);

/// show_at() of a revision, at any date.
void show_at_revision(sqlite::Connection& connection, std::int64_t revision);

/// The revision of show_at(); 0 if the record is shown as it is known now.
std::int64_t shown_revision(sqlite::Connection& connection);

/// Ends show_at(). Does nothing if it was never called.
void show_now(sqlite::Connection& connection);

/// After show_at() of a date: the rows with neither start nor end, which count at every date: "1,033 of 1,093
/// memberships, 2 of 30 mechanisms". Empty if there are none.
std::string undated_rows(sqlite::Connection& connection);

}  // namespace iscm::history
