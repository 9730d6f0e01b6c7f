#pragma once

// Accepted findings: how they are stored, and which are still in force.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "check/findings.hpp"
#include "sqlite/connection.hpp"

namespace iscm::check {

/// What is accepted, why, by whom and until when.
struct Waiver {
  std::string check;
  std::string entity;  ///< may be empty if the check finds something about one record with this key
  std::string key;
  std::string reason;
  std::string author;
  std::string until;     ///< a partial date, including its last day; empty: without end
  std::string source{};  ///< its code, or empty
};

/// Marks the findings that a waiver in force accepts: its date has not passed, and the finding reads as when it was
/// accepted. A waiver without a fingerprint, as other programs write them, accepts any wording.
void mark_waived(sqlite::Connection& connection, Findings& findings);

/// Accepts what a check finds about a record, under the open revision; renews a waiver that has expired or whose
/// finding has changed. `findings` holds what the check found. Returns the waiver with its entity. Throws
/// Error(Exit::refused) if the check finds nothing with that key or something about several kinds of record, or if a
/// waiver in force says the same.
Waiver waive(sqlite::Connection& connection, Findings& findings, Waiver waiver);

/// Removes a waiver, under the open revision. Throws Error(Exit::refused) if there is none.
Waiver remove_waiver(sqlite::Connection& connection, Waiver waiver);

/// A waiver and its state: in force, expired, changed (the finding reads differently now), settled (the check finds
/// nothing any more) or unknown check.
struct JudgedWaiver {
  Waiver waiver;
  std::string state;
};

/// Every waiver, by check and record; `findings` holds what all checks found.
std::vector<JudgedWaiver> judged_waivers(sqlite::Connection& connection, Findings& findings,
                                         const std::vector<Check>& checks);

/// Gives each waiver without a fingerprint that the open revision wrote (imported, or added as a record) that of what
/// its check finds now.
void seal_waivers(sqlite::Connection& connection, std::int64_t revision);

}  // namespace iscm::check
