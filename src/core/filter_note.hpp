#pragma once

#include <string>
#include <vector>

#include "core/entities.hpp"
#include "db/connection.hpp"

namespace iscm::core {

/// What to tell somebody whose filters may have meant something else: a name that no record has in the field that was
/// asked, with the record that is called so after all; and where nothing was found at all, the field that asks for what
/// was probably wanted. The filters are those that read_filter() understands.
std::vector<std::string> filter_notes(db::Connection& connection, const Entity& entity,
                                      const std::vector<std::string>& filters, bool found_nothing);

}  // namespace iscm::core
