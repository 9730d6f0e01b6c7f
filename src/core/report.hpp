#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/entities.hpp"
#include "db/connection.hpp"

namespace iscm::core {

/// A parameter of a report: `-- parameter: type (list of mechanism-type): only mechanisms of these types`.
struct Parameter {
  std::string name;
  std::string kind;  ///< "list of ENTITY": codes with commas between
  std::string meaning;
};

/// The entity whose records the values of a parameter name.
const Entity& parameter_entity(const Parameter& parameter);

/// One file of schema/reports: a header of comments and a query. Its name is that of the file.
struct Report {
  std::string name;
  std::string title;
  std::string description;
  std::vector<Parameter> parameters;
  std::string sql;
};

/// Every report that this program carries, by name.
std::vector<Report> reports();

/// The report of this name. Throws Error(Exit::usage) with "did you mean" where there is none.
Report report_named(std::string_view name);

/// The rows of a report; `settings` are NAME=VALUE. Parameters that are not set are NULL in its query, lists are JSON
/// arrays of codes. Throws Error(Exit::usage) for an unknown parameter, Error(Exit::refused) for an unknown record.
db::Statement report_rows(db::Connection& connection, const Report& report, const std::vector<std::string>& settings);

}  // namespace iscm::core
