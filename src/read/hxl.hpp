#pragma once

#include <span>
#include <string_view>

namespace iscm::read {

/// Whether a row is one of HXL tags, which some publishers put under the header: every cell that is not blank is a
/// hashtag with attributes (#country+code), and there is at least one. https://hxlstandard.org
bool are_hxl_tags(std::span<const std::string_view> cells);

}  // namespace iscm::read
