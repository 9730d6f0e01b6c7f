#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/entities.hpp"
#include "db/connection.hpp"

namespace iscm::core {

/// A parameter of a report: `-- parameter: limit (number, default 100): how many rows at most`.
struct Parameter {
  std::string name;
  /// "list of ENTITY": codes or names with commas between; "number": a whole one; "word of A|B|C": one of these;
  /// "moment": a revision or a time, as --known-at takes it, and the number of the revision in the query; "day": a date
  /// (2026-11-24), or `today`
  std::string kind;
  std::string meaning;
  std::string fallback{};  ///< what holds where it is not set; empty: NULL in the query
};

/// The entity whose records the values of a parameter name; null where it names none.
const Entity* parameter_entity(const Parameter& parameter);

/// The words that a "word of A|B|C" may be; empty for every other kind.
std::vector<std::string> parameter_words(const Parameter& parameter);

/// One file of schema/reports: a header of comments and a query. Its name is that of the file.
struct Report {
  std::string name;
  std::string title;
  std::string description;
  std::vector<Parameter> parameters;
  std::string sql;
};

/// Every report that this program carries, by name.
std::vector<Report> reports();

/// The report of this name. Throws Error(Exit::usage) with "did you mean" where there is none.
Report report_named(std::string_view name);

/// The rows of a report, and how many of them are meant to be read.
struct ReportRows {
  db::Statement rows;
  std::optional<std::int64_t> limit{};  ///< there may be one row more, as a sign that there are more; nothing: all
};

/// The rows of a report; `settings` are NAME=VALUE. Parameters that are neither set nor have a default are NULL in its
/// query, lists are JSON arrays of codes. A number called `limit` bounds the rows, 0 lifts the bound.
/// `today` (YYYY-MM-DD) is what a day called so means.
/// Throws Error(Exit::usage) for an unknown parameter and for a value that is not of its kind, Error(Exit::refused) for
/// an unknown record or revision.
ReportRows report_rows(db::Connection& connection, const Report& report, const std::vector<std::string>& settings,
                       std::string_view today);

}  // namespace iscm::core
