#include "query/datapackage.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "error.hpp"
#include "model/field_types.hpp"
#include "query/export.hpp"
#include "query/schema_help.hpp"
#include "text/utf8.hpp"
#include "version.hpp"

namespace iscm::query {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kTitle = "Inter-State Consultation Mechanisms on Migration";
constexpr std::string_view kDescription =
    "Which mechanisms exist, of what type, in which regions, since when, with which members, themes, secretariats, "
    "chairs and meetings, with their sources.";

bool is_address(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

Json constraints_of(const model::Field& field) {
  Json constraints = Json::object();
  if (field.required) constraints["required"] = true;
  if (field.is_code()) constraints["unique"] = true;
  const model::TypeInfo& type = model::type_info(field.type);
  if (!type.pattern.empty()) constraints["pattern"] = type.pattern;
  if (type.minimum) constraints["minimum"] = *type.minimum;
  if (type.maximum) constraints["maximum"] = *type.maximum;
  if (field.type == model::FieldType::choice) {
    for (const std::string_view choice : model::words(field.choices)) constraints["enum"].push_back(choice);
  }
  return constraints;
}

Json described(const model::Field& field) {
  Json json = {{"name", field.name}, {"type", model::type_info(field.type).json_type}};
  if (field.type == model::FieldType::address) json["format"] = "uri";
  const std::string rule = model::rule_in_words(field);
  json["description"] = rule.empty() ? std::string(field.meaning) : fmt::format("{}: {}", field.meaning, rule);
  if (!field.example.empty()) json["example"] = field.example;
  if (Json constraints = constraints_of(field); !constraints.empty()) json["constraints"] = std::move(constraints);
  return json;
}

/// What identifies a row: its code, or the fields of its key. A start that may be unknown cannot be part of a primary
/// key.
void add_keys(Json& schema, const model::Entity& entity) {
  if (entity.has_code()) {
    schema["primaryKey"] = {"code"};
    return;
  }
  const std::vector<std::string_view> key = model::words(entity.key);
  const bool whole = std::all_of(key.begin(), key.end(), [&](std::string_view name) {
    const model::Field* field = entity.field(name);
    return field != nullptr && (field->required || !field->fallback.empty());
  });
  if (whole) {
    schema["primaryKey"] = key;
  } else {
    schema["uniqueKeys"] = Json::array({key});
  }
}

Json schema_of(const model::Entity& entity) {
  Json schema = {{"fields", Json::array()}};
  Json references = Json::array();
  for (const model::Field* field : model::all_fields(entity)) {
    schema["fields"].push_back(described(*field));
    // A record has several sources: which is for what, the evidence says.
    if (field == &model::source_field()) continue;
    if (field->type != model::FieldType::reference || !model::entity_named(field->target).has_code()) continue;
    // By the rules of Table Schema, a reference within the table does not name the resource.
    Json reference = Json::object();
    if (field->target != entity.name) reference["resource"] = field->target;
    reference["fields"] = {"code"};
    references.push_back({{"fields", {field->name}}, {"reference", std::move(reference)}});
  }
  schema["missingValues"] = {""};
  add_keys(schema, entity);
  if (!references.empty()) schema["foreignKeys"] = std::move(references);
  return schema;
}

/// What its rows are, and of links how many stand on what: who counts rows of the file should know.
std::string description_of(sqlite::Connection& connection, const model::Entity& entity) {
  std::string description(entity.meaning);
  if (entity.identity != model::Identity::dated_link) return description;
  sqlite::Statement counts = connection.prepare(
      fmt::format("SELECT count(*), ifnull(sum(basis = 'inferred'), 0), ifnull(sum(basis = 'unsourced'), 0),"
                  " ifnull(sum(valid_from IS NULL AND valid_to IS NULL), 0) FROM {}",
                  entity.table));
  counts.step();
  return fmt::format("{}; {} rows in any role, past ones included: {} inferred, {} unsourced, {} without a date",
                     description, counts.integer(0), counts.integer(1), counts.integer(2), counts.integer(3));
}

Json resource_of(sqlite::Connection& connection, const model::Entity& entity) {
  return {{"name", entity.name},
          {"type", "table"},
          {"path", fmt::format("{}.csv", entity.name)},
          {"title", entity.plural},
          {"description", description_of(connection, entity)},
          {"format", "csv"},
          {"mediatype", "text/csv"},
          {"encoding", "utf-8"},
          {"dialect", {{"lineTerminator", "\n"}}},
          {"schema", schema_of(entity)}};
}

Json evidence_resource() {
  constexpr std::pair<const char*, const char*> kColumns[] = {
      {"entity", "the kind of record"},
      {"record", "its code, or the words of its key"},
      {"field", "what the source says; empty: that there is such a link or other name"},
      {"value", "as it is recorded"},
      {"basis", "of a link: stated by a source, inferred from one, or unsourced"},
      {"source", "the source; empty: there is none"},
      {"place", "where in the source it is said"},
      {"note", "anything worth adding"}};
  Json fields = Json::array();
  for (const auto& [name, meaning] : kColumns) {
    fields.push_back({{"name", name}, {"type", "string"}, {"description", meaning}});
  }
  return {
      {"name", kEvidence},
      {"type", "table"},
      {"path", fmt::format("{}.csv", kEvidence)},
      {"title", kEvidence},
      {"description", "what each fact rests on: a row for each fact and source"},
      {"format", "csv"},
      {"mediatype", "text/csv"},
      {"encoding", "utf-8"},
      {"dialect", {{"lineTerminator", "\n"}}},
      {"schema",
       {{"fields", std::move(fields)},
        {"missingValues", {""}},
        {"foreignKeys", {{{"fields", {"source"}}, {"reference", {{"resource", "source"}, {"fields", {"code"}}}}}}}}}};
}

Json sources_of(sqlite::Connection& connection) {
  Json sources = Json::array();
  sqlite::Statement rows = connection.prepare("SELECT ifnull(title, code), url FROM sources ORDER BY code");
  while (rows.step()) {
    Json source = {{"title", rows.text(0)}};
    if (!rows.is_null(1)) source["path"] = rows.text(1);
    sources.push_back(std::move(source));
  }
  return sources;
}

std::string text_of(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

void refuse_odd_licence(std::string_view licence) {
  if (text::is_ascii_word(licence, "-._") || is_address(licence)) return;
  throw Error(Exit::usage, fmt::format("\"{}\" is not a licence", licence),
              "write its short name, CC-BY-4.0, or its address");
}

std::string datapackage_json(sqlite::Connection& connection, const PackageNote& note) {
  Json package = {{"$schema", "https://datapackage.org/profiles/2.0/datapackage.json"},
                  {"name", "iscm"},
                  {"title", kTitle},
                  {"description", fmt::format("{} Source: ISCM record, revision {}, {}.", kDescription, note.revision,
                                              note.made_at.substr(0, 10))},
                  {"version", std::to_string(note.revision)},
                  {"created", note.made_at}};
  if (!note.licence.empty()) package["licenses"] = {{{is_address(note.licence) ? "path" : "name", note.licence}}};
  if (Json sources = sources_of(connection); !sources.empty()) package["sources"] = std::move(sources);
  package["resources"] = Json::array();
  for (const model::Entity* entity : import_order()) package["resources"].push_back(resource_of(connection, *entity));
  package["resources"].push_back(evidence_resource());
  return text_of(package);
}

std::string datasette_metadata(sqlite::Connection& connection, const PackageNote& note) {
  Json tables = Json::object();
  for (const SchemaTable& table : schema_tables(connection)) {
    Json described = {{"description", table.meaning}, {"columns", Json::object()}};
    for (const SchemaColumn& column : schema_columns(connection, table.name)) {
      if (!column.meaning.empty()) described["columns"][column.name] = column.meaning;
      if (column.name == "code" && !table.is_view) described["label_column"] = "code";
    }
    tables[table.name] = std::move(described);
  }
  Json metadata = {{"title", kTitle}, {"description", kDescription}};
  if (!note.licence.empty()) metadata[is_address(note.licence) ? "license_url" : "license"] = note.licence;
  metadata["databases"] = {{note.database, {{"tables", std::move(tables)}}}};
  return text_of(metadata);
}

}  // namespace iscm::query
