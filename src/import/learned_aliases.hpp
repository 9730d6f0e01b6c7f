#pragma once

#include "import/staging.hpp"

namespace iscm::import {

/// Fills temp.learned, once everything is resolved. Throws Error if an answer that has to be learned (Learn::always)
/// is a name of another record, or answers nothing.
void learn_aliases(Job& job);

}  // namespace iscm::import
