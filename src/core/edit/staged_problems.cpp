#include <fmt/format.h>

#include <algorithm>

#include "core/edit/staged.hpp"
#include "core/import/near_duplicates.hpp"

namespace iscm::core {
namespace {

/// A code comes of what else the record is to have: once that is there, nobody has to think of one.
void keep_code_for_last(std::vector<Problem>& problems) {
  const auto is_missing = [](const Problem& problem) { return problem.code == "missing"; };
  if (std::count_if(problems.begin(), problems.end(), is_missing) < 2) return;
  std::erase_if(problems, [&](const Problem& problem) { return is_missing(problem) && problem.column == "code"; });
}

/// An edit has no file to put a code into.
void say_how_to_go_on(const Staged& staged, std::vector<Problem>& problems) {
  const std::string_view entity = staged.entity.name;
  for (Problem& problem : problems) {
    if (problem.code == kPossibleDuplicate) {
      problem.hint =
          fmt::format("`iscm set {} CODE FIELD=VALUE` changes that one; --new says that this is another", entity);
    }
    if (problem.code == "known" && !staged.is_new && problem.column != "alias") {
      const auto other =
          staged.connection.text("SELECT other FROM temp.detail WHERE code = 'known' AND field = ?", problem.column);
      problem.hint = fmt::format("give a name of its own, or `iscm merge {} {} {}` where the two are one", entity,
                                 staged.record.label, other.value_or(""));
    }
  }
}

}  // namespace

std::vector<Problem> staged_problems(const Staged& staged) {
  std::vector<Problem> problems = staged.plan->problems();
  keep_code_for_last(problems);
  say_how_to_go_on(staged, problems);
  if (!problems.empty() || staged.is_new) return problems;
  if (const auto twin = staged.would_be().twin()) {
    problems.push_back({.line = 1,
                        .column = {},
                        .value = {},
                        .code = "taken",
                        .message = fmt::format("another {} would be the same: {}", staged.entity.name, *twin),
                        .hint = fmt::format("no two have the same {}", fmt::join(words(staged.entity.key), ", "))});
  }
  return problems;
}

}  // namespace iscm::core
