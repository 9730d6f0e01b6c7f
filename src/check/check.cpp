#include "check/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "check/structure.hpp"
#include "check/views.hpp"
#include "error.hpp"
#include "model/entities.hpp"
#include "text/suggest.hpp"

namespace iscm::check {
namespace {

constexpr std::string_view kFolder = "schema/checks/";
constexpr std::array<std::string_view, 3> kSeverities = {"error", "warning", "note"};

std::size_t rank_of(std::string_view severity) {
  const auto* found = std::find(kSeverities.begin(), kSeverities.end(), severity);
  return static_cast<std::size_t>(found - kSeverities.begin());
}

/// Where the columns of a finding stand in the result of a query.
struct Columns {
  std::optional<int> key, field, message, hint, entity, value;
};

Columns columns_of(const sqlite::Statement& rows, const Check& check) {
  Columns columns;
  const std::array<std::pair<std::string_view, std::optional<int>*>, 6> known = {{{"key", &columns.key},
                                                                                  {"field", &columns.field},
                                                                                  {"message", &columns.message},
                                                                                  {"hint", &columns.hint},
                                                                                  {"entity", &columns.entity},
                                                                                  {"value", &columns.value}}};
  for (int i = 0; i < rows.columns(); ++i) {
    for (const auto& [name, place] : known) {
      if (rows.column_name(i) == name) *place = i;
    }
  }
  for (const auto& [name, place] : known) {
    const bool needed = name == "key" || name == "message";
    if (needed && !*place) {
      throw Error(Exit::refused, fmt::format("the query of {} returns no column \"{}\"", check.name, name));
    }
  }
  return columns;
}

std::string text_in(const sqlite::Statement& rows, std::optional<int> column) {
  return column ? rows.text(*column) : std::string();
}

std::optional<std::string> value_in(const sqlite::Statement& rows, std::optional<int> column) {
  if (!column || rows.is_null(*column)) return std::nullopt;
  return rows.text(*column);
}

sqlite::Value value_or_null(const std::optional<std::string>& value) {
  if (!value) return std::monostate{};
  return std::string_view(*value);
}

/// Whether findings can be about this: a kind of record, or the file itself.
bool is_known(std::string_view entity) {
  return entity == "any" || entity == "file" || entity == "revision" || model::find_entity(entity) != nullptr;
}

/// Whether the run as a whole has to end: what is read can no longer be trusted, or nobody wants it any more.
bool ends_everything(const Error& error) {
  return error.exit() == Exit::interrupted || error.exit() == Exit::database;
}

std::string guess_entity(const std::string& word) {
  std::vector<std::string> known = {"any", "file", "revision"};
  for (const model::Entity& entity : model::entities()) known.emplace_back(entity.name);
  const std::string guess = text::did_you_mean(word, known);
  return guess.empty() ? fmt::format("it is one of {}", fmt::join(known, ", ")) : guess;
}

std::string in_list(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += fmt::format("{}'{}'", list.empty() ? "" : ", ", word);
  return list;
}

}  // namespace

std::span<const std::string_view> severities() {
  return kSeverities;
}

Check read_check(const model::SqlFile& file) {
  Check check{.name = file.name,
              .title = file.value("title"),
              .severity = file.value("severity"),
              .entity = file.value("entity"),
              .definition = file.value("definition"),
              .sql = file.sql,
              .repair = file.value("fix")};
  for (const std::string_view key : {"title", "severity", "definition"}) {
    if (file.value(key).empty()) {
      throw Error(Exit::refused, fmt::format("the check {} has no line \"-- {}: ...\"", file.name, key));
    }
  }
  if (rank_of(check.severity) == kSeverities.size()) {
    throw Error(Exit::refused, fmt::format("the check {} has the severity \"{}\"", file.name, check.severity),
                fmt::format("it is one of {}", fmt::join(kSeverities, ", ")));
  }
  if (check.entity.empty()) check.entity = "any";
  if (!is_known(check.entity)) {
    throw Error(Exit::refused,
                fmt::format("the check {} is about the entity \"{}\", which is none", file.name, check.entity),
                guess_entity(check.entity));
  }
  return check;
}

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

void run_check_sql(sqlite::Connection& connection, const Check& check, std::string_view today,
                   const FindingSink& sink) {
  add_check_tables(connection, check.sql);
  sqlite::Statement rows = connection.prepare(check.sql);
  if (check.sql.find(":today") != std::string::npos) rows.bind(":today", today);
  read_findings(rows, check, sink);
}

void read_findings(sqlite::Statement& rows, const Check& check, const FindingSink& sink) {
  const Columns columns = columns_of(rows, check);
  while (rows.step()) {
    Finding finding{.check = check.name,
                    .severity = check.severity,
                    .entity = text_in(rows, columns.entity),
                    .key = text_in(rows, columns.key),
                    .field = text_in(rows, columns.field),
                    .message = text_in(rows, columns.message),
                    .hint = text_in(rows, columns.hint),
                    .value = value_in(rows, columns.value)};
    if (finding.entity.empty()) finding.entity = check.entity;
    if (!is_known(finding.entity)) {
      throw Error(Exit::refused,
                  fmt::format("{} finds something about the entity \"{}\", which is none", check.name, finding.entity),
                  guess_entity(finding.entity));
    }
    sink(finding);
  }
}

Findings::Findings(sqlite::Connection& connection, std::string today)
    : connection_(connection), today_(std::move(today)) {
  connection_.run("DROP TABLE IF EXISTS temp.finding");
  connection_.run(
      "CREATE TEMP TABLE finding (place INTEGER PRIMARY KEY, check_name TEXT, severity TEXT, entity TEXT, key TEXT, "
      "field TEXT, message TEXT, hint TEXT, value TEXT, waived INTEGER NOT NULL DEFAULT 0)");
}

void Findings::run_guarded(const Check& check) {
  sqlite::Statement insert = connection_.prepare(
      "INSERT INTO temp.finding (check_name, severity, entity, key, field, message, hint, value) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
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
}

void Findings::run(const Check& check) {
  try {
    run_guarded(check);
  } catch (const Error& error) {
    if (ends_everything(error)) throw;
    add({check.name, "error", "check", check.name, "", fmt::format("the check cannot be run: {}", error.what()),
         error.hint().empty()
             ? (check.find ? "correct it; the others ran" : "put right what `iscm check schema` tells; the others ran")
             : error.hint()});
  }
}

void Findings::add(const Finding& f) {
  connection_.run(
      "INSERT INTO temp.finding (check_name, severity, entity, key, field, message, hint, value) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      f.check, f.severity, f.entity, f.key, f.field, f.message, f.hint, value_or_null(f.value));
}

void Findings::require_run(std::string_view check) {
  sqlite::Statement rows =
      connection_.prepare("SELECT message, hint FROM temp.finding WHERE check_name = ? AND entity = 'check'");
  rows.bind(1, check);
  if (rows.step()) throw Error(Exit::refused, fmt::format("{}: {}", check, rows.text(0)), rows.text(1));
}

void Findings::set_aside(std::string_view check, std::string_view entity, std::string_view key) {
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
