#pragma once

// One check: its header and query, and the findings that its query returns. What runs checks and keeps what they find
// is in findings.hpp; the checks that are no queries are in structure.hpp.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/sql_file.hpp"
#include "sqlite/connection.hpp"

namespace iscm::check {

/// A row that breaks a check.
struct Finding {
  std::string check;
  std::string severity;  ///< error, warning or note
  std::string entity;    ///< of the record; kFile for the file as a whole, "check" if the check cannot be run
  std::string key;       ///< the record, as the view `changes` calls it
  std::string field;
  std::string message;
  std::string hint;
  std::optional<std::string> value{};  ///< what `check --fix` would write; empty clears, nothing: correct it by hand
};

/// The entity of a finding about the file as a whole.
inline constexpr std::string_view kFile = "file";

using FindingSink = std::function<void(const Finding&)>;

/// A file of schema/checks or of a user's folder, or a function that examines the structure of the file.
struct Check {
  std::string name;
  std::string title;
  std::string severity;
  std::string entity;
  std::string definition;
  std::string sql{};     ///< returns key, field, message, hint and maybe entity and value; empty: `find` does the work
  std::string repair{};  ///< what `check --fix` would write, in words; empty: no repair is certain
  std::function<void(sqlite::Connection&, const Check&, const FindingSink&)> find{};
};

/// The words for a severity, the gravest first.
std::span<const std::string_view> severities();

/// The place of a word among them; their number for any other word.
std::size_t rank_of(std::string_view severity);

/// Reads a check from a file of SQL. Throws Error(Exit::refused) if its header lacks title, severity or definition, or
/// has an unknown severity or entity.
Check read_check(const model::SqlFile& file);

/// Runs the SQL of a check on a connection that has the views of views.hpp and gives each row to `sink`. `today`
/// (YYYY-MM-DD) is the value of :today. Throws what SQLite throws, and Error(Exit::refused) if the query lacks a column
/// that a finding needs or returns an unknown entity.
void run_check_sql(sqlite::Connection& connection, const Check& check, std::string_view today, const FindingSink& sink);

/// Gives each row of such a query to `sink` as a finding. Throws as run_check_sql() does.
void read_findings(sqlite::Statement& rows, const Check& check, const FindingSink& sink);

}  // namespace iscm::check
