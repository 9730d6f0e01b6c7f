#include "import/header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <vector>

#include "error.hpp"
#include "import/row_sql.hpp"
#include "model/field_types.hpp"
#include "text/suggest.hpp"

namespace iscm::import {
namespace {

constexpr std::array<std::string_view, 5> kRejectsColumns = {"iscm_line", "iscm_column", "iscm_code", "iscm_message",
                                                             "iscm_raw"};

Problem unknown_column(const model::Entity& entity, const std::string& name) {
  std::vector<std::string> known;
  for (const model::Field& field : entity.fields) known.emplace_back(field.name);
  std::string guess = model::meant_by(entity, name);
  guess = guess.empty() ? text::did_you_mean(name, known) : guess + ";";
  return {.line = 1,
          .column = name,
          .value = name,
          .code = "unknown-column",
          .message = fmt::format("column \"{}\" is not a field of {}", name, entity.name),
          .hint = fmt::format("{}{}--map \"{}=FIELD\" says which it is, --ignore \"{}\" skips it", guess,
                              guess.empty() ? "" : " ", name, name)};
}

Problem second_column(const model::Field& field, const std::string& name, const std::string& needless) {
  return {.line = 1,
          .column = name,
          .value = name,
          .code = "doubled-column",
          .message = fmt::format("column \"{}\" is a second one for the field {}", name, field.name),
          .hint = fmt::format("--ignore \"{}\" skips it", needless)};
}

const ColumnMapping* mapping_of(const std::string& column, const ColumnChoices& choices) {
  const auto found = std::find_if(choices.mapped.begin(), choices.mapped.end(),
                                  [&](const ColumnMapping& mapping) { return mapping.column == column; });
  return found == choices.mapped.end() ? nullptr : &*found;
}

/// How a header reads as one entity.
struct Reading {
  const model::Entity* entity = nullptr;
  std::vector<const model::Field*> fields;
  std::vector<std::string> strange;  ///< columns that are no field

  [[nodiscard]] bool has(const model::Field& field) const {
    return std::find(fields.begin(), fields.end(), &field) != fields.end();
  }

  /// Every column is a field of the entity, and its rows can be identified: by a code, or by all that a new record
  /// needs.
  [[nodiscard]] bool fits() const {
    if (!strange.empty()) return false;
    const model::Field* code = entity->field("code");
    if (code != nullptr && has(*code)) return true;
    return std::all_of(entity->fields.begin(), entity->fields.end(),
                       [&](const model::Field& field) { return !field.required || field.is_code() || has(field); });
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
  if (const std::string meant = model::meant_by(*closest->entity, column); !meant.empty()) {
    return fmt::format("as {} all would fit but \"{}\": {}; --map \"{}=FIELD\" or --ignore \"{}\"",
                       closest->entity->name, fmt::join(closest->strange, "\", \""), meant, column, column);
  }
  return fmt::format("as {} all would fit but \"{}\": --map \"{}=FIELD\" or --ignore \"{}\" for each; or {}",
                     closest->entity->name, fmt::join(closest->strange, "\", \""), column, column, kSay);
}

}  // namespace

bool is_ignored(const std::string& column, const ColumnChoices& choices) {
  return is_rejects_column(column) ||
         std::find(choices.ignored.begin(), choices.ignored.end(), column) != choices.ignored.end();
}

const model::Field* field_of_column(const model::Entity& entity, const std::string& column,
                                    const ColumnChoices& choices) {
  if (is_ignored(column, choices)) return nullptr;
  const ColumnMapping* chosen = mapping_of(column, choices);
  return model::find_field(entity, chosen == nullptr ? column : chosen->field);
}

std::vector<const model::Field*> map_columns(const model::Entity& entity, std::span<const std::string> header,
                                             const ColumnChoices& choices, std::vector<Problem>& problems) {
  std::vector<const model::Field*> columns;
  for (const std::string& name : header) {
    const model::Field* field = field_of_column(entity, name, choices);
    // The reader has reported a column without a name.
    if (field == nullptr && !name.empty() && !is_ignored(name, choices)) {
      problems.push_back(unknown_column(entity, name));
    }
    const auto first = field == nullptr ? columns.end() : std::find(columns.begin(), columns.end(), field);
    if (first != columns.end()) {
      const std::string& other = header[static_cast<std::size_t>(first - columns.begin())];
      // The reader has reported two columns of one name, between which no option can choose.
      if (name != other) {
        problems.push_back(second_column(*field, name, mapping_of(name, choices) != nullptr ? other : name));
      }
    }
    columns.push_back(field);
  }
  return columns;
}

std::span<const std::string_view> rejects_columns() {
  return kRejectsColumns;
}

bool is_rejects_column(std::string_view name) {
  return std::find(kRejectsColumns.begin(), kRejectsColumns.end(), name) != kRejectsColumns.end();
}

const model::Entity& recognize(const std::string& file, std::string_view part, std::span<const std::string> header,
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
  // If several fit, a file or sheet named after one of them says which: theme.csv, themes.csv. If none does, a sheet's
  // name is somebody's word for its rows, and the columns can be mended as those of this entity.
  const model::Entity* sheet = part.empty() ? nullptr : model::find_entity(part);
  const model::Entity* named = sheet;
  if (named == nullptr) named = model::find_entity(std::filesystem::path(file).stem().string());
  if (std::find(found.begin(), found.end(), named) != found.end()) return *named;
  if (found.empty() && sheet != nullptr) return *sheet;
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
