#pragma once

#include <string_view>

namespace iscm::core {

// What the description of the entities does not say: tables and columns that no entity has.

/// What a table is that belongs to no entity; empty where nothing is known.
std::string_view meaning_of_table(std::string_view table);

/// What a column is that no field stands for; empty where nothing is known.
std::string_view meaning_of_column(std::string_view table, std::string_view column);

}  // namespace iscm::core
