#pragma once

// The links that a report counts, selected in one place for all reports: by role, basis and time, and by those of its
// parameters that its header names (CountsHint).

#include <cstdint>
#include <optional>
#include <string>

#include "query/report_header.hpp"
#include "query/report_values.hpp"
#include "sqlite/connection.hpp"

namespace iscm::query {

/// When a report is read: `today` (YYYY-MM-DD) is what that word means, the last day of --as-of if that is given.
struct ReportTime {
  std::string today;
  std::string as_of{};  ///< the date of --as-of; empty: it is not given
};

/// The links that a report counted, and what they stand on.
struct LinkTotals {
  std::string what;  ///< "memberships in the role of member, past ones included"
  std::int64_t counted = 0;
  std::int64_t inferred = 0;
  std::int64_t unsourced = 0;
  std::int64_t undated = 0;  ///< with neither start nor end: they count at every date
};

/// Makes what the query of the report reads, with what the links stand on in three columns (inferred, unsourced and
/// undated, each 0 or 1):
///   temp.counted_links   every link that counts, with the columns of its table
///   temp.counted_pairs   (mechanism_id, member_id or secretariat_id): each pair that such links join, once. It is
///                        inferred if no source states any of its links, undated if none of them has a date.
/// of which the query reads one; returns how many that has. Does nothing without a CountsHint.
std::optional<LinkTotals> count_links(sqlite::Connection& connection, const Report& report, const ReportValues& values,
                                      const ReportTime& time);

}  // namespace iscm::query
