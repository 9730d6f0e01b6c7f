#pragma once

#include <span>
#include <string>

#include "core/entities.hpp"

namespace iscm::core {

/// The entity whose fields the header names: all of its columns, and what a new record needs; of several
/// the one that the file is called like. Throws Error(Exit::refused) where there is none, or more than one.
const Entity& recognize(const std::string& file, std::span<const std::string> header);

}  // namespace iscm::core
