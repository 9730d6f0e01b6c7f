#pragma once

#include "import/staging.hpp"

namespace iscm::import {

/// Which records may be written.
enum class Mode {
  upsert,  ///< new and existing ones
  add,     ///< only new ones: a row that would change a record is a problem
  update   ///< only existing ones: a row whose record does not exist is a problem
};

/// Rejects every row that the mode does not allow. Reads temp.change.
void check_mode(Job& job, Mode mode);

/// Moves the rows that have problems from temp.input to temp.rejected, so that what stays
/// can be written without them. Rows that refer to a new record among them get a problem of their own and go with them;
/// records of other kinds that only such rows need are not made.
void reject_rows(Job& job);

}  // namespace iscm::import
