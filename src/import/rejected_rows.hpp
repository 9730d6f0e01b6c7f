#pragma once

#include "import/staging.hpp"

namespace iscm::import {

/// Whether records that exist, and such that do not, may be written.
enum class Mode {
  upsert,  ///< both
  add,     ///< new ones alone: a row that would change a record is a problem
  update   ///< existing ones alone: a row whose record does not exist is a problem
};

/// Tells every row that the mode does not allow, into temp.problem. Belongs after compare().
void check_mode(Job& job, Mode mode);

/// Moves the rows that have problems from temp.input to temp.rejected, so that what stays
/// can be written without them. Rows that refer to a new record among them get a problem of their own and go with them;
/// records of other kinds that only such rows need are not made.
void reject_rows(Job& job);

}  // namespace iscm::import
