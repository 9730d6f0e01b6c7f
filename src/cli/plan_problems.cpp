// The problems of an input, told to people.

#include <fmt/format.h>

#include <algorithm>

#include "cli/plan_output.hpp"
#include "text/visible.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

constexpr std::size_t kMostOfAKind = 20;  ///< different ones; what is more is told as a number
constexpr std::size_t kMostLines = 5;

/// The same problem, on one line or many.
struct Told {
  const import::Problem* problem;
  std::vector<std::size_t> lines;
};

/// Problems of one code in one column, in their order.
struct Kind {
  std::vector<Told> told;
  std::size_t problems = 0;
};

std::vector<Kind> kinds_of(const std::vector<import::Problem>& problems) {
  std::vector<Kind> kinds;
  std::map<std::string, std::size_t> places;
  std::map<std::string, std::size_t> seen;
  for (const import::Problem& problem : problems) {
    const std::string name = fmt::format("{}\n{}", problem.code, problem.column);
    const auto [place, is_new] = places.emplace(name, kinds.size());
    if (is_new) kinds.emplace_back();
    Kind& kind = kinds[place->second];
    ++kind.problems;
    const auto [same, is_first] =
        seen.emplace(fmt::format("{}\n{}\n{}", name, problem.value, problem.message), kind.told.size());
    if (is_first) kind.told.push_back({&problem, {}});
    kind.told[same->second].lines.push_back(problem.line);
  }
  return kinds;
}

std::string list_of_lines(const std::vector<std::size_t>& lines, std::size_t first) {
  const std::size_t end = std::min(lines.size(), first + kMostLines);
  std::string list = fmt::format("{}", fmt::join(lines.begin() + static_cast<std::ptrdiff_t>(first),
                                                 lines.begin() + static_cast<std::ptrdiff_t>(end), ", "));
  if (end < lines.size()) list += fmt::format(" and {} more", lines.size() - end);
  return list;
}

void tell(const std::string& file, const Told& told, bool with_hint) {
  const import::Problem& problem = *told.problem;
  const std::string place = problem.line == 0 ? file : fmt::format("{}:{}", file, problem.line);
  const std::string column = problem.column.empty() ? "" : text::visible(problem.column) + ": ";
  std::string message = fmt::format("{}: {}{}", place, column, text::visible(problem.message));
  if (told.lines.size() > 1) {
    message += fmt::format(" (also on line{} {})", told.lines.size() > 2 ? "s" : "", list_of_lines(told.lines, 1));
  }
  write::error(message, with_hint ? text::visible(problem.hint) : "");
}

void tell(const std::string& file, const Kind& kind) {
  const std::size_t shown = std::min(kind.told.size(), kMostOfAKind);
  std::size_t counted = 0;
  for (std::size_t i = 0; i < shown; ++i) {
    const bool hint_follows = i + 1 < shown && kind.told[i + 1].problem->hint == kind.told[i].problem->hint;
    tell(file, kind.told[i], !hint_follows);
    counted += kind.told[i].lines.size();
  }
  if (shown == kind.told.size()) return;
  std::vector<std::size_t> lines;
  for (std::size_t i = shown; i < kind.told.size(); ++i) lines.push_back(kind.told[i].lines.front());
  const std::string& column = kind.told.front().problem->column;
  write::error(fmt::format("{}: {}{} more of this kind, on lines {}", file,
                           column.empty() ? "" : text::visible(column) + ": ", kind.problems - counted,
                           list_of_lines(lines, 0)));
}

}  // namespace

void tell_problems(const std::string& file, const std::vector<import::Problem>& problems, std::int64_t total) {
  for (const Kind& kind : kinds_of(problems)) tell(file, kind);
  const auto told = static_cast<std::int64_t>(problems.size());
  if (total > told) {
    write::error(fmt::format("{}: {} problems, of which these are the first {}", file, total, told),
                 "--rejects FILE writes every rejected row with what is wrong with it");
  }
}

}  // namespace iscm::cli
