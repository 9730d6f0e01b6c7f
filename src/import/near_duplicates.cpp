#include "import/near_duplicates.hpp"

#include <fmt/format.h>

#include <optional>
#include <unordered_set>

#include "import/resolve.hpp"
#include "sqlite/functions.hpp"
#include "text/fold.hpp"
#include "text/near_names.hpp"

namespace iscm::import {
namespace {

using Arguments = std::span<const std::optional<std::string_view>>;

/// The names that there are; those of new rows are not among them.
struct KnownNames {
  std::unordered_set<std::string> keys;  ///< codes too
  text::NearNames names;
  bool any_acronym = false;  ///< in the names that were looked for: "Name (ACRONYM)"

  explicit KnownNames(Job& job) {
    sqlite::Statement rows = job.connection.prepare("SELECT key, target_id, tier FROM temp.name WHERE kind = ?");
    rows.bind_all(job.entity.name);
    while (rows.step()) {
      keys.insert(rows.text(0));
      if (rows.integer(2) > static_cast<std::int64_t>(model::NameTier::code)) names.add(rows.text(0), rows.integer(1));
    }
  }
};

/// The mark of a name that is one of a record exactly.
constexpr std::string_view kSame = "=";

/// The ids of the records with a name that is near, with blanks between.
std::optional<std::string> find_near(KnownNames& known, std::string_view name) {
  const std::vector<std::string> keys = compared_keys(name);
  known.any_acronym = known.any_acronym || keys.size() > 1;
  if (known.keys.contains(keys.front())) return std::string(kSame);
  std::vector<std::int64_t> ids;
  for (const std::string& key : keys) {
    const auto more = known.names.find(key);
    ids.insert(ids.end(), more.begin(), more.end());
  }
  if (ids.empty()) return std::nullopt;
  return fmt::format("{}", fmt::join(ids, " "));
}

/// Few rows have a name that is near, so all of them are looked at in one pass that folds each name once. Returns
/// whether any of them has an acronym too.
bool compare_names(Job& job) {
  KnownNames known(job);
  sqlite::add_text_function(job.connection, "near_names", 1, [&known](Arguments arguments) {
    return arguments[0] ? find_near(known, *arguments[0]) : std::nullopt;
  });
  sqlite::Connection& connection = job.connection;
  connection.run(
      fmt::format(
          "WITH close AS MATERIALIZED (SELECT row, ids FROM (SELECT row, near_names(f_name) AS ids FROM temp.input "
          "WHERE is_new AND f_name IS NOT NULL LIMIT -1) WHERE ids IS NOT NULL) "
          "INSERT OR IGNORE INTO temp.near SELECT c.row, CAST(s.value AS INTEGER) "
          "FROM close AS c JOIN temp.input AS i ON i.row = c.row, split_text(c.ids, ' ') AS s WHERE c.ids <> ?2 AND {}",
          kUndecided),
      job.entity.name, kSame);
  return known.any_acronym;
}

/// An acronym that is another's says as much as a name. CROSS JOIN keeps the order: each row of the input looks its
/// acronym up among the names; the other way round, each name would read the whole input.
void compare_acronyms(Job& job) {
  std::string acronyms = fmt::format(
      "SELECT row, fold(substr(f_name, instr(f_name, ' (') + 1)) AS key FROM temp.input AS i "
      "WHERE is_new AND instr(f_name, ' (') > 0 AND {}",
      kUndecided);
  if (job.maps("acronym")) {
    acronyms += fmt::format(
        " UNION SELECT row, fold(f_acronym) FROM temp.input AS i WHERE is_new AND f_name IS NOT NULL AND f_acronym IS "
        "NOT NULL AND {}",
        kUndecided);
  }
  job.connection.run(fmt::format("INSERT OR IGNORE INTO temp.near SELECT a.row, n.target_id FROM ({}) AS a "
                                 "CROSS JOIN temp.name AS n ON n.kind = ?1 AND n.key = a.key",
                                 acronyms),
                     job.entity.name);
}

bool has_names(Job& job) {
  return job.connection.integer("SELECT 1 FROM temp.name WHERE kind = ? LIMIT 1", job.entity.name).has_value();
}

}  // namespace

std::vector<std::string> compared_keys(std::string_view name) {
  std::vector<std::string> keys = {text::fold(name)};
  if (const auto open = name.rfind(" ("); open != std::string_view::npos) {
    keys.push_back(text::fold(name.substr(0, open)));
  }
  return keys;
}

void reject_near_duplicates(Job& job) {
  if (!job.entity.asks_about_close_names || !job.maps("name") || job.rows == job.matches) return;
  if (!job.connection.integer(fmt::format("SELECT 1 FROM main.{} LIMIT 1", job.entity.table))) return;
  if (!has_names(job)) collect_known_names(job, job.entity);
  const bool any_acronym = compare_names(job);
  if (any_acronym || job.maps("acronym")) compare_acronyms(job);
  job.connection.run(
      "INSERT INTO temp.problem SELECT line, 'name', f_name, ? FROM temp.input "
      "WHERE row IN (SELECT row FROM temp.near)",
      kPossibleDuplicate);
}

std::vector<std::string> codes_near(Job& job, std::size_t line) {
  std::vector<std::string> codes;
  sqlite::Statement rows =
      job.connection.prepare(fmt::format("SELECT {} FROM temp.rejected AS i JOIN temp.near AS n ON n.row = i.row "
                                         "JOIN main.{} AS t ON t.id = n.target_id WHERE i.line = ? ORDER BY 1 LIMIT 3",
                                         model::label_of(job.entity, "t"), job.entity.table));
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
      job.connection
          .integer("SELECT by_code FROM temp.rejected WHERE line = ?", static_cast<std::int64_t>(problem.line))
          .value_or(0) != 0;
  problem.hint = has_code ? fmt::format("give its code in the file, or --new \"{}\" if it is another", problem.value)
                          : fmt::format("--same \"{0}={1}\" or --new \"{0}\" says which", problem.value, codes.front());
}

namespace {

/// The earliest row with a name that is near, after which this one is known too.
class RowNames {
public:
  std::optional<std::int64_t> find_and_add(std::int64_t row, const std::string& name) {
    std::optional<std::int64_t> earliest;
    const std::vector<std::string> keys = compared_keys(name);
    for (const std::string& key : keys) {
      const auto near = names_.find(key);
      if (!near.empty() && (!earliest || near.front() < *earliest)) earliest = near.front();
    }
    for (const std::string& key : keys) names_.add(key, row);
    return earliest;
  }

private:
  text::NearNames names_;
};

}  // namespace

void reject_near_rows(Job& job) {
  if (!job.entity.asks_about_close_names || !job.maps("name")) return;
  {
    sqlite::Statement rows = job.connection.prepare(
        fmt::format("SELECT row, f_name, row IN (SELECT row FROM temp.near) OR NOT {} FROM temp.input AS i "
                    "WHERE is_new AND NOT by_code AND f_name IS NOT NULL ORDER BY row",
                    kUndecided));
    rows.bind(1, job.entity.name);
    sqlite::Statement insert = job.connection.prepare("INSERT INTO temp.near_row (row, other) VALUES (?, ?)");
    RowNames names;
    while (rows.step()) {
      const std::optional<std::int64_t> other = names.find_and_add(rows.integer(0), rows.text(1));
      if (!other || rows.integer(2) != 0) continue;
      insert.bind_all(rows.integer(0), *other);
      insert.run();
    }
  }
  job.connection.run(
      "UPDATE temp.near_row AS n SET other_line = i.line, name = i.f_name FROM temp.input AS i WHERE i.row = n.other");
  job.connection.run(
      "INSERT INTO temp.problem SELECT i.line, 'name', i.f_name, ? FROM temp.near_row AS n "
      "CROSS JOIN temp.input AS i ON i.row = n.row ORDER BY n.row",
      kPossibleSameRow);
}

void describe_possible_same_row(Job& job, Problem& problem) {
  sqlite::Statement other = job.connection.prepare(
      "SELECT n.other_line, n.name FROM temp.near_row AS n JOIN temp.rejected AS i ON i.row = n.row WHERE i.line = ?");
  other.bind(1, static_cast<std::int64_t>(problem.line));
  if (!other.step()) return;
  problem.message = fmt::format("\"{}\" would be new, but may be \"{}\" of line {}, which is new too", problem.value,
                                other.text(1), read::physical_line(static_cast<std::size_t>(other.integer(0))));
  problem.hint = fmt::format("--new \"{}\" if it is another; else remove one of the rows", problem.value);
}

}  // namespace iscm::import
