#pragma once

// A record as people read it at a terminal.

#include <cstddef>
#include <string>

#include "query/show.hpp"

namespace iscm::query {

/// The record in lines of at most `width` columns, if they can be broken so; 0: as wide as needed. Characters that
/// could steer a terminal are made visible.
std::string record_as_text(const ShownRecord& record, std::size_t width);

}  // namespace iscm::query
