#include "import/header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <map>
#include <utility>
#include <vector>

#include "error.hpp"
#include "import/row_sql.hpp"
#include "model/field_types.hpp"
#include "read/sheet_rows.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"

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

const ColumnMapping* mapping_of(std::size_t column, const ColumnChoices& choices) {
  const auto found = std::find_if(choices.mapped.begin(), choices.mapped.end(),
                                  [&](const ColumnMapping& mapping) { return mapping.column == column; });
  return found == choices.mapped.end() ? nullptr : &*found;
}

/// The place of letters as spreadsheets count columns, from 0; nothing if the text is not such letters.
std::optional<std::size_t> place_of_letters(std::string_view letters) {
  constexpr std::size_t kMostLetters = 3;
  constexpr std::size_t kLetters = 26;
  if (letters.empty() || letters.size() > kMostLetters) return std::nullopt;
  std::size_t place = 0;
  for (const char letter : text::ascii_lower(letters)) {
    if (!text::is_ascii_letter(letter)) return std::nullopt;
    place = place * kLetters + static_cast<std::size_t>(letter - 'a') + 1;
  }
  return place - 1;
}

/// The place of a number or of letters.
std::optional<std::size_t> place_of(std::string_view word) {
  constexpr std::size_t kMostDigits = 4;
  if (!text::is_digits(word)) return place_of_letters(word);
  if (word.size() > kMostDigits || word.front() == '0') return std::nullopt;
  std::size_t number = 0;
  std::from_chars(word.data(), word.data() + word.size(), number);
  return number - 1;
}

/// The places of the columns for which a test of the name is true.
template <typename Test>
std::vector<std::size_t> places(std::span<const std::string> header, const Test& test) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (test(header[i])) found.push_back(i);
  }
  return found;
}

Problem columns_of_one_name(const std::string& name, std::size_t first, std::size_t second) {
  return {.line = 1,
          .column = name,
          .value = name,
          .code = "duplicate-header",
          .message = fmt::format("columns {} and {} have the same name", first + 1, second + 1),
          .hint = fmt::format("--ignore {} or --ignore {} skips one of them", first + 1, second + 1)};
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
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (is_ignored(header, i, choices)) continue;
    const model::Field* field = field_of_column(entity, header, i, choices);
    if (field != nullptr) {
      reading.fields.push_back(field);
    } else if (!choices.ignores_unknown && !(header[i].empty() && mapping_of(i, choices) == nullptr)) {
      reading.strange.push_back(header[i].empty() ? read::column_letters(i) : header[i]);
    }
  }
  for (const SharedValue& shared : choices.shared) {
    const model::Field* field = model::find_field(entity, shared.field);
    if (field != nullptr) {
      reading.fields.push_back(field);
    } else {
      reading.strange.push_back(shared.field);
    }
  }
  return reading;
}

/// Of the entities found, those that have as many of the columns as any.
void keep_closest(const std::vector<Reading>& readings, std::vector<const model::Entity*>& found,
                  std::vector<std::string_view>& names) {
  std::size_t most = 0;
  const auto fields_of = [&](const model::Entity* entity) {
    return std::find_if(readings.begin(), readings.end(),
                        [&](const Reading& reading) { return reading.entity == entity; })
        ->fields.size();
  };
  for (const model::Entity* entity : found) most = std::max(most, fields_of(entity));
  std::erase_if(found, [&](const model::Entity* entity) { return fields_of(entity) < most; });
  names.clear();
  for (const model::Entity* entity : found) names.push_back(entity->name);
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

std::optional<std::size_t> column_called(std::span<const std::string> header, const std::string& name) {
  const std::string key = text::fold(name);
  std::vector<std::size_t> found = places(header, [&](const std::string& column) { return column == name; });
  if (name.empty()) found.clear();
  if (found.empty() && !key.empty()) {
    found = places(header, [&](const std::string& column) { return text::fold(column) == key; });
  }
  if (found.size() > 1) {
    throw Error(Exit::usage, fmt::format("more than one column is called \"{}\"", name),
                fmt::format("say which by its number: {} or {}", found[0] + 1, found[1] + 1));
  }
  if (!found.empty()) return found.front();
  const std::optional<std::size_t> place = place_of(name);
  return place && *place < header.size() ? place : std::nullopt;
}

bool is_ignored(std::span<const std::string> header, std::size_t column, const ColumnChoices& choices) {
  return is_rejects_column(header[column]) ||
         std::find(choices.ignored.begin(), choices.ignored.end(), column) != choices.ignored.end();
}

const model::Field* field_of_column(const model::Entity& entity, std::span<const std::string> header,
                                    std::size_t column, const ColumnChoices& choices) {
  if (is_ignored(header, column, choices)) return nullptr;
  const ColumnMapping* chosen = mapping_of(column, choices);
  return model::find_field(entity, chosen == nullptr ? header[column] : chosen->field);
}

std::vector<const model::Field*> map_columns(const model::Entity& entity, std::span<const std::string> header,
                                             const ColumnChoices& choices, std::vector<Problem>& problems) {
  std::vector<const model::Field*> columns;
  std::map<std::string_view, std::size_t> names;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string& name = header[i];
    const model::Field* field = field_of_column(entity, header, i, choices);
    const bool ignored = is_ignored(header, i, choices) || (field == nullptr && choices.ignores_unknown);
    if (field == nullptr && !name.empty() && !ignored) problems.push_back(unknown_column(entity, name));
    const auto [same, is_first] = ignored || name.empty() ? std::pair(names.end(), true) : names.try_emplace(name, i);
    const auto first = field == nullptr ? columns.end() : std::find(columns.begin(), columns.end(), field);
    if (!is_first && field == nullptr) {
      problems.push_back(columns_of_one_name(name, same->second, i));
    } else if (first != columns.end()) {
      const auto other = static_cast<std::size_t>(first - columns.begin());
      if (name == header[other]) {
        problems.push_back(columns_of_one_name(name, other, i));
      } else {
        const std::size_t needless = mapping_of(i, choices) != nullptr ? other : i;
        problems.push_back(second_column(*field, name, header[needless]));
      }
    }
    columns.push_back(field);
  }
  return columns;
}

std::vector<std::string> unknown_columns(const model::Entity& entity, std::span<const std::string> header,
                                         const ColumnChoices& choices) {
  std::vector<std::string> unknown;
  for (std::size_t i = 0; choices.ignores_unknown && i < header.size(); ++i) {
    if (header[i].empty() || is_ignored(header, i, choices)) continue;
    if (field_of_column(entity, header, i, choices) == nullptr) unknown.push_back(header[i]);
  }
  return unknown;
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
  // Whoever ignores what does not fit means the entity that has the most of the columns.
  if (choices.ignores_unknown) keep_closest(readings, found, names);
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

bool is_export(const model::Entity& entity, std::span<const std::string> header) {
  const auto fields = model::all_fields(entity);
  return std::equal(header.begin(), header.end(), fields.begin(), fields.end(),
                    [](const std::string& name, const model::Field* field) { return name == field->name; });
}

}  // namespace iscm::import
