#pragma once

#include <string>
#include <vector>

#include "edit/edit_plan.hpp"
#include "model/find_record.hpp"
#include "sqlite/connection.hpp"

namespace iscm::edit {

/// Where in the source something is said, and what else there is to say of it; both may be empty.
struct CitedPlace {
  std::string place;
  std::string note;
};

/// Plans further evidence for what stands: the source of the options is cited for what the words name, a record, a
/// link, one of their fields or each item of a list. A link that was unsourced becomes "stated". Throws Error: usage if
/// no source is given or the field needs none; refused if the words name nothing, several links, or an empty field.
EditPlan plan_cite(sqlite::Connection& connection, const std::vector<std::string>& words, const CitedPlace& cited,
                   const EditOptions& options);

/// Adds to the plan of a change that its source is cited for fields of the record that were given and stay as they are;
/// without fields, for the whole record. Of a link, its key is the link as a whole.
void cite_standing(sqlite::Connection& connection, const model::Record& record,
                   const std::vector<const model::Field*>& fields, const std::string& source, EditPlan& plan);

}  // namespace iscm::edit
