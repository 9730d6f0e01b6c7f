#include "cli/check_output.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/output.hpp"
#include "text/visible.hpp"
#include "text/wrap.hpp"
#include "write/format.hpp"

namespace iscm::cli {
namespace {

constexpr std::size_t kPage = 80;
constexpr std::size_t kNarrowest = 40;

/// Finds the words of a text, a command in backquotes with what is attached to it as one.
std::vector<std::string> words_and_commands(std::string_view text) {
  std::vector<std::string> words(1);
  bool is_command = false;
  for (const char c : text) {
    if (c == '`') is_command = !is_command;
    if (c == ' ' && !is_command) {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  std::erase(words, "");
  return words;
}

/// One finding as it is printed.
struct Shown {
  std::string check;
  std::string severity;
  std::string subject;
  std::string message;
  std::string hint;
};

std::vector<Shown> shown_findings(check::Findings& findings) {
  std::vector<Shown> all;
  sqlite::Statement rows = findings.rows();
  while (rows.step()) {
    const std::string field = rows.text(4);
    all.push_back({rows.text(0), rows.text(1),
                   fmt::format("{} {}{}{}", rows.text(2), rows.text(3), field.empty() ? "" : ": ", field), rows.text(5),
                   rows.text(6)});
  }
  return all;
}

class Printing {
public:
  Printing(write::Sink& sink, std::size_t width) : sink_(sink), width_(std::max(width, kNarrowest)) {}

  void line(std::string_view text) {
    sink_.write(text);
    sink_.write("\n");
  }

  void indented(std::string_view text, std::size_t by) {
    for (const std::string& piece : wrap_around_commands(text::visible(text), width_ - by)) {
      line(std::string(by, ' ') + piece);
    }
  }

private:
  write::Sink& sink_;
  std::size_t width_;
};

/// The findings of one check: what it is, each record with what is wrong, and what to do, once if it is the same for
/// all.
void print_block(Printing& out, const std::vector<Shown>& block, const std::string& title) {
  const bool one_hint =
      std::all_of(block.begin(), block.end(), [&](const Shown& each) { return each.hint == block.front().hint; });
  out.line("");
  out.indented(fmt::format("{} ({}, {}): {}", block.front().check, block.front().severity, block.size(), title), 0);
  if (one_hint && !block.front().hint.empty()) out.indented("What to do: " + block.front().hint, 2);
  for (const Shown& each : block) {
    out.line("");
    out.indented(each.subject, 2);
    out.indented(each.message, 4);
    if (!one_hint && !each.hint.empty()) out.indented("What to do: " + each.hint, 4);
  }
}

}  // namespace

std::vector<std::string> wrap_around_commands(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  for (const std::string& word : words_and_commands(text)) {
    const bool fits = !lines.empty() && text::display_width(lines.back()) + 1 + text::display_width(word) <= columns;
    if (fits) {
      lines.back() += " " + word;
      continue;
    }
    if (word.find('`') != std::string::npos) {
      lines.push_back(word);
      continue;
    }
    for (const std::string_view piece : text::wrap(word, columns)) lines.emplace_back(piece);
  }
  return lines;
}

void print_findings(const Invocation& invocation, check::Findings& findings, const std::vector<check::Check>& checks) {
  const std::vector<Shown> all = shown_findings(findings);
  const auto sink = open_output(invocation);
  sqlite::Statement summary = findings.summary();
  write::WriterOptions options = writer_options(invocation);
  options.caption.reset();
  if (all.empty()) {
    sink->write("nothing was found\n");
  } else {
    write_table(*sink, summary, options);
  }
  Printing out(*sink, options.terminal_width == 0 ? kPage : options.terminal_width);
  for (auto first = all.begin(); first != all.end();) {
    const auto last = std::find_if(first, all.end(), [&](const Shown& each) {
      return each.check != first->check || each.severity != first->severity;
    });
    const auto check =
        std::find_if(checks.begin(), checks.end(), [&](const check::Check& each) { return each.name == first->check; });
    print_block(out, {first, last}, check == checks.end() ? std::string() : check->title);
    first = last;
  }
  sink->finish();
}

}  // namespace iscm::cli
