#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/entities.hpp"
#include "core/report_header.hpp"
#include "db/connection.hpp"
#include "db/user_sql.hpp"

namespace iscm::core {

/// The entity whose records the values of a parameter name; null where it names none.
const Entity* parameter_entity(const Parameter& parameter);

/// The words that a "word of A|B|C" may be; empty for every other kind.
std::vector<std::string> parameter_words(const Parameter& parameter);

/// Every report that this program carries, by name.
std::vector<Report> reports();

/// The report of this name among `known`. Throws Error(Exit::usage) with "did you mean" where there is none.
Report report_named(const std::vector<Report>& known, std::string_view name);

/// The rows of a report, and how many of them are meant to be read.
struct ReportRows {
  std::unique_ptr<db::UserSql> guard;  ///< what limits the query of a report of the user's own
  db::Statement rows;
  std::optional<std::int64_t> limit{};  ///< there may be one row more, as a sign that there are more; nothing: all
  std::int64_t read = 0;                ///< rows that next() gave
  bool has_more = false;                ///< whether next() ended at the limit with a row left

  /// To the next row that is meant to be read; false after the last.
  bool next();
};

/// The rows of a report; `settings` are NAME=VALUE. Parameters that are neither set nor have a default are NULL in its
/// query, lists are JSON arrays of codes. A number called `limit` bounds the rows, 0 lifts the bound.
/// `today` (YYYY-MM-DD) is what a day called so means. A report of the user's own runs under db::UserSql.
/// Throws Error(Exit::usage) for an unknown parameter and for a value that is not of its kind, Error(Exit::refused) for
/// an unknown record or revision; of a report of the user's own also what is wrong with its SQL, with file and line.
ReportRows report_rows(db::Connection& connection, const Report& report, const std::vector<std::string>& settings,
                       std::string_view today);

}  // namespace iscm::core
