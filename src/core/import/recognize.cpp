#include "core/import/recognize.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "error.hpp"

namespace iscm::core {
namespace {

/// Every column is a field of the entity, and its rows can be told: by a code, or by all that a new record needs.
bool speaks_of(const Entity& entity, std::span<const std::string> header) {
  std::vector<const Field*> named;
  for (const std::string& column : header) {
    const Field* field = find_field(entity, column);
    if (field == nullptr) return false;
    named.push_back(field);
  }
  const auto has = [&](const Field& field) { return std::find(named.begin(), named.end(), &field) != named.end(); };
  const Field* code = entity.field("code");
  if (code != nullptr && has(*code)) return true;
  return std::all_of(entity.fields.begin(), entity.fields.end(),
                     [&](const Field& field) { return !field.required || field.name == "code" || has(field); });
}

}  // namespace

const Entity& recognize(const std::string& file, std::span<const std::string> header) {
  std::vector<const Entity*> found;
  std::vector<std::string_view> names;
  for (const Entity& entity : entities()) {
    if (!speaks_of(entity, header)) continue;
    found.push_back(&entity);
    names.push_back(entity.name);
  }
  if (found.size() == 1) return *found.front();
  // Where several fit, a file that is called like one of them says which: theme.csv, themes.csv.
  const Entity* named = find_entity(std::filesystem::path(file).stem().string());
  if (std::find(found.begin(), found.end(), named) != found.end()) return *named;
  throw Error(Exit::refused,
              found.empty() ? fmt::format("{}: its header fits no entity", file)
                            : fmt::format("{}: its header fits {}", file, fmt::join(names, " and ")),
              "say what its rows are with --as ENTITY; `iscm import --help` shows how");
}

}  // namespace iscm::core
