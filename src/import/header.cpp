#include "import/header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "error.hpp"
#include "model/field_types.hpp"

namespace iscm::import {
namespace {

/// How a header reads as one entity.
struct Reading {
  const model::Entity* entity = nullptr;
  std::vector<const model::Field*> fields;
  std::vector<std::string> strange;  ///< columns that are no field

  [[nodiscard]] bool has(const model::Field& field) const {
    return std::find(fields.begin(), fields.end(), &field) != fields.end();
  }

  /// Every column is a field of the entity, and its rows can be told: by a code, or by all that a new record needs.
  [[nodiscard]] bool fits() const {
    if (!strange.empty()) return false;
    const model::Field* code = entity->field("code");
    if (code != nullptr && has(*code)) return true;
    return std::all_of(entity->fields.begin(), entity->fields.end(), [&](const model::Field& field) {
      return !field.required || field.name == "code" || has(field);
    });
  }
};

Reading read_as(const model::Entity& entity, std::span<const std::string> header, const ColumnChoices& choices) {
  Reading reading{&entity, {}, {}};
  for (const std::string& column : header) {
    if (is_ignored(column, choices)) continue;
    const model::Field* field = field_of_column(entity, column, choices);
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

const model::Entity& recognize(const std::string& file, std::span<const std::string> header,
                               const ColumnChoices& choices) {
  std::vector<Reading> readings;
  std::vector<const model::Entity*> found;
  std::vector<std::string_view> names;
  for (const model::Entity& entity : model::entities()) {
    readings.push_back(read_as(entity, header, choices));
    if (!readings.back().fits()) continue;
    found.push_back(&entity);
    names.push_back(entity.name);
  }
  if (found.size() == 1) return *found.front();
  // Where several fit, a file that is called like one of them says which: theme.csv, themes.csv.
  const model::Entity* named = model::find_entity(std::filesystem::path(file).stem().string());
  if (std::find(found.begin(), found.end(), named) != found.end()) return *named;
  if (found.empty()) throw Error(Exit::refused, fmt::format("{}: its header fits no entity", file), advice(readings));
  throw Error(Exit::refused, fmt::format("{}: its header fits {}", file, fmt::join(names, " and ")), std::string(kSay));
}

Template template_of(const model::Entity& entity) {
  Template made;
  for (const model::Field* field : model::all_fields(entity)) {
    made.header.emplace_back(field->name);
    made.example.emplace_back(field->example);
  }
  made.example.front() = fmt::format("{} {}", kExampleMark, made.example.front());
  return made;
}

}  // namespace iscm::import
