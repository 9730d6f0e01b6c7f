#include "query/show_json.hpp"

#include <fmt/format.h>

#include <map>

#include "write/json.hpp"

namespace iscm::query {
namespace {

std::string quoted_json(std::string_view text) {
  std::string json;
  write::append_json_string(json, text);
  return json;
}

std::string text_or_null(std::string_view text) {
  return text.empty() ? "null" : quoted_json(text);
}

std::string array_of(const std::vector<std::string>& texts) {
  std::vector<std::string> items;
  for (const std::string& text : texts) items.push_back(quoted_json(text));
  return fmt::format("[{}]", fmt::join(items, ", "));
}

/// The JSON of a value of this field.
struct ValueAsJson {
  const model::Field& field;

  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(const std::string& text) const { return quoted_json(text); }
  std::string operator()(const std::vector<std::string>& codes) const { return array_of(codes); }

  /// {"code": "acp-eu", "name": "...", "type": "IRF"}
  std::string operator()(const Referred& record) const {
    std::string json = fmt::format(R"({{"code": {}, "name": {})", quoted_json(record.code), text_or_null(record.name));
    if (const model::Field* divides = class_field(model::entity_named(field.target))) {
      json += fmt::format(", {}: {}", quoted_json(divides->name), text_or_null(record.class_value));
    }
    return json + "}";
  }
};

std::string members_of(const std::vector<const model::Field*>& fields, const ShownRow& row, std::string_view between) {
  std::vector<std::string> members;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    members.push_back(fmt::format("{}: {}", quoted_json(fields[i]->name), std::visit(ValueAsJson{*fields[i]}, row[i])));
  }
  return fmt::format("{}", fmt::join(members, between));
}

/// How many rows have which source; null: none.
std::string sources_of(const ShownGroup& group) {
  std::map<std::string, int> counts;
  for (std::size_t i = 0; i < group.fields.size(); ++i) {
    if (group.fields[i] != &model::source_field()) continue;
    for (const ShownRow& row : group.rows) {
      const auto* source = std::get_if<Referred>(&row[i]);
      ++counts[source == nullptr ? std::string() : source->code];
    }
  }
  std::vector<std::string> sources;
  for (const auto& [code, rows] : counts) {
    sources.push_back(fmt::format(R"({{"code": {}, "rows": {}}})", text_or_null(code), rows));
  }
  return fmt::format("[{}]", fmt::join(sources, ", "));
}

std::string json_of(const ShownGroup& group) {
  std::vector<std::string> rows;
  for (const ShownRow& row : group.rows) {
    rows.push_back(fmt::format("\n        {{{}}}", members_of(group.fields, row, ", ")));
  }
  std::string json = fmt::format("{}: {{\n      \"count\": {},\n", quoted_json(group.of.key), group.rows.size());
  if (group.of.near != &model::source_field()) json += fmt::format("      \"sources\": {},\n", sources_of(group));
  return json + fmt::format("      \"rows\": [{}{}]\n    }}", fmt::join(rows, ","), rows.empty() ? "" : "\n      ");
}

std::string sources_of(const ShownRecord& record) {
  std::vector<std::string> sources;
  for (const FieldsOfSource& source : record.sources) {
    sources.push_back(
        fmt::format(R"({{"code": {}, "fields": {}}})", text_or_null(source.code), array_of(source.fields)));
  }
  return fmt::format("[{}]", fmt::join(sources, ", "));
}

std::string json_of(const MemberFigures& members) {
  return fmt::format(R"({{"published": {}, "listed": {}, "current": {}}})",
                     members.published ? std::to_string(*members.published) : "null", members.listed, members.current);
}

}  // namespace

std::string record_as_json(const ShownRecord& record) {
  std::vector<std::string> groups;
  for (const ShownGroup& group : record.groups) groups.push_back("\n    " + json_of(group));
  std::string json = fmt::format("{{\n  \"entity\": {},\n  \"code\": {},\n  \"name\": {},\n",
                                 quoted_json(record.entity->name), quoted_json(record.code), text_or_null(record.name));
  json += fmt::format("  \"fields\": {{\n    {}\n  }},\n", members_of(record.fields, record.values, ",\n    "));
  json += fmt::format("  \"sources\": {},\n", sources_of(record));
  if (record.members) json += fmt::format("  \"members\": {},\n", json_of(*record.members));
  return json + fmt::format("  \"links\": {{{}{}}}\n}}\n", fmt::join(groups, ","), groups.empty() ? "" : "\n  ");
}

}  // namespace iscm::query
