#include "core/fields.hpp"

#include <fmt/format.h>

#include <array>

#include "cli/commands.hpp"
#include "cli/rows.hpp"

namespace iscm::cli {
namespace {

void list_entities(const Invocation& invocation) {
  std::vector<std::vector<std::string>> rows;
  for (const core::Entity& entity : core::entities()) {
    rows.push_back({std::string(entity.name), std::string(entity.meaning),
                    fmt::format("{}", fmt::join(core::words(entity.key), ", "))});
  }
  print_texts(invocation, std::array<std::string_view, 3>{"entity", "meaning", "key"}, rows);
}

void list_fields(const Invocation& invocation, const core::Entity& entity) {
  std::vector<std::vector<std::string>> rows;
  for (const core::Field* field : core::all_fields(entity)) {
    rows.push_back({std::string(field->name), core::type_in_words(*field), std::string(field->meaning),
                    core::rule_in_words(*field), field->required ? "yes" : "no", std::string(field->fallback),
                    std::string(field->synonyms), std::string(field->example)});
  }
  print_texts(
      invocation,
      std::array<std::string_view, 8>{"field", "type", "meaning", "rule", "required", "default", "synonyms", "example"},
      rows);
}

}  // namespace

Exit run_fields(const Invocation& invocation) {
  if (invocation.arguments.empty()) {
    list_entities(invocation);
  } else {
    list_fields(invocation, core::entity_named(invocation.argument(0)));
  }
  return Exit::done;
}

}  // namespace iscm::cli
