#pragma once

#include <string>
#include <vector>

#include "core/history/find_rows.hpp"

namespace iscm::core {

/// Fills `rows` (whose entity and table are set) with the links that the words name, and with the field that they end
/// in. Throws as find_rows() does.
void find_links(db::Connection& connection, KeyedRows& rows, const std::vector<std::string>& words);

}  // namespace iscm::core
