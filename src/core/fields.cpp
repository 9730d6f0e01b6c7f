#include "core/fields.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "text/utf8.hpp"

namespace iscm::core {
namespace {

struct TypeWords {
  FieldType type;
  std::string_view name;
  std::string_view rule;
};

constexpr TypeWords kTypes[] = {
    {FieldType::code, "code", "a code has up to 100 of A-Z a-z 0-9 + . _ - and begins with a letter or digit"},
    {FieldType::text, "text", ""},
    {FieldType::count, "count", "a whole number, 0 or more, in digits alone"},
    {FieldType::position, "position", "a whole number, 1 or more, in digits alone"},
    {FieldType::year, "year", "a year from 1900 to 2100 in four digits"},
    {FieldType::date, "date", "a date as 2013, 2013-05 or 2013-05-14"},
    {FieldType::choice, "choice", "one of {}"},
    {FieldType::address, "address", "an address that begins with http:// or https://"},
    {FieldType::iso2, "iso2", "the two capitals of ISO 3166-1 alpha-2"},
    {FieldType::m49, "m49", "three digits with their leading zeros, as 024"},
    {FieldType::reference, "reference", "the code or a name of a {}"},
    {FieldType::list, "list", "codes or names of {}, with {} between"},
};

const TypeWords& words_of(const Field& field) {
  return *std::find_if(std::begin(kTypes), std::end(kTypes),
                       [&](const TypeWords& candidate) { return candidate.type == field.type; });
}

/// "– or ;": any of the characters may stand between items.
std::string separators_in_words(std::string_view separators) {
  std::vector<std::string_view> characters;
  for (const text::CodePoint& point : text::CodePoints(separators)) characters.push_back(point.bytes);
  return fmt::format("{}", fmt::join(characters, " or "));
}

}  // namespace

std::string type_in_words(const Field& field) {
  std::string name(words_of(field).name);
  if (field.type == FieldType::reference) return fmt::format("{} to {}", name, field.target);
  if (field.type == FieldType::list) return fmt::format("{} of {}", name, field.target);
  return name;
}

std::string rule_in_words(const Field& field) {
  const auto in_words = fmt::runtime(words_of(field).rule);
  switch (field.type) {
    case FieldType::choice:
      return fmt::format(in_words, fmt::join(words(field.choices), ", "));
    case FieldType::reference:
      return fmt::format(in_words, field.target);
    case FieldType::list:
      return fmt::format(in_words, entity_named(field.target).plural, separators_in_words(field.separator));
    default:
      return std::string(words_of(field).rule);
  }
}

std::vector<const Field*> all_fields(const Entity& entity) {
  std::vector<const Field*> fields;
  for (const Field& field : entity.fields) fields.push_back(&field);
  fields.push_back(&source_field());
  return fields;
}

const Field* label_field(const Entity& entity) {
  const auto find = [&](auto&& fits) {
    const auto found = std::find_if(entity.fields.begin(), entity.fields.end(), fits);
    return found == entity.fields.end() ? nullptr : &*found;
  };
  if (const Field* name = find([](const Field& field) { return field.tier == NameTier::name; })) return name;
  return find([](const Field& field) { return field.required && field.type == FieldType::text; });
}

}  // namespace iscm::core
