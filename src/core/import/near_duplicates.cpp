#include "core/import/near_duplicates.hpp"

#include <fmt/format.h>

#include <optional>

#include "core/import/resolve.hpp"
#include "db/functions.hpp"
#include "text/near_name.hpp"

namespace iscm::core {
namespace {

using Arguments = std::span<const std::optional<std::string_view>>;

/// New rows of which nobody has said that they are new.
constexpr std::string_view kUndecided =
    "i.is_new AND i.f_name IS NOT NULL AND NOT EXISTS (SELECT 1 FROM temp.answer AS a "
    "WHERE a.kind = ?1 AND a.is_new AND a.key = fold(i.f_name))";

void add_functions(db::Connection& connection) {
  db::add_text_function(connection, "near_name", 2, [](Arguments arguments) -> std::optional<std::string> {
    if (!arguments[0] || !arguments[1] || !text::is_near_name(*arguments[0], *arguments[1])) return std::nullopt;
    return "1";
  });
  db::add_text_function(connection, "word_outline", 1, [](Arguments arguments) -> std::optional<std::string> {
    if (!arguments[0] || text::is_small_word(*arguments[0])) return std::nullopt;
    return text::word_outline(*arguments[0]);
  });
}

/// "Name (ACRONYM)" is compared as a whole and as the name alone.
void stage_names(Job& job) {
  job.connection.run(
      fmt::format("CREATE TEMP TABLE near_name AS SELECT row, fold(f_name) AS name FROM temp.input AS i WHERE {0} "
                  "UNION SELECT row, fold(substr(f_name, 1, instr(f_name, ' (') - 1)) FROM temp.input AS i "
                  "WHERE f_name LIKE '% (%)' AND {0}",
                  kUndecided),
      job.entity.name);
  job.connection.run(
      "CREATE TEMP TABLE near_word AS SELECT DISTINCT row, name, word_outline(s.value) AS outline "
      "FROM temp.near_name, split_text(name, ' ') AS s WHERE word_outline(s.value) IS NOT NULL");
  job.connection.run("CREATE INDEX temp.near_word_by_outline ON near_word (outline)");
}

/// The words of the names that there are, as far as the new ones have them too.
void stage_known(Job& job) {
  job.connection.run(
      fmt::format("CREATE TEMP TABLE near_known AS SELECT DISTINCT word_outline(s.value) AS outline, n.rowid AS name "
                  "FROM temp.name AS n, split_text(n.key, ' ') AS s WHERE n.kind = ? AND n.tier > {} "
                  "AND n.target_id <= {} AND word_outline(s.value) IN (SELECT outline FROM temp.near_word)",
                  static_cast<int>(NameTier::code), last_id(job.connection, job.entity)),
      job.entity.name);
  job.connection.run("CREATE INDEX temp.near_known_by_outline ON near_known (outline)");
}

/// Of each new name the three rarest words lead to the names that are compared with it; what half of all names have in
/// them tells nothing and would compare each with each.
void compare_names(Job& job) {
  job.connection.run(R"(
      INSERT OR IGNORE INTO temp.near
      WITH often AS (SELECT outline, count(*) AS times FROM temp.near_known GROUP BY outline HAVING count(*) <= 64),
           telling AS (SELECT w.row, w.name, w.outline,
                         row_number() OVER (PARTITION BY w.row, w.name ORDER BY o.times, w.outline) AS rank
                       FROM temp.near_word AS w JOIN often AS o ON o.outline = w.outline),
           pairs AS (SELECT DISTINCT t.row, t.name, k.name AS known FROM telling AS t
                     JOIN temp.near_known AS k ON k.outline = t.outline WHERE t.rank <= 3)
      SELECT p.row, n.target_id FROM pairs AS p JOIN temp.name AS n ON n.rowid = p.known
      WHERE n.key <> p.name AND near_name(p.name, n.key))");
}

/// An acronym that is another's tells as much as a name.
void compare_acronyms(Job& job) {
  std::string acronyms = fmt::format(
      "SELECT row, fold(substr(f_name, instr(f_name, ' (') + 1)) AS key FROM temp.input AS i "
      "WHERE f_name LIKE '% (%)' AND {}",
      kUndecided);
  if (job.maps("acronym")) {
    acronyms += fmt::format(
        " UNION SELECT row, fold(f_acronym) FROM temp.input AS i WHERE f_acronym IS NOT NULL AND {}", kUndecided);
  }
  job.connection.run(fmt::format("INSERT OR IGNORE INTO temp.near SELECT a.row, n.target_id FROM ({}) AS a "
                                 "JOIN temp.name AS n ON n.kind = ?1 AND n.key = a.key WHERE n.target_id <= {}",
                                 acronyms, last_id(job.connection, job.entity)),
                     job.entity.name);
}

bool has_names(Job& job) {
  return job.connection.integer("SELECT 1 FROM temp.name WHERE kind = ? LIMIT 1", job.entity.name).has_value();
}

}  // namespace

void hold_near_duplicates(Job& job) {
  if (!job.entity.asks_about_close_names || !job.maps("name") || job.rows == job.matches) return;
  if (!job.connection.integer(fmt::format("SELECT 1 FROM main.{} LIMIT 1", job.entity.table))) return;
  if (!has_names(job)) collect_names(job, job.entity);
  add_functions(job.connection);
  stage_names(job);
  stage_known(job);
  compare_names(job);
  compare_acronyms(job);
  for (const char* table : {"near_name", "near_word", "near_known"}) {
    job.connection.run(fmt::format("DROP TABLE temp.{}", table));
  }
  job.connection.run(
      "INSERT INTO temp.problem SELECT line, 'name', f_name, ? FROM temp.input "
      "WHERE row IN (SELECT row FROM temp.near)",
      kPossibleDuplicate);
}

std::vector<std::string> codes_near(Job& job, std::size_t line) {
  std::vector<std::string> codes;
  db::Statement rows = job.connection.prepare(
      fmt::format("SELECT t.code FROM temp.input AS i JOIN temp.near AS n ON n.row = i.row "
                  "JOIN main.{} AS t ON t.id = n.target_id WHERE i.line = ? ORDER BY t.code LIMIT 3",
                  job.entity.table));
  rows.bind(1, static_cast<std::int64_t>(line));
  while (rows.step()) codes.push_back(rows.text(0));
  return codes;
}

void describe_possible_duplicate(Job& job, Problem& problem) {
  std::vector<std::string> known;
  const std::vector<std::string> codes = codes_near(job, problem.line);
  for (const std::string& code : codes) {
    const std::string name =
        job.connection.text(fmt::format("SELECT name FROM main.{} WHERE code = ?", job.entity.table), code)
            .value_or("");
    known.push_back(fmt::format("{} ({})", code, name));
  }
  problem.message = fmt::format("\"{}\" would be new, but may be {}", problem.value, fmt::join(known, " or "));
  const bool has_code =
      job.connection.integer("SELECT by_code FROM temp.input WHERE line = ?", static_cast<std::int64_t>(problem.line))
          .value_or(0) != 0;
  problem.hint = has_code ? fmt::format("give its code in the file, or --new \"{}\" where it is another", problem.value)
                          : fmt::format("--same \"{0}={1}\" or --new \"{0}\" says which", problem.value, codes.front());
}

}  // namespace iscm::core
