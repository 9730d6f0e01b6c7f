#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/sql_file.hpp"
#include "sqlite/connection.hpp"

namespace iscm::check {

/// Something that a check found.
struct Finding {
  std::string check;
  std::string severity;  ///< error, warning or note
  std::string entity;    ///< of the record; "file" where none is meant, "check" where a check cannot be run
  std::string key;       ///< the record, as the view `changes` calls it
  std::string field;
  std::string message;
  std::string hint;
  /// What the field should be (empty: nothing), where the check knows: `check --fix`.
  std::optional<std::string> value{};
};

using FindingSink = std::function<void(const Finding&)>;

/// One check: a file of schema/checks or of a user's folder, or a function over the structure of the file.
struct Check {
  std::string name;
  std::string title;
  std::string severity;
  std::string entity;
  std::string definition;
  std::string sql{};     ///< returns key, field, message, hint and maybe entity and value; empty: `find` does it
  std::string repair{};  ///< what `check --fix` would write instead; empty: no repair is certain
  std::function<void(sqlite::Connection&, const Check&, const FindingSink&)> find{};
};

/// The words that a severity may be, the gravest first.
std::span<const std::string_view> severities();

/// Reads a check from a file of SQL. Throws Error(Exit::refused) where its header lacks title, severity or definition,
/// or names a severity or entity that there is not.
Check read_check(const model::SqlFile& file);

/// Every check that this program carries, in the order in which they run: storage, references, schema and history,
/// then those of schema/checks by severity and name.
std::vector<Check> all_checks();

/// Those of `checks` with these names; all where none are given. Throws Error(Exit::usage) with "did you mean".
std::vector<Check> checks_named(const std::vector<Check>& checks, const std::vector<std::string>& names);

/// Runs the SQL of a check on a connection that has the views of check_views.hpp and gives each row to `sink`.
/// `today` (YYYY-MM-DD) is what :today means. Throws what SQLite throws, and Error(Exit::refused) where a column that
/// a finding needs is not returned, or an entity that there is not.
void run_check_sql(sqlite::Connection& connection, const Check& check, std::string_view today, const FindingSink& sink);

/// Gives each row of such a query as a finding. Throws as run_check_sql() does.
void read_findings(sqlite::Statement& rows, const Check& check, const FindingSink& sink);

/// What was found, in TEMP tables of one connection, which has to be of this program's schema to run checks of SQL.
class Findings {
public:
  /// How many findings there are of each severity, waived ones apart.
  struct Counts {
    std::int64_t errors = 0;
    std::int64_t warnings = 0;
    std::int64_t notes = 0;
    std::int64_t waived = 0;
  };
  /// Which findings are wanted; empty lists: all.
  struct Wanted {
    std::vector<std::string> severities;
    std::vector<std::string> entities;
  };

  Findings(sqlite::Connection& connection, std::string today);

  /// Runs a check. One that cannot be run becomes a finding that says so; only an interruption and a damaged file
  /// throw.
  void run(const Check& check);
  void add(const Finding& finding);

  /// Throws Error(Exit::refused) where this check could not be run: there is nothing to accept or repair then.
  void require_run(std::string_view check);

  /// Sets aside what was accepted (check/waive.hpp).
  void set_aside(std::string_view check, std::string_view entity, std::string_view key);

  /// Leaves only what is wanted; that a check cannot be run stays in any case: what is wanted may be what it would
  /// find.
  void keep(const Wanted& wanted);

  [[nodiscard]] Counts counts();
  /// check, severity, entity, key, field, message, hint: the gravest first, then in the order in which they were found.
  [[nodiscard]] sqlite::Statement rows();
  [[nodiscard]] const std::string& today() const { return today_; }

private:
  void run_guarded(const Check& check);

  sqlite::Connection& connection_;
  std::string today_;
};

}  // namespace iscm::check
