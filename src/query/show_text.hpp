#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "query/show.hpp"

// What the files that write a record for people have in common; others use record_as_text().

namespace iscm::query {

/// The value as one text, not yet made visible: the code of a record, the codes of a list with "; " between.
std::string plain_text(const ShownValue& value);

/// The group as a heading that counts its rows, a line with what all of them share, and a table.
std::string group_as_text(const model::Entity& record, const ShownGroup& group, std::size_t width);

/// "memberships", "members with this region", "mechanism-themes, finer themes included".
std::string group_title(const model::Entity& record, const RowsOf& of);

}  // namespace iscm::query
