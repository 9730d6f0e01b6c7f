#pragma once

#include <string>
#include <string_view>

namespace iscm::core {

/// The text as an SQL literal: Côte d'Ivoire gives 'Côte d''Ivoire'.
std::string quoted(std::string_view text);

}  // namespace iscm::core
