#include <fmt/format.h>

#include <algorithm>

#include "cli/command.hpp"
#include "embedded.hpp"
#include "error.hpp"
#include "write/sink.hpp"

namespace iscm::cli {
namespace {

Exit run(const Invocation& invocation) {
  const std::string path = fmt::format("completions/iscm.{}", invocation.argument(0));
  const auto files = embedded_files();
  const auto script =
      std::find_if(files.begin(), files.end(), [&path](const EmbeddedFile& file) { return file.path == path; });
  const auto sink = write::standard_output();
  sink->write(script->text);
  sink->finish();
  return Exit::done;
}

constexpr Example kExamples[] = {
    {"source <(iscm completion bash)", "in this shell; put the line in ~/.bashrc for every shell"},
    {"iscm completion zsh > ~/.zfunc/_iscm", "for zsh, in a folder of its fpath"},
    {"iscm completion fish > ~/.config/fish/completions/iscm.fish", "for fish"},
};
constexpr Argument kArguments[] = {
    Argument{"SHELL", "the shell"}.one_of("bash zsh fish"),
};

}  // namespace

extern const Command kCompletion{
    .name = "completion",
    .summary = "let the shell complete commands, fields and codes",
    .synonyms = "completions autocomplete",
    .examples = kExamples,
    .arguments = kArguments,
    .run = run,
};

}  // namespace iscm::cli
