#pragma once

#include <string>

namespace iscm::query {

/// docs/data-dictionary.md: of every entity its meaning, table, key and fields.
std::string data_dictionary();

}  // namespace iscm::query
