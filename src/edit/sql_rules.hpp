#pragma once

#include <cstdint>

#include "sqlite/connection.hpp"

namespace iscm::edit {

// The rules that add, set and import ask for before they write (import/rules.hpp, import/name_rules.hpp), asked of rows
// that are written already: SQL of a user keeps to the schema, which knows less.

/// Throws Error(Exit::refused) with every value of this open revision that breaks a rule: of its field, of the order of
/// two dates, or because it is a name of another record. What was so before does not count. The caller rolls back.
void refuse_broken_rules(sqlite::Connection& connection, std::int64_t revision);

}  // namespace iscm::edit
