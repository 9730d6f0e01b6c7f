#pragma once

// What the program says to people, on standard error; nothing else prints there. A message may have several lines.
// Everything but those line breaks is made visible (text/visible.hpp), so that no value can steer the terminal; a value
// put into a message of several lines should be made visible first, or its line breaks become the message's.
// If standard error cannot be written there is nobody left to say so to: that is not an error.

#include <string_view>

namespace iscm::write {

/// Prints `iscm: error: MESSAGE`, and `hint: HINT` below it if there is one.
void error(std::string_view message, std::string_view hint = {});

/// Prints `iscm: warning: MESSAGE`.
void warning(std::string_view message);

/// Prints `iscm: note: MESSAGE`.
void note(std::string_view message);

}  // namespace iscm::write
