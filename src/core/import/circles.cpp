#include "core/import/circles.hpp"

#include <fmt/format.h>

#include <unordered_map>
#include <vector>

namespace iscm::core {
namespace {

/// A record in the tree that the input would leave, by its id.
struct Node {
  std::int64_t parent = 0;
  std::size_t walk = 0;  ///< the walk that came by first; 0: none yet
};

using Tree = std::unordered_map<std::int64_t, Node>;

Tree tree_of(Job& job) {
  Tree tree;
  db::Statement edges = job.connection.prepare(
      fmt::format("SELECT record_id, id_parent FROM temp.input WHERE id_parent IS NOT NULL "
                  "UNION ALL SELECT id, parent_id FROM main.{} WHERE parent_id IS NOT NULL "
                  "AND id NOT IN (SELECT record_id FROM temp.input WHERE id_parent IS NOT NULL) "
                  "AND id NOT IN (SELECT i.record_id FROM temp.cleared AS c JOIN temp.input AS i ON i.row = c.row "
                  "WHERE c.field = 'parent')",
                  job.entity.table));
  while (edges.step()) tree.emplace(edges.integer(0), Node{edges.integer(1), 0});
  return tree;
}

/// Each record has one parent, so a walk upwards that meets its own way has found a circle, and none has to go where
/// one has been.
std::vector<std::int64_t> circles_in(Tree& tree) {
  std::vector<std::int64_t> found;
  std::size_t walk = 0;
  for (const auto& [start, unused] : tree) {
    ++walk;
    auto at = tree.find(start);
    while (at != tree.end() && at->second.walk == 0) {
      at->second.walk = walk;
      at = tree.find(at->second.parent);
    }
    if (at == tree.end() || at->second.walk != walk) continue;
    const std::int64_t first = at->first;
    do {
      found.push_back(at->first);
      at = tree.find(at->second.parent);
    } while (at->first != first);
  }
  return found;
}

}  // namespace

void check_circles(Job& job) {
  if (!job.maps("parent")) return;
  Tree tree = tree_of(job);
  const std::vector<std::int64_t> circles = circles_in(tree);
  if (circles.empty()) return;
  job.connection.run("CREATE TEMP TABLE circle (id INTEGER PRIMARY KEY)");
  {
    db::Statement insert = job.connection.prepare("INSERT INTO temp.circle VALUES (?)");
    for (const std::int64_t id : circles) {
      insert.bind_all(id);
      insert.run();
    }
  }
  job.connection.run(
      "INSERT INTO temp.problem SELECT line, 'parent', f_parent, 'circle' FROM temp.input "
      "WHERE id_parent IS NOT NULL AND record_id IN (SELECT id FROM temp.circle) ORDER BY row");
  job.connection.run("DROP TABLE temp.circle");
}

}  // namespace iscm::core
