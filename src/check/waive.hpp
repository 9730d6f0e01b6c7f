#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "check/check.hpp"
#include "sqlite/connection.hpp"

namespace iscm::check {

/// What is accepted, why, by whom and until when.
struct Waiver {
  std::string check;
  std::string entity;  ///< empty: that of the one finding of this check under this key
  std::string key;
  std::string reason;
  std::string author;
  std::string until;     ///< a partial date, its last day included; empty: for good
  std::string source{};  ///< its code, or empty
};

/// Sets aside the findings that a waiver in force accepts: one whose date has not passed, and whose finding reads as
/// it did when it was accepted. A waiver without a fingerprint, as other programs write them, accepts any wording.
void set_waived_aside(sqlite::Connection& connection, Findings& findings);

/// Accepts what a check finds about a record, under the open revision; one that has expired, or whose finding has
/// changed, is renewed. `findings` holds what the check found. Returns the waiver with its entity. Throws
/// Error(Exit::refused) where the check finds nothing under that key, several kinds of record are called so, or a
/// waiver in force says the same already.
Waiver waive(sqlite::Connection& connection, Findings& findings, Waiver waiver);

/// Takes a waiver back, under the open revision. Throws Error(Exit::refused) where there is none.
Waiver remove_waiver(sqlite::Connection& connection, Waiver waiver);

/// A waiver and how it stands: in force, expired, changed (the finding reads otherwise now), settled (nothing is found
/// any more) or unknown check.
struct StandingWaiver {
  Waiver waiver;
  std::string state;
};

/// Every waiver, by check and record; `findings` holds what all checks found.
std::vector<StandingWaiver> standing_waivers(sqlite::Connection& connection, Findings& findings,
                                             const std::vector<Check>& checks);

/// Gives the waivers that this revision, still open, has made without a fingerprint that of what their checks find
/// now: they were imported or added as records.
void seal_waivers(sqlite::Connection& connection, std::int64_t revision);

}  // namespace iscm::check
