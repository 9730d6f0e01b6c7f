#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/entities.hpp"

namespace iscm::core {

/// How the first cell of a row begins that is an example and no data. An import passes such rows over.
inline constexpr std::string_view kExampleMark = "# example:";

/// A file to fill in: the fields of an entity as its header, and a row of examples.
struct Template {
  std::vector<std::string> header;
  std::vector<std::string> example;  ///< begins with kExampleMark; without it, the row is one that can be imported
};

Template template_of(const Entity& entity);

}  // namespace iscm::core
