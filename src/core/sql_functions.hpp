#pragma once

#include "db/connection.hpp"

namespace iscm::core {

/// Makes fold(), slug() and split_text() callable in SQL of this connection: most of our SQL asks them.
void add_sql_functions(db::Connection& connection);

}  // namespace iscm::core
