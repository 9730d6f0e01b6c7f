#pragma once

#include "sqlite/connection.hpp"

namespace iscm::model {

/// Makes fold(), slug() and split_text() callable in SQL of this connection: most of our SQL asks them.
void add_sql_functions(sqlite::Connection& connection);

}  // namespace iscm::model
