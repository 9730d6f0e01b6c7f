#pragma once

// The functions of ours that SQL calls. Every connection to a record needs them.

#include "sqlite/connection.hpp"

namespace iscm::model {

/// Makes fold(), slug() and split_text() callable in the SQL of this connection.
void add_sql_functions(sqlite::Connection& connection);

}  // namespace iscm::model
