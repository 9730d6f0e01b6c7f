#pragma once

// Functions of ours within SQL.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sqlite/connection.hpp"

namespace iscm::sqlite {

/// A deterministic function of texts; SQL's NULL is std::nullopt, in arguments and result.
using TextFunction = std::function<std::optional<std::string>(std::span<const std::optional<std::string_view>>)>;

/// Makes `name` callable in SQL of this connection, at top level only: never from the schema of a file.
void add_text_function(Connection& connection, const char* name, int arguments, TextFunction function);

}  // namespace iscm::sqlite
