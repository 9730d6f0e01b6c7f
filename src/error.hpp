#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace iscm {

/// The documented exit codes of the program (README.md, "Exit codes").
enum class Exit {
  done = 0,          ///< it ran and there is nothing more to say
  findings = 1,      ///< it ran and the answer is "findings" or "differences"
  usage = 2,         ///< unknown command, entity, field or report, or an option used wrongly
  refused = 3,       ///< the input was refused and nothing was written
  database = 4,      ///< the database cannot be used: missing, not ours, locked, damaged, of another version, read-only
  failed = 5,        ///< anything else: a full disk, a closed pipe, an internal error
  interrupted = 130  ///< stopped by the user
};

/// What went wrong, in a sentence for the person at the terminal, and what they can do about it.
class Error : public std::runtime_error {
public:
  Error(Exit exit, const std::string& message, std::string hint = {})
      : std::runtime_error(message), exit_(exit), hint_(std::move(hint)) {}

  [[nodiscard]] Exit exit() const { return exit_; }
  /// Empty where there is nothing to advise.
  [[nodiscard]] const std::string& hint() const { return hint_; }

private:
  Exit exit_;
  std::string hint_;
};

}  // namespace iscm
