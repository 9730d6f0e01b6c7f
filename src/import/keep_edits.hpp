#pragma once

#include "import/staging.hpp"

namespace iscm::import {

/// Takes out of a plan what would undo the work of people: a value, list or whole record that a revision of another
/// kind than `seed` has set, removed or renamed since. It goes from temp.change and temp.input to temp.kept; without a
/// field it is a record that no longer exists under this key. Reads temp.change.
void keep_edits(Job& job);

}  // namespace iscm::import
