#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "embedded.hpp"
#include "error.hpp"
#include "write/sink.hpp"

namespace iscm::cli {

Exit run_completion(const Invocation& invocation) {
  const std::string path = fmt::format("completions/iscm.{}", invocation.argument(0));
  const auto files = embedded_files();
  const auto script =
      std::find_if(files.begin(), files.end(), [&path](const EmbeddedFile& file) { return file.path == path; });
  if (script == files.end()) {
    throw Error(Exit::usage, fmt::format("no completion for the shell \"{}\"", invocation.argument(0)),
                "there is one for bash, zsh and fish");
  }
  const auto sink = write::standard_output();
  sink->write(script->text);
  sink->finish();
  return Exit::done;
}

}  // namespace iscm::cli
