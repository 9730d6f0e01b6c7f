#pragma once

// The settings of a report (NAME=VALUE): read by the kinds of its parameters, as its query takes them and as its
// caption says them.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "query/report_header.hpp"
#include "sqlite/connection.hpp"

namespace iscm::query {

/// The value of a parameter, as the query takes it.
using ParameterValue = std::variant<std::int64_t, std::string>;

struct ReportValues {
  std::map<std::string, ParameterValue> values;  ///< by name; one that is not there is NULL in the query
  std::map<std::string, std::string> said;       ///< by the name of the parameter, in words
  std::vector<std::string> asked;                ///< "type: RCP, IRF" of those that were set; not how links are read
};

/// Reads the settings of a report, and takes the defaults for those that are not there. Throws Error(Exit::usage) for
/// an unknown parameter and for a value that is not of its kind, Error(Exit::refused) for an unknown record or
/// revision.
ReportValues read_values(sqlite::Connection& connection, const Report& report, const std::vector<std::string>& settings,
                         std::string_view today);

}  // namespace iscm::query
