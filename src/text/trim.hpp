#pragma once

#include <string>
#include <string_view>

namespace iscm::text {

/// The text without white space at either end: ASCII white space, the no-break space and every other Unicode space, and
/// what has no width at all (zero-width spaces and joiners, a byte order mark). A view into `utf8`.
std::string_view trimmed(std::string_view utf8);

/// The trimmed text with one space for each run of spaces within: tabs, no-break and other Unicode spaces included.
/// Line breaks stay, as a note has lines; so do zero-width characters, which are no space.
std::string squeezed(std::string_view utf8);

}  // namespace iscm::text
