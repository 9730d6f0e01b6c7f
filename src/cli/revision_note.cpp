#include "cli/revision_note.hpp"

#include <fmt/format.h>

#include "cli/environment.hpp"
#include "error.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"

namespace iscm::cli {
namespace {

/// Stored, such bytes would break every file that the history is written to.
std::string text_of(const Invocation& invocation, const std::string& option) {
  std::string text = invocation.get(option);
  if (text::is_utf8(text)) return text;
  throw Error(Exit::usage, fmt::format("{}: \"{}\" is no text in UTF-8", option, text::visible(text)),
              "type it in a terminal that is set to UTF-8");
}

}  // namespace

std::string author_of(const Invocation& invocation) {
  if (!invocation.has("--author")) return author();
  std::string name = text_of(invocation, "--author");
  if (name.empty()) throw Error(Exit::usage, "--author names nobody", "leave it away, or give a name");
  return name;
}

history::RevisionNote revision_note(const Invocation& invocation, const std::string& command) {
  return {.kind = "command",
          .author = author_of(invocation),
          .command = command,
          .reason = text_of(invocation, "--reason"),
          .source_id = {},
          .undoes = {},
          .made_at = now()};
}

}  // namespace iscm::cli
