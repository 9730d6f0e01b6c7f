#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/staging.hpp"

namespace iscm::import {

/// A CHECK constraint of a table.
struct TableRule {
  std::string name;
  std::string expression;
};

/// The named CHECK constraints in the text of a CREATE TABLE.
std::vector<TableRule> table_rules(std::string_view sql);

/// Those of a table of the database.
std::vector<TableRule> rules_of_table(sqlite::Connection& connection, std::string_view table);

/// Rejects rows that would break a CHECK of the table over several columns: into temp.problem ("rule") and
/// temp.detail. The rules of single fields are those of their types (rules.hpp). Reads temp.change.
void check_table_rules(Job& job);

}  // namespace iscm::import
