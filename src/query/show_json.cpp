#include "query/show_json.hpp"

#include <map>

#include "text/utf8.hpp"
#include "write/json.hpp"

namespace iscm::query {
namespace {

using write::JsonText;

JsonText object() {
  return JsonText::object(JsonText::Layout::spaced);
}

JsonText array() {
  return JsonText::array(JsonText::Layout::spaced);
}

std::string array_of(const std::vector<std::string>& texts) {
  JsonText items = array();
  for (const std::string& text : texts) items.add(text);
  return items.text();
}

/// The JSON of a value of this field.
struct ValueAsJson {
  const model::Field& field;

  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(const std::string& text) const { return write::json_string(text); }
  std::string operator()(const std::vector<std::string>& codes) const { return array_of(codes); }

  /// {"code": "acp-eu", "name": "...", "type": "IRF"}
  std::string operator()(const Referred& record) const {
    JsonText json = object().add("code", record.code).add_json("name", write::json_or_null(record.name));
    if (const model::Field* divides = class_field(model::entity_named(field.target))) {
      json.add_json(divides->name, write::json_or_null(record.class_value));
    }
    return json.text();
  }
};

void add_values(JsonText& json, const std::vector<const model::Field*>& fields, const ShownRow& row) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    json.add_json(fields[i]->name, std::visit(ValueAsJson{*fields[i]}, row[i]));
  }
}

/// How many rows have which source; null: none.
std::string sources_of(const ShownGroup& group) {
  std::map<std::string, int> counts;
  for (std::size_t i = 0; i < group.fields.size(); ++i) {
    if (group.fields[i] != &model::source_field()) continue;
    for (const ShownRow& row : group.rows) {
      const auto* codes = std::get_if<std::string>(&row[i]);
      if (codes == nullptr) ++counts[""];
      for (const std::string_view code : text::split(codes == nullptr ? std::string_view() : *codes, "; ")) {
        ++counts[std::string(code)];
      }
    }
  }
  JsonText sources = array();
  for (const auto& [code, rows] : counts) {
    sources.add_json(object().add_json("code", write::json_or_null(code)).add("rows", rows).text());
  }
  return sources.text();
}

std::string json_of(const ShownGroup& group) {
  JsonText rows = array().indented(8);
  for (const ShownRow& row : group.rows) {
    JsonText values = object();
    add_values(values, group.fields, row);
    rows.add_json(values.text());
  }
  JsonText json = object().indented(6).add("count", static_cast<std::int64_t>(group.rows.size()));
  if (group.of.near != &model::source_field()) json.add_json("sources", sources_of(group));
  return json.add_json("rows", rows.text()).text();
}

std::string sources_of(const ShownRecord& record) {
  JsonText sources = array();
  for (const FieldsOfSource& source : record.sources) {
    sources.add_json(
        object().add_json("code", write::json_or_null(source.code)).add_json("fields", array_of(source.fields)).text());
  }
  return sources.text();
}

std::string json_of(const MemberFigures& members) {
  return object()
      .add_json("published", members.published ? std::to_string(*members.published) : "null")
      .add("listed", members.listed)
      .add("current", members.current)
      .text();
}

}  // namespace

std::string record_as_json(const ShownRecord& record) {
  JsonText values = object().indented(4);
  add_values(values, record.fields, record.values);
  JsonText links = object().indented(4);
  for (const ShownGroup& group : record.groups) links.add_json(group.of.key, json_of(group));
  JsonText json = object().indented(2);
  json.add("entity", record.entity->name).add("code", record.code).add_json("name", write::json_or_null(record.name));
  json.add_json("fields", values.text()).add_json("sources", sources_of(record));
  if (record.members) json.add_json("members", json_of(*record.members));
  return json.add_json("links", links.text()).text() + "\n";
}

}  // namespace iscm::query
