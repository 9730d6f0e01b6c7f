#pragma once

#include <string_view>

#include "sqlite/connection.hpp"

namespace iscm::sqlite {

/// Runs every statement of a script in turn. A failure throws with `name` and the line in it where the failing
/// statement stands: "migrations/0003_create_mechanisms.sql:12: ...".
void run_script(Connection& connection, std::string_view name, std::string_view script);

}  // namespace iscm::sqlite
