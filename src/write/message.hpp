#pragma once

#include <string_view>

namespace iscm::write {

// What the program says to people, on standard error; nothing else prints there. A message may have several lines.
// Everything but those line breaks is made visible (text/visible.hpp), so that no value can steer the terminal; a value
// put into a message of several lines should be made visible first, or its line breaks become the message's.
// Where standard error cannot be written there is nobody left to tell, so that is not an error.

/// Prints `iscm: error: MESSAGE`, and `hint: HINT` beneath where there is one.
void error(std::string_view message, std::string_view hint = {});

/// Prints `iscm: warning: MESSAGE`.
void warning(std::string_view message);

/// Prints `iscm: note: MESSAGE`.
void note(std::string_view message);

}  // namespace iscm::write
