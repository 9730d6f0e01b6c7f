#include "core/import/recognize.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "error.hpp"

namespace iscm::core {
namespace {

/// How a header reads as one entity.
struct Reading {
  const Entity* entity = nullptr;
  std::vector<const Field*> fields;
  std::vector<std::string> strange;  ///< columns that are no field

  [[nodiscard]] bool has(const Field& field) const {
    return std::find(fields.begin(), fields.end(), &field) != fields.end();
  }

  /// Every column is a field of the entity, and its rows can be told: by a code, or by all that a new record needs.
  [[nodiscard]] bool fits() const {
    if (!strange.empty()) return false;
    const Field* code = entity->field("code");
    if (code != nullptr && has(*code)) return true;
    return std::all_of(entity->fields.begin(), entity->fields.end(),
                       [&](const Field& field) { return !field.required || field.name == "code" || has(field); });
  }
};

Reading read_as(const Entity& entity, std::span<const std::string> header, const ColumnChoices& choices) {
  Reading reading{&entity, {}, {}};
  for (const std::string& column : header) {
    if (is_ignored(column, choices)) continue;
    const Field* field = field_of_column(entity, column, choices);
    if (field == nullptr) {
      reading.strange.push_back(column);
    } else {
      reading.fields.push_back(field);
    }
  }
  return reading;
}

constexpr std::string_view kSay = "say what its rows are with --as ENTITY";

/// What to do about a header that fits no entity: what is in the way of the one that comes closest.
std::string advice(const std::vector<Reading>& readings) {
  const auto closest = std::max_element(readings.begin(), readings.end(), [](const Reading& a, const Reading& b) {
    return a.fields.size() < b.fields.size();
  });
  const auto equals = std::count_if(readings.begin(), readings.end(), [&](const Reading& reading) {
    return reading.fields.size() == closest->fields.size();
  });
  const bool close = equals == 1 && closest->fields.size() >= closest->strange.size() && !closest->strange.empty();
  if (!close) return fmt::format("{}; `iscm fields` lists them, `iscm import --template ENTITY` writes a header", kSay);
  const std::string& column = closest->strange.front();
  return fmt::format("as {} all would fit but \"{}\": --map \"{}=FIELD\" or --ignore \"{}\" for each; or {}",
                     closest->entity->name, fmt::join(closest->strange, "\", \""), column, column, kSay);
}

}  // namespace

const Entity& recognize(const std::string& file, std::span<const std::string> header, const ColumnChoices& choices) {
  std::vector<Reading> readings;
  std::vector<const Entity*> found;
  std::vector<std::string_view> names;
  for (const Entity& entity : entities()) {
    readings.push_back(read_as(entity, header, choices));
    if (!readings.back().fits()) continue;
    found.push_back(&entity);
    names.push_back(entity.name);
  }
  if (found.size() == 1) return *found.front();
  // Where several fit, a file that is called like one of them says which: theme.csv, themes.csv.
  const Entity* named = find_entity(std::filesystem::path(file).stem().string());
  if (std::find(found.begin(), found.end(), named) != found.end()) return *named;
  if (found.empty()) throw Error(Exit::refused, fmt::format("{}: its header fits no entity", file), advice(readings));
  throw Error(Exit::refused, fmt::format("{}: its header fits {}", file, fmt::join(names, " and ")), std::string(kSay));
}

}  // namespace iscm::core
