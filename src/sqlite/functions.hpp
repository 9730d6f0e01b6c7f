#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sqlite/connection.hpp"

namespace iscm::sqlite {

/// A deterministic function of texts; NULL arguments arrive as nothing, and nothing leaves as NULL.
using TextFunction = std::function<std::optional<std::string>(std::span<const std::optional<std::string_view>>)>;

/// Makes `name` callable in SQL of this connection, at top level only: never from the schema of a file.
void add_text_function(Connection& connection, const char* name, int arguments, TextFunction function);

/// Makes the table-valued function split_text(text, separators) available: columns `position` (from 1) and `value`,
/// one row for each part between any of the code points in `separators`, blanks trimmed, empty parts left out.
void add_split_text(Connection& connection);

}  // namespace iscm::sqlite
