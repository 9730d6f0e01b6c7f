#include "check/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "check/structure.hpp"
#include "error.hpp"
#include "model/sql_file.hpp"
#include "model/sql_of.hpp"
#include "text/suggest.hpp"

namespace iscm::check {
namespace {

constexpr std::string_view kFolder = "schema/checks/";

constexpr std::string_view kInsert =
    "INSERT INTO temp.finding (check_name, severity, entity, key, field, message, hint, value) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

constexpr std::string_view kIdentity =
    "check_name || char(31) || entity || char(31) || ifnull(key, '') || char(31) || ifnull(field, '')";

sqlite::Value value_or_null(const std::optional<std::string>& value) {
  if (!value) return std::monostate{};
  return std::string_view(*value);
}

/// Whether no other check should run: the file cannot be trusted, or the user interrupted.
bool ends_everything(const Error& error) {
  return error.exit() == Exit::interrupted || error.exit() == Exit::database;
}

std::string in_list(const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  for (const std::string& word : words) quoted.push_back(model::quoted(word));
  return fmt::format("{}", fmt::join(quoted, ", "));
}

}  // namespace

std::vector<Check> all_checks() {
  std::vector<Check> all = structural_checks();
  const auto structural = static_cast<std::ptrdiff_t>(all.size());
  for (const model::SqlFile& file : model::embedded_sql_files(kFolder)) all.push_back(read_check(file));
  std::stable_sort(all.begin() + structural, all.end(), [](const Check& left, const Check& right) {
    return rank_of(left.severity) < rank_of(right.severity);
  });
  return all;
}

std::vector<Check> checks_named(const std::vector<Check>& checks, const std::vector<std::string>& names) {
  if (names.empty()) return checks;
  std::vector<std::string> known;
  for (const Check& check : checks) known.push_back(check.name);
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string guess = text::did_you_mean(name, known);
    throw Error(Exit::usage, fmt::format("unknown check \"{}\"", name),
                guess.empty() ? "`iscm check --list` shows them" : guess);
  }
  std::vector<Check> chosen;
  std::copy_if(checks.begin(), checks.end(), std::back_inserter(chosen),
               [&](const Check& check) { return std::find(names.begin(), names.end(), check.name) != names.end(); });
  return chosen;
}

Findings::Findings(sqlite::Connection& connection, std::string today)
    : connection_(connection), today_(std::move(today)) {
  connection_.run("DROP TABLE IF EXISTS temp.finding");
  connection_.run(
      "CREATE TEMP TABLE finding (place INTEGER PRIMARY KEY, check_name TEXT, severity TEXT, entity TEXT, key TEXT, "
      "field TEXT, message TEXT, hint TEXT, value TEXT, waived INTEGER NOT NULL DEFAULT 0)");
}

void Findings::run(const Check& check) {
  try {
    sqlite::Statement insert = connection_.prepare(kInsert);
    const FindingSink sink = [&](const Finding& f) {
      insert.bind_all(std::string_view(f.check), std::string_view(f.severity), std::string_view(f.entity),
                      std::string_view(f.key), std::string_view(f.field), std::string_view(f.message),
                      std::string_view(f.hint), value_or_null(f.value));
      insert.run();
    };
    if (check.find) {
      check.find(connection_, check, sink);
    } else {
      run_check_sql(connection_, check, today_, sink);
    }
  } catch (const Error& error) {
    if (ends_everything(error)) throw;
    const std::string_view advice =
        check.find ? "correct it; the others ran" : "correct what `iscm check schema` reports; the others ran";
    add({check.name, "error", "check", check.name, "", fmt::format("the check cannot be run: {}", error.what()),
         error.hint().empty() ? std::string(advice) : error.hint()});
  }
}

void Findings::add(const Finding& f) {
  connection_.run(kInsert, f.check, f.severity, f.entity, f.key, f.field, f.message, f.hint, value_or_null(f.value));
}

bool Findings::has_any(std::string_view check) {
  return connection_.integer("SELECT 1 FROM temp.finding WHERE check_name = ? LIMIT 1", check).has_value();
}

void Findings::require_run(std::string_view check) {
  sqlite::Statement rows =
      connection_.prepare("SELECT message, hint FROM temp.finding WHERE check_name = ? AND entity = 'check'");
  rows.bind(1, check);
  if (rows.step()) throw Error(Exit::refused, fmt::format("{}: {}", check, rows.text(0)), rows.text(1));
}

void Findings::mark_waived(std::string_view check, std::string_view entity, std::string_view key) {
  connection_.run("UPDATE temp.finding SET waived = 1 WHERE check_name = ? AND entity = ? AND key = ?", check, entity,
                  key);
}

void Findings::keep(const Wanted& wanted) {
  const auto leave = [&](std::string_view column, const std::vector<std::string>& words) {
    if (words.empty()) return;
    connection_.run(
        fmt::format("DELETE FROM temp.finding WHERE {} NOT IN ({}) AND entity <> 'check'", column, in_list(words)));
  };
  leave("severity", wanted.severities);
  leave("entity", wanted.entities);
}

std::set<std::string> Findings::identities() {
  std::set<std::string> found;
  sqlite::Statement rows = connection_.prepare(fmt::format("SELECT {} FROM temp.finding", kIdentity));
  while (rows.step()) found.insert(rows.text(0));
  return found;
}

void Findings::leave_out(const std::set<std::string>& earlier) {
  sqlite::Statement rows = connection_.prepare(fmt::format("SELECT place, {} FROM temp.finding", kIdentity));
  std::vector<std::int64_t> known;
  while (rows.step()) {
    if (earlier.contains(rows.text(1))) known.push_back(rows.integer(0));
  }
  for (const std::int64_t place : known) connection_.run("DELETE FROM temp.finding WHERE place = ?", place);
}

sqlite::Statement Findings::summary() {
  return connection_.prepare(
      "SELECT check_name AS \"check\", severity, count(*) AS findings FROM temp.finding WHERE NOT waived "
      "GROUP BY check_name, severity ORDER BY severity <> 'error', severity <> 'warning', min(place)");
}

Findings::Counts Findings::counts() {
  sqlite::Statement counts = connection_.prepare(
      "SELECT total(NOT waived AND severity = 'error'), total(NOT waived AND severity = 'warning'), "
      "total(NOT waived AND severity = 'note'), total(waived) FROM temp.finding");
  counts.step();
  return {counts.integer(0), counts.integer(1), counts.integer(2), counts.integer(3)};
}

sqlite::Statement Findings::rows() {
  return connection_.prepare(
      "SELECT check_name AS \"check\", severity, entity, key, nullif(field, '') AS field, message, "
      "nullif(hint, '') AS hint FROM temp.finding WHERE NOT waived "
      "ORDER BY severity <> 'error', severity <> 'warning', place");
}

}  // namespace iscm::check
