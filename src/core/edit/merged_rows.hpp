#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.hpp"

namespace iscm::core {

/// Keeps in merged_rows which rows of a table become one, for those who ask later who said what the one that stays has.
/// `key` is the table's; `pairs` stands behind FROM, with the row that goes as x and the one that stays as y.
void keep_merged(db::Connection& connection, std::string_view table, const std::vector<std::string>& key,
                 std::string_view pairs, std::int64_t revision);

}  // namespace iscm::core
