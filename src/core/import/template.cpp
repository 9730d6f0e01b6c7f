#include "core/import/template.hpp"

#include <fmt/format.h>

#include "core/fields.hpp"

namespace iscm::core {

Template template_of(const Entity& entity) {
  Template made;
  for (const Field* field : all_fields(entity)) {
    made.header.emplace_back(field->name);
    made.example.emplace_back(field->example);
  }
  made.example.front() = fmt::format("{} {}", kExampleMark, made.example.front());
  return made;
}

}  // namespace iscm::core
