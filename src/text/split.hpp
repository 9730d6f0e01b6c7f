#pragma once

#include <string_view>
#include <vector>

namespace iscm::text {

/// The parts of a text between separators: "iscm; mechanism" gives "iscm" and "mechanism". Parts may be empty, but none
/// stands behind a separator at the end, and an empty text has none. They are views of the text.
std::vector<std::string_view> split(std::string_view text, std::string_view separator);

}  // namespace iscm::text
