#include "history/at_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "error.hpp"
#include "model/sql_of.hpp"
#include "schema/tables.hpp"
#include "text/partial_date.hpp"
#include "text/utf8.hpp"

namespace iscm::history {
namespace {

/// Takes the two digits after a separator off the front, a number of at most `highest`.
std::optional<int> take_part(std::string_view& rest, char separator, int highest) {
  if (!rest.starts_with(separator) || rest.size() < 3 || !text::is_digits(rest.substr(1, 2))) return std::nullopt;
  int number = 0;
  std::from_chars(rest.data() + 1, rest.data() + 3, number);
  rest.remove_prefix(3);
  return number <= highest ? std::optional(number) : std::nullopt;
}

/// "T10", "T10:00", "T10:00:30" or "T10:00:30.25": the last moment of it, in the form of revisions.made_at.
std::optional<std::string> end_of_clock_time(std::string_view rest) {
  const char separator = !rest.empty() && rest.front() == ' ' ? ' ' : 'T';
  const auto hour = take_part(rest, separator, 23);
  if (!hour) return std::nullopt;
  if (!rest.empty() && rest.back() == 'Z') rest.remove_suffix(1);
  int minute = 59;
  int second = 59;
  for (int* const part : {&minute, &second}) {
    if (rest.empty()) break;
    const auto given = take_part(rest, ':', 59);
    if (!given) return std::nullopt;
    *part = *given;
  }
  std::string fraction;
  if (!rest.empty()) {
    if (!rest.starts_with('.') || !text::is_digits(rest.substr(1)) || rest.size() > 4) return std::nullopt;
    fraction = rest.substr(1);
  }
  fraction.resize(3, '9');
  return fmt::format("T{:02}:{:02}:{:02}.{}Z", *hour, minute, second, fraction);
}

constexpr std::size_t kLengthOfDay = 10;

/// The last moment of a month, a day or a time of it as ISO 8601 has them; null if the text is none.
std::optional<std::string> end_of(std::string_view text) {
  const std::string_view date = text.substr(0, kLengthOfDay);
  if (!text::is_partial_date(date) || text::is_digits(date)) return std::nullopt;
  const std::string day = text::last_day(date);
  if (text.size() == date.size()) return day + "T23:59:59.999Z";
  const auto clock = end_of_clock_time(text.substr(date.size()));
  return clock ? std::optional(day + *clock) : std::nullopt;
}

[[noreturn]] void refuse_time(std::string_view time) {
  throw Error(Exit::usage, fmt::format("\"{}\" is neither a revision nor a time", time),
              "give a number of `iscm log`, or a time in UTC: 2026-11-24 or 2026-11-24T10:00");
}

std::int64_t existing_revision(sqlite::Connection& connection, std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (failure == std::errc() && connection.integer("SELECT 1 FROM revisions WHERE id = ?", number)) return number;
  throw Error(Exit::refused,
              fmt::format("there is no revision {}; the newest is {}", digits,
                          connection.integer("SELECT max(id) FROM revisions").value_or(0)),
              "see `iscm log`");
}

void drop_shadows(sqlite::Connection& connection) {
  std::vector<std::string> drops;
  {
    sqlite::Statement shadows = connection.prepare(R"(
        SELECT format('DROP VIEW temp."%w"', s.name) FROM temp.sqlite_schema AS s
        WHERE s.type = 'view' AND s.name IN (SELECT name FROM main.sqlite_schema))");
    while (shadows.step()) drops.push_back(shadows.text(0));
  }
  for (const std::string& drop : drops) connection.run(drop);
  connection.run("DROP TABLE IF EXISTS temp.shown_revision");
}

bool has_column(const schema::TrackedTable& table, std::string_view column) {
  return std::find(table.columns.begin(), table.columns.end(), column) != table.columns.end();
}

/// The columns by which a table is dated, and which of them may say that a row began later or ended before.
struct Dates {
  std::string_view from, to;
};

constexpr Dates kDates[] = {{"valid_from", "valid_to"}, {"year_established", "year_ended"}, {"date", ""}};

/// How the rows of a table are dated; without columns if they are not.
Dates dates_of(const schema::TrackedTable& table) {
  for (const Dates& dates : kDates) {
    if (has_column(table, dates.from) && (dates.to.empty() || has_column(table, dates.to))) return dates;
  }
  return {};
}

/// "It is not certain that one is before the other": partial dates are compared as far as both go.
std::string compares(std::string_view column, std::string_view comparison, const std::string& date) {
  return fmt::format("({0} IS NULL OR substr({0}, 1, {1}) {2} substr('{3}', 1, length({0})))", column, date.size(),
                     comparison, date);
}

/// The columns by which rows are removed together with a row of `parent`, and so are hidden with it: "mechanism_id".
std::vector<std::string> belongs_by(sqlite::Connection& connection, const schema::TrackedTable& table,
                                    std::string_view parent) {
  std::vector<std::string> columns;
  sqlite::Statement keys = connection.prepare(
      "SELECT \"from\" FROM pragma_foreign_key_list(?, 'main') WHERE \"table\" = ? AND on_delete = 'CASCADE'");
  keys.bind_all(std::string_view(table.name), parent);
  while (keys.step()) columns.push_back(keys.text(0));
  return columns;
}

/// The condition under which a row held on the date.
std::string held(sqlite::Connection& connection, const schema::TrackedTable& table, const std::string& date) {
  std::string condition = "1";
  if (date.empty()) return condition;
  const Dates dates = dates_of(table);
  if (!dates.from.empty()) condition += " AND " + compares(dates.from, "<=", date);
  if (!dates.to.empty()) condition += " AND " + compares(dates.to, ">=", date);
  for (const std::string& column : belongs_by(connection, table, "mechanisms")) {
    condition += fmt::format(" AND ({0} IS NULL OR {0} IN (SELECT id FROM temp.mechanisms))", column);
  }
  return condition;
}

/// "id, code, ...", in the order of the table. At a date, what is of the date of its source is empty.
std::string columns_of(sqlite::Connection& connection, const std::string& table, bool at_date) {
  const model::Entity* entity = model::entity_of_table(table);
  std::vector<std::string> columns;
  sqlite::Statement names = connection.prepare("SELECT name FROM pragma_table_info(?, 'main') ORDER BY cid");
  names.bind(1, table);
  while (names.step()) {
    const std::string column = names.text(0);
    const model::Field* field = entity == nullptr ? nullptr : model::field_of_column(*entity, column);
    const bool is_hidden = at_date && field != nullptr && field->is_of_its_source;
    columns.push_back(is_hidden ? fmt::format("NULL AS {}", column) : column);
  }
  return model::joined(columns);
}

/// The plus signs keep SQLite from using the index on `revision`, which nearly every row satisfies, instead of a key or
/// code that finds the row at once.
void shadow_table(sqlite::Connection& connection, const schema::TrackedTable& table, const Moment& moment) {
  const std::string columns = columns_of(connection, table.name, !moment.held_on.empty());
  const std::string holds = held(connection, table, moment.held_on);
  std::string rows = fmt::format("SELECT {} FROM main.{} WHERE {}", columns, table.name, holds);
  if (moment.known_at) {
    rows = fmt::format(
        "{0} AND +revision <= {1} UNION ALL SELECT {2} FROM main.{3}_history WHERE {4}"
        " AND +revision <= {1} AND replaced_by > {1}",
        rows, *moment.known_at, columns, table.name, holds);
  }
  connection.run(fmt::format("CREATE TEMP VIEW {} AS {}", table.name, rows));
}

/// A view of the file reads the tables of the file; the same text as a TEMP view reads what hides them.
std::vector<std::string> shadows_of_views(sqlite::Connection& connection) {
  std::vector<std::string> shadows;
  sqlite::Statement views = connection.prepare(R"(
      SELECT substr(sql, length('CREATE ')) FROM main.sqlite_schema
      WHERE type = 'view' AND name NOT IN ('outside', 'current_revision', 'changes') ORDER BY rowid)");
  while (views.step()) shadows.push_back("CREATE TEMP" + views.text(0));
  return shadows;
}

}  // namespace
bool is_revision(std::string_view text) {
  constexpr std::size_t kMostDigits = std::numeric_limits<std::int64_t>::digits10;
  return text::is_digits(text) && text.size() <= kMostDigits;
}

std::string start_of_time(std::string_view time) {
  if (!end_of(time)) refuse_time(time);
  std::string start(time);
  if (start.size() > kLengthOfDay) start[kLengthOfDay] = 'T';
  if (start.back() == 'Z') start.pop_back();
  return start;
}

std::int64_t revision_at(sqlite::Connection& connection, std::string_view time) {
  if (text::is_digits(time)) return existing_revision(connection, time);
  const auto end = end_of(time);
  if (!end) refuse_time(time);
  const auto revision = connection.integer("SELECT max(id) FROM revisions WHERE made_at <= ?", *end);
  if (revision) return *revision;
  throw Error(Exit::refused,
              fmt::format("nothing was recorded by {}; the first revision was made at {}", time,
                          connection.text("SELECT min(made_at) FROM revisions").value_or("no time")),
              "see `iscm log`");
}

void show_at(sqlite::Connection& connection, const Moment& moment) {
  if (!moment.held_on.empty() && !text::is_partial_date(moment.held_on)) {
    throw Error(Exit::usage, fmt::format("\"{}\" is not a date", moment.held_on),
                "give a date as 2013, 2013-05 or 2013-05-14");
  }
  drop_shadows(connection);
  for (const schema::TrackedTable& table : schema::tracked_tables(connection)) shadow_table(connection, table, moment);
  if (moment.known_at) {
    connection.run(fmt::format("CREATE TEMP TABLE shown_revision AS SELECT {} AS id", *moment.known_at));
    for (const auto& [table, revision] :
         {std::pair("imports", "revision"), std::pair("revisions", "id"), std::pair("changes", "revision")}) {
      connection.run(fmt::format("CREATE TEMP VIEW {0} AS SELECT * FROM main.{0} WHERE {1} <= {2}", table, revision,
                                 *moment.known_at));
    }
  }
  for (const std::string& shadow : shadows_of_views(connection)) connection.run(shadow);
}

void show_at_revision(sqlite::Connection& connection, std::int64_t revision) {
  show_at(connection, {revision, {}});
}

std::int64_t shown_revision(sqlite::Connection& connection) {
  if (!connection.integer("SELECT 1 FROM temp.sqlite_schema WHERE name = 'shown_revision'")) return 0;
  return connection.integer("SELECT id FROM temp.shown_revision").value_or(0);
}

void show_now(sqlite::Connection& connection) {
  drop_shadows(connection);
}

std::string undated_rows(sqlite::Connection& connection) {
  std::vector<std::string> parts;
  for (const schema::TrackedTable& table : schema::tracked_tables(connection)) {
    const Dates dates = dates_of(table);
    if (dates.to.empty()) continue;
    const model::Entity* entity = model::entity_of_table(table.name);
    sqlite::Statement count = connection.prepare(
        fmt::format("SELECT count(*), sum({} IS NULL AND {} IS NULL) FROM {}", dates.from, dates.to, table.name));
    count.step();
    if (count.integer(0) == 0 || count.integer(1) == 0) continue;
    parts.push_back(fmt::format("{} of {} {}", count.integer(1), count.integer(0), entity->plural));
  }
  return model::joined(parts);
}

}  // namespace iscm::history
