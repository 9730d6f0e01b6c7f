#include "core/import/near_rows.hpp"

#include <fmt/format.h>

#include "core/import/near_duplicates.hpp"
#include "text/near_names.hpp"

namespace iscm::core {
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

void hold_near_rows(Job& job) {
  // Where the file gives codes, it says itself which are two.
  if (!job.entity.asks_about_close_names || !job.maps("name") || job.gives_codes) return;
  job.connection.run("DROP TABLE IF EXISTS temp.near_row");
  job.connection.run(
      "CREATE TEMP TABLE near_row (row INTEGER PRIMARY KEY, other INTEGER, other_line INTEGER, name TEXT)");
  {
    db::Statement rows = job.connection.prepare(
        fmt::format("SELECT row, f_name, row IN (SELECT row FROM temp.near) OR NOT {} FROM temp.input AS i "
                    "WHERE is_new AND NOT by_code AND f_name IS NOT NULL ORDER BY row",
                    kUndecided));
    rows.bind(1, job.entity.name);
    db::Statement insert = job.connection.prepare("INSERT INTO temp.near_row (row, other) VALUES (?, ?)");
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
  db::Statement other = job.connection.prepare(
      "SELECT n.other_line, n.name FROM temp.near_row AS n JOIN temp.set_aside AS i ON i.row = n.row WHERE i.line = ?");
  other.bind(1, static_cast<std::int64_t>(problem.line));
  if (!other.step()) return;
  problem.message = fmt::format("\"{}\" would be new, but may be \"{}\" of line {}, which is new too", problem.value,
                                other.text(1), other.integer(0));
  problem.hint = fmt::format("--new \"{}\" where it is another; else remove one of the rows", problem.value);
}

}  // namespace iscm::core
