#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

#include "core/fields.hpp"
#include "core/import/create.hpp"
#include "core/import/rules.hpp"
#include "core/import/saved_plan.hpp"
#include "core/names.hpp"
#include "error.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"

namespace iscm::core {
namespace {

using nlohmann::json;

/// What is wrong with a line of a plan.
struct BadLine {
  std::string column;
  std::string value;
  std::string code;
  std::string message;
  std::string hint;
};

[[noreturn]] void fail(const std::string& column, const std::string& code, const std::string& message,
                       const std::string& value = {}, const std::string& hint = {}) {
  throw BadLine{column, value, code, message, hint};
}

json parse(std::string_view line) {
  try {
    return json::parse(line);
  } catch (const json::parse_error& error) {
    // Its own text begins with the number of the exception; the place is told in columns.
    fail(fmt::format("column {}", error.byte), "json-syntax", "this is no JSON",
         std::string(line.substr(0, std::min<std::size_t>(line.size(), 40))), "one JSON object on each line");
  }
}

const json& member(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) fail(name, "missing", fmt::format("\"{}\" is missing", name));
  return *found;
}

/// Texts stay as they are; somebody who edits a plan may write a number as a number.
SavedText text_of(const json& value, const std::string& column) {
  if (value.is_null()) return std::nullopt;
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
  fail(column, "not-a-text", "a text, a whole number or null belongs here", value.dump());
}

std::string required_text(const json& object, const char* name) {
  const SavedText text = text_of(member(object, name), name);
  if (!text || text->empty()) fail(name, "missing", fmt::format("\"{}\" is empty", name));
  return *text;
}

std::vector<std::string> texts_of(const json& value, const std::string& column) {
  if (!value.is_array()) fail(column, "not-a-list", "a list of codes belongs here", value.dump());
  std::vector<std::string> texts;
  for (const json& item : value) {
    const SavedText text = text_of(item, column);
    if (!text) fail(column, "not-a-list", "null is no code", "null");
    texts.push_back(*text);
  }
  return texts;
}

const Field& field_called(const Entity& entity, const std::string& name) {
  try {
    return field_named(entity, name);
  } catch (const Error& error) {
    fail("field", "unknown-field", error.what(), name, error.hint());
  }
}

/// A list of texts, as it was read.
std::string array_of(const json& value, const std::string& column) {
  const std::vector<std::string> texts = texts_of(value, column);
  return json_array(std::vector<std::string_view>(texts.begin(), texts.end()));
}

std::string optional_text(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? std::string() : text_of(*found, name).value_or("");
}

const Entity& kind_of(const json& object) {
  const std::string name = required_text(object, "kind");
  const Entity* kind = find_entity(name);
  if (kind == nullptr) fail("kind", "unknown-entity", fmt::format("unknown entity \"{}\"", name), name);
  return *kind;
}

void check_rule(const Field& field, const std::string& value, const std::string& column) {
  const std::string_view code = broken_rule(field, value);
  if (code.empty()) return;
  fail(column, std::string(code), fmt::format("\"{}\" does not fit", value), value, rule_in_words(field));
}

/// A new record of another kind has nothing but a name, as it has where a row of a file needs it.
SavedCreated created_by(const json& object, std::size_t number) {
  SavedCreated created{.line = number, .kind = &kind_of(object), .code = required_text(object, "record")};
  const Entity& kind = *created.kind;
  if (!can_be_created(kind)) fail("kind", "not-creatable", fmt::format("a new {} needs more than a name", kind.name));
  check_rule(*kind.field("code"), created.code, "record");
  created.source = optional_text(object, "source");
  const json& values = member(object, "values");
  if (!values.is_object()) fail("values", "json-nested", "an object of fields belongs here");
  for (const auto& [name, value] : values.items()) {
    const Field& field = field_called(kind, name);
    std::string& place = &field == label_field(kind)   ? created.name
                         : &field == address_key(kind) ? created.address
                                                       : created.acronym;
    if (&place == &created.acronym && field.name != "acronym") {
      fail(name, "not-creatable", fmt::format("a plan gives a new {} a name alone", kind.name), name,
           "set the other fields once the plan is applied");
    }
    place = text_of(value, name).value_or("");
    if (!place.empty()) check_rule(field, place, name);
  }
  if (text::fold(created.name).empty() && created.address.empty()) fail("values", "missing", "a name is missing");
  return created;
}

SavedAlias alias_by(const json& object, std::size_t number) {
  SavedAlias alias{.line = number, .kind = &kind_of(object), .code = required_text(object, "record")};
  if (alias.kind->alias_table.empty()) {
    fail("kind", "no-aliases", fmt::format("{} have no aliases", alias.kind->plural));
  }
  alias.alias = required_text(object, "alias");
  if (text::fold(alias.alias).empty()) {
    fail("alias", "no-name", fmt::format("\"{}\" has neither letter nor digit", alias.alias), alias.alias);
  }
  alias.source = optional_text(object, "source");
  return alias;
}

SavedText joined(const std::vector<std::string>& codes) {
  if (codes.empty()) return std::nullopt;
  return fmt::format("{}", fmt::join(codes, "; "));
}

class PlanReader {
public:
  PlanReader(SavedPlan& plan, std::vector<Problem>& problems) : plan_(plan), problems_(problems) {}

  void line(std::string_view text, std::size_t number) {
    try {
      const json object = parse(text);
      if (!object.is_object()) fail("", "json-row", "one JSON object belongs on each line");
      const std::string action = required_text(object, "action");
      if (action == "change") {
        change(object, number);
      } else if (action == "new" && object.contains("kind")) {
        create(object, number);
      } else if (action == "new") {
        add(object, number);
      } else if (action == "alias") {
        plan_.aliases.push_back(alias_by(object, number));
        once(fmt::format("alias\n{}\n{}", plan_.aliases.back().kind->name, text::fold(plan_.aliases.back().alias)));
      } else {
        fail("action", "unknown-action", fmt::format("unknown action \"{}\"", action), action, "change, new or alias");
      }
    } catch (const BadLine& bad) {
      problems_.push_back({.line = number,
                           .column = bad.column,
                           .value = bad.value,
                           .code = bad.code,
                           .message = bad.message,
                           .hint = bad.hint});
    }
  }

private:
  void create(const json& object, std::size_t number) {
    plan_.created.push_back(created_by(object, number));
    once(fmt::format("new\n{}\n{}", plan_.created.back().kind->name, plan_.created.back().code));
  }

  void once(const std::string& name) {
    if (!seen_.insert(name).second) fail("record", "doubled", "an earlier line makes this already");
  }

  void change(const json& object, std::size_t number) {
    SavedRecord& record = this->record(object, number, false);
    const Field& field = field_called(*plan_.entity, required_text(object, "field"));
    const json& revision = member(object, "revision");
    if (!revision.is_number_integer()) fail("revision", "not-a-number", "a revision is a number", revision.dump());
    record.revision = revision.get<std::int64_t>();
    SavedValue value = value_of(object, member(object, "new"), field, number);
    const json& old = member(object, "old");
    value.old = field.type == FieldType::list ? joined(texts_of(old, "old")) : text_of(old, "old");
    put(record, field, std::move(value));
  }

  void add(const json& object, std::size_t number) {
    SavedRecord& record = this->record(object, number, true);
    const json& values = member(object, "values");
    if (!values.is_object()) fail("values", "json-nested", "an object of fields belongs here");
    for (const auto& [name, value] : values.items()) {
      const Field& field = field_called(*plan_.entity, name);
      put(record, field, value_of(object, value, field, number));
    }
  }

  static SavedValue value_of(const json& object, const json& wanted, const Field& field, std::size_t number) {
    SavedValue value;
    value.line = number;
    if (field.type != FieldType::list) {
      value.wanted = text_of(wanted, std::string(field.name));
      return value;
    }
    value.codes = texts_of(wanted, std::string(field.name));
    value.wanted = joined(value.codes);
    const auto written = object.find("written");
    if (written != object.end() && written->is_object() && written->contains(field.name)) {
      value.written = texts_of(written->at(std::string(field.name)), "written");
    }
    // Somebody has edited the list: the words for it are no longer those of the input.
    if (value.written.size() != value.codes.size()) value.written = value.codes;
    return value;
  }

  static void put(SavedRecord& record, const Field& field, SavedValue value) {
    const std::size_t before = record.values.size();
    record.values.emplace(field.name, std::move(value));
    if (record.values.size() == before) {
      fail("field", "doubled", fmt::format("an earlier line sets {} of this record", field.name));
    }
  }

  SavedRecord& record(const json& object, std::size_t number, bool is_new) {
    std::vector<SavedText> key = key_of(member(object, "record"));
    std::string name;
    for (const SavedText& part : key) name += part.value_or(std::string(1, '\0')) + '\n';
    const auto [place, first] = places_.emplace(name, plan_.records.size());
    if (first) {
      plan_.records.push_back({.line = number,
                               .input_line = 0,
                               .cells = {},
                               .is_new = is_new,
                               .revision = 0,
                               .key = std::move(key),
                               .source = {},
                               .values = {}});
    } else if (is_new || plan_.records[place->second].is_new) {
      fail("record", "doubled", "an earlier line makes this record");
    }
    SavedRecord& record = plan_.records[place->second];
    if (const auto source = object.find("source"); source != object.end()) {
      record.source = text_of(*source, "source").value_or("");
    }
    if (const auto line = object.find("line"); line != object.end() && line->is_number_unsigned()) {
      record.input_line = line->get<std::size_t>();
    }
    if (const auto cells = object.find("cells"); cells != object.end()) record.cells = array_of(*cells, "cells");
    return record;
  }

  std::vector<SavedText> key_of(const json& record) const {
    if (plan_.entity->has_code()) {
      if (!record.is_string() || record.get<std::string>().empty()) {
        fail("record", "missing", fmt::format("the code of a {} belongs here", plan_.entity->name), record.dump());
      }
      return {record.get<std::string>()};
    }
    if (!record.is_object()) fail("record", "json-nested", "an object with the key belongs here", record.dump());
    std::vector<SavedText> key;
    for (const std::string_view name : words(plan_.entity->key)) {
      key.push_back(text_of(member(record, std::string(name).c_str()), std::string(name)));
    }
    return key;
  }

  SavedPlan& plan_;
  std::vector<Problem>& problems_;
  std::map<std::string, std::size_t> places_;
  std::set<std::string> seen_;  ///< records of other kinds and aliases
};

/// What the record keeps of the file, where the plan says it.
void read_file(const json& header, SavedFile& file) {
  try {
    if (header.contains("header")) file.header = array_of(header["header"], "header");
    if (header.contains("mapping")) file.mapping = array_of(header["mapping"], "mapping");
  } catch (const BadLine&) {
    file.header.clear();
  }
  if (const auto bytes = header.find("bytes"); bytes != header.end() && bytes->is_number_unsigned()) {
    file.bytes = bytes->get<std::int64_t>();
  }
  if (const auto end = header.find("ends_with_newline"); end != header.end() && end->is_boolean()) {
    file.ends_with_newline = end->get<bool>();
  }
}

SavedPlan read_header(std::string_view line, const std::string& name) {
  const json header = json::parse(line, nullptr, false);
  if (!header.is_object() || !header.contains("iscm_plan")) {
    throw Error(Exit::refused, fmt::format("{}:1: this is no saved plan", name),
                "`iscm import FILE --plan PLAN` saves one; its first line says what it is and has to stay");
  }
  const json& version = header["iscm_plan"];
  if (!version.is_number_integer() || version.get<std::int64_t>() != kSavedPlanVersion) {
    throw Error(
        Exit::refused,
        fmt::format("{}:1: a plan of version {}; this program knows {}", name, version.dump(), kSavedPlanVersion),
        "make the plan again with this program");
  }
  SavedPlan plan;
  const auto text = [&](const char* key) {
    const auto found = header.find(key);
    return found != header.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  plan.file = {.name = text("file"), .sha256 = text("sha256"), .delimiter = text("delimiter")};
  read_file(header, plan.file);
  plan.entity = find_entity(text("entity"));
  if (plan.entity != nullptr) return plan;
  std::vector<std::string> known;
  for (const Entity& entity : entities()) known.emplace_back(entity.name);
  throw Error(Exit::refused, fmt::format("{}:1: unknown entity \"{}\"", name, text("entity")),
              text::did_you_mean(text("entity"), known));
}

}  // namespace

SavedPlan read_saved_plan(std::string_view text, const std::string& name, std::vector<Problem>& problems) {
  const auto next_line = [&] {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  };
  SavedPlan plan = read_header(next_line(), name);
  PlanReader reader(plan, problems);
  for (std::size_t number = 2; !text.empty(); ++number) {
    const std::string_view line = next_line();
    if (line.find_first_not_of(" \t") != std::string_view::npos) reader.line(line, number);
  }
  return plan;
}

std::string key_in_words(const SavedRecord& record) {
  std::string text;
  for (const SavedText& part : record.key) {
    if (part) text += (text.empty() ? "" : " ") + *part;
  }
  return text;
}

}  // namespace iscm::core
