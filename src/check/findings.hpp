#pragma once

// All checks, and what they found in one run: `check`, `status`, `reconcile` and waivers begin here.

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "check/check.hpp"
#include "sqlite/connection.hpp"

namespace iscm::check {

/// Every check that this program carries, in the order in which they run: storage, references, schema and history,
/// then those of schema/checks by severity and name.
std::vector<Check> all_checks();

/// Those of `checks` with these names; all if no names are given. Throws Error(Exit::usage) with "did you mean".
std::vector<Check> checks_named(const std::vector<Check>& checks, const std::vector<std::string>& names);

/// The findings of one run, in temp.finding. Checks of SQL need a connection with this program's schema.
class Findings {
public:
  /// How many findings there are of each severity, not counting the waived ones.
  struct Counts {
    std::int64_t errors = 0;
    std::int64_t warnings = 0;
    std::int64_t notes = 0;
    std::int64_t waived = 0;
  };
  /// Which findings to keep; an empty list: all.
  struct Wanted {
    std::vector<std::string> severities;
    std::vector<std::string> entities;
  };

  Findings(sqlite::Connection& connection, std::string today);

  /// Runs a check. If it cannot be run, that becomes a finding; only an interruption and a damaged file throw.
  void run(const Check& check);
  void add(const Finding& finding);

  /// Whether this check found anything, or could not be run.
  [[nodiscard]] bool has_any(std::string_view check);

  /// Throws Error(Exit::refused) if this check could not be run: there is nothing to accept or repair then.
  void require_run(std::string_view check);

  /// Counts the findings of a check about a record as waived (waive.hpp).
  void mark_waived(std::string_view check, std::string_view entity, std::string_view key);

  /// Drops what is not wanted. Findings that a check cannot be run stay: it might have found what is wanted.
  void keep(const Wanted& wanted);

  /// What makes two findings of different runs the same: check, entity, key and field, with control characters between.
  [[nodiscard]] std::set<std::string> identities();
  /// Drops the findings that are among these, of an earlier state of the record.
  void leave_out(const std::set<std::string>& earlier);

  [[nodiscard]] Counts counts();
  /// check, severity, findings: how many of each check are not waived, in the order of rows().
  [[nodiscard]] sqlite::Statement summary();
  /// check, severity, entity, key, field, message, hint of what is not waived: the gravest first, then in the order in
  /// which they were found.
  [[nodiscard]] sqlite::Statement rows();
  [[nodiscard]] const std::string& today() const { return today_; }

private:
  sqlite::Connection& connection_;
  std::string today_;
};

}  // namespace iscm::check
