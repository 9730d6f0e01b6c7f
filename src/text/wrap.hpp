#pragma once

// Text in the columns of a terminal: how wide it is, and how it is broken into lines.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace iscm::text {

/// How many columns of a terminal the text takes: East Asian wide characters two, combining marks and control
/// characters none, a byte that is not UTF-8 one (terminals show a replacement sign).
std::size_t display_width(std::string_view utf8);

/// The text in lines of at most `columns` (at least 1 is taken), broken at spaces; the spaces at a break go.
/// A word that is longer than a line starts a new one and is broken after a - _ or / if it can be, else between
/// characters, never between a letter and its combining marks, so that only a character wider than `columns` makes a
/// longer line. Nothing but spaces is lost.
/// Gives at least one line; the views look into `utf8`. Line breaks in the text have no meaning here.
std::vector<std::string_view> wrap(std::string_view utf8, std::size_t columns);

/// The lines, each with its line break, of a text that begins beside `first` and goes on below its own beginning; or
/// under `first`, indented, if that leaves it too little room. The text is made visible (visible.hpp). `width` is that
/// of the terminal, 0 for one line.
std::string hanging(std::string_view first, std::string_view text, std::size_t width);

/// The columns that wrap() needs so that it breaks at spaces and after - _ and / alone, and no date.
std::size_t longest_part(std::string_view utf8);

/// The same if dates may be broken too.
std::size_t longest_piece(std::string_view utf8);

}  // namespace iscm::text
