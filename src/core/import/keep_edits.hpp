#pragma once

#include "core/import/job.hpp"

namespace iscm::core {

/// Takes out of a plan what would undo the work of a maintainer: a value, list or whole record that a revision of
/// another kind than `seed` has set, removed or renamed since. It goes from temp.change and temp.input to temp.kept
/// (line, record, field, kept, offered); without a field it is a record that is no longer there under this key.
/// Belongs after compare().
void keep_edits(Job& job);

}  // namespace iscm::core
