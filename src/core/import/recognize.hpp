#pragma once

#include <span>
#include <string>

#include "core/entities.hpp"
#include "core/import/stage.hpp"

namespace iscm::core {

/// The entity whose fields the header names: all of its columns but those that are ignored, and what a new record
/// needs; of several the one that the file is called like. Throws Error(Exit::refused) where there is none or more than
/// one; the hint names the columns that do not fit the entity that comes closest.
const Entity& recognize(const std::string& file, std::span<const std::string> header, const ColumnChoices& choices);

}  // namespace iscm::core
