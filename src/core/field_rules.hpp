#pragma once

#include <string_view>
#include <vector>

#include "core/entities.hpp"

namespace iscm::core {

/// The code of the rule that a value breaks ("not-a-date"); empty where it keeps the rule of its field.
std::string_view broken_rule(const Field& field, std::string_view value);

/// The fields in which a record says from when until when.
struct Span {
  const Field* from;
  const Field* to;
};
std::vector<Span> spans_of(const Entity& entity);

}  // namespace iscm::core
