#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "import/staging.hpp"
#include "model/entities.hpp"

namespace iscm::import {

/// The entity whose fields the header names: all of its columns but those that are ignored, and what a new record
/// needs; of several the one that the file is called like. Throws Error(Exit::refused) where there is none or more than
/// one; the hint names the columns that do not fit the entity that comes closest.
const model::Entity& recognize(const std::string& file, std::span<const std::string> header,
                               const ColumnChoices& choices);

/// How the first cell of a row begins that is an example and no data. An import passes such rows over.
inline constexpr std::string_view kExampleMark = "# example:";

/// A file to fill in: the fields of an entity as its header, and a row of examples.
struct Template {
  std::vector<std::string> header;
  std::vector<std::string> example;  ///< begins with kExampleMark; without it, the row is one that can be imported
};

Template template_of(const model::Entity& entity);

}  // namespace iscm::import
