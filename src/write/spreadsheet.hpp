#pragma once

#include <string>
#include <string_view>

namespace iscm::write {

/// What tells a spreadsheet that a file is UTF-8.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Whether a spreadsheet would run a text instead of showing it: one that begins with = + - or @ (also in their full
/// width, which East Asian versions take for the same), or with white space after which some look for these.
bool would_run(std::string_view text);

/// Puts the ' before the text that makes a spreadsheet take it as text, where it would run it.
void guard_text(std::string& text);

}  // namespace iscm::write
