#include "data_dictionary.hpp"

#include <fmt/format.h>

#include "model/field_types.hpp"
#include "model/sql_of.hpp"
#include "query/filter.hpp"

namespace iscm::test {
namespace {

constexpr std::string_view kPreface =
    "# Data dictionary\n\n"
    "<!-- Generated from src/model/entity_data.cpp: `ISCM_ACCEPT=1 build/dev/tests/iscm_tests` writes it anew. -->\n\n"
    "What the record holds: every entity and link, its table, what identifies a row, and its fields. `iscm fields\n"
    "ENTITY` says the same at the terminal. The name of a field is the one to type in filters and to write in the\n"
    "header of a file; its synonyms are understood in headers too, case and punctuation aside. If the column has\n"
    "another name than the field, it is given below it.\n\n"
    "In the tables, **required** means that a new record needs a value; a default is what a new record gets if the\n"
    "input does not give one.\n";

/// Within a cell of a table of Markdown.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

/// As code, so that nothing in it is markup.
std::string verbatim(std::string_view text) {
  return text.empty() ? std::string() : fmt::format("`{}`", cell(text));
}

std::string key_in_words(const model::Entity& entity) {
  std::vector<std::string> fields;
  for (const model::Field* field : model::key_fields(entity)) fields.push_back(verbatim(field->name));
  return model::joined(fields);
}

/// The column of a field, if its name differs: of a list, the table of its links and the column there.
std::string column_note(const model::Field& field) {
  if (field.type == model::FieldType::list) return fmt::format("<br>`{}.{}`", field.link_table, field.column);
  return field.column == field.name ? std::string() : fmt::format("<br>`{}`", field.column);
}

std::string needed(const model::Field& field) {
  if (!field.fallback.empty()) return verbatim(field.fallback);
  return field.required ? "**required**" : "";
}

std::string row(const model::Field& field) {
  return fmt::format("| `{}`{} | {} | {} | {} | {} | {} | {} |\n", field.name, column_note(field),
                     model::type_in_words(field), cell(field.meaning), cell(rule_in_words(field)), needed(field),
                     cell(field.synonyms), verbatim(field.example));
}

std::vector<std::string> linked_names(const model::Entity& entity) {
  std::vector<std::string> names;
  for (const query::LinkedFilter& link : query::linked_filters(entity)) names.push_back(verbatim(link.name));
  return names;
}

std::string section(const model::Entity& entity) {
  std::string text = fmt::format("\n## {}\n\n{}.\n\nTable `{}`, key {}", entity.name, entity.meaning, entity.table,
                                 key_in_words(entity));
  if (!entity.alias_table.empty()) text += fmt::format(", other names in `{}`", entity.alias_table);
  text += ".";
  const std::vector<std::string> links = linked_names(entity);
  if (!links.empty()) text += fmt::format(" Filters know its links too: {}.", fmt::join(links, ", "));
  text += "\n\n| field | type | meaning | rule | default | synonyms | example |\n|---|---|---|---|---|---|---|\n";
  for (const model::Field* field : model::all_fields(entity)) text += row(*field);
  return text;
}

}  // namespace

std::string data_dictionary() {
  std::string text(kPreface);
  text += "\n| entity | meaning |\n|---|---|\n";
  for (const model::Entity& entity : model::entities()) {
    text += fmt::format("| [{0}](#{0}) | {1} |\n", entity.name, cell(entity.meaning));
  }
  for (const model::Entity& entity : model::entities()) text += section(entity);
  return text;
}

}  // namespace iscm::test
