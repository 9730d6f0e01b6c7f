#pragma once

// Several names in one cell, where each is a row: "Kenya; Uganda; Tanzania".

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "read/row_source.hpp"

namespace iscm::read {

/// Whether something has this name.
using IsName = std::function<bool(std::string_view)>;

/// What a cell lists.
struct ListCell {
  std::vector<std::string_view> names;  ///< of the cell, without blanks around them; none of a blank cell
  std::string_view separator{};         ///< at which it is cut; empty if it is not
};

/// Cuts a cell at the strongest separator that it has: line breaks, then ; and |. At a slash, a comma and "and", which
/// names have too, it is cut only if names alone come of it, and so are the parts of one that is cut. What is a name as
/// a whole is not cut, nor are neighbours that are one together ("Bolivia, Plurinational State of").
ListCell names_in(std::string_view cell, const IsName& is_name);

/// The rows of `rows`, one for each name in the column. Notes say at what was cut, and how often. The line of a further
/// row of a cell is that of the first with kPartOfLine added.
std::unique_ptr<RowSource> with_list_cells(std::unique_ptr<RowSource> rows, std::size_t column, IsName is_name);

}  // namespace iscm::read
