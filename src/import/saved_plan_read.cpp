#include "import/saved_plan_read.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

#include "error.hpp"
#include "import/new_records.hpp"
#include "import/plan_line.hpp"
#include "model/field_types.hpp"
#include "model/names.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"

namespace iscm::import {
namespace {

using namespace plan_line;
using nlohmann::json;

const model::Field& field_called(const model::Entity& entity, const std::string& name) {
  try {
    return model::field_named(entity, name);
  } catch (const Error& error) {
    fail("field", "unknown-field", error.what(), name, error.hint());
  }
}

const model::Entity& kind_of(const json& object) {
  const std::string name = required_text(object, "kind");
  const model::Entity* kind = model::find_entity(name);
  if (kind == nullptr) fail("kind", "unknown-entity", fmt::format("unknown entity \"{}\"", name), name);
  return *kind;
}

void check_rule(const model::Field& field, const std::string& value, const std::string& column) {
  const std::string_view code = model::broken_rule(field, value);
  if (code.empty()) return;
  fail(column, std::string(code), fmt::format("\"{}\" does not fit", value), value, model::rule_in_words(field));
}

/// A new record of another kind has nothing but a name, as it has where a row of a file needs it.
SavedCreated created_by(const json& object, std::size_t number) {
  refuse_others(object, {"line", "action", "kind", "record", "values", "source"});
  SavedCreated created{.line = number, .kind = &kind_of(object), .code = required_text(object, "record")};
  const model::Entity& kind = *created.kind;
  if (!can_be_created(kind)) fail("kind", "not-creatable", fmt::format("a new {} needs more than a name", kind.name));
  check_rule(*kind.field("code"), created.code, "record");
  created.source = optional_text(object, "source");
  const json& values = member(object, "values");
  if (!values.is_object()) fail("values", "json-nested", "an object of fields belongs here");
  for (const auto& [name, value] : values.items()) {
    const model::Field& field = field_called(kind, name);
    std::string& place = &field == model::label_field(kind) ? created.name
                         : &field == address_key(kind)      ? created.address
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
  refuse_others(object, {"line", "action", "kind", "record", "alias", "source"});
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
    refuse_others(object,
                  {"line", "action", "record", "revision", "field", "old", "new", "written", "source", "cells"});
    SavedRecord& record = this->record(object, number, false);
    const model::Field& field = field_called(*plan_.entity, required_text(object, "field"));
    if (field.name == "code") {
      fail("field", "not-changeable", "a plan does not change the code of a record", "code",
           fmt::format("`iscm rename {} OLD NEW` does", plan_.entity->name));
    }
    SavedValue value = value_of(object, member(object, "new"), field, number);
    const json& old = member(object, "old");
    value.old = field.type == model::FieldType::list ? joined(texts_of(old, "old")) : text_of(old, "old");
    put(record, field, std::move(value));
  }

  void add(const json& object, std::size_t number) {
    refuse_others(object, {"line", "action", "record", "values", "written", "source", "cells"});
    SavedRecord& record = this->record(object, number, true);
    const json& values = member(object, "values");
    if (!values.is_object()) fail("values", "json-nested", "an object of fields belongs here");
    for (const auto& [name, value] : values.items()) {
      const model::Field& field = field_called(*plan_.entity, name);
      SavedValue wanted = value_of(object, value, field, number);
      refuse_other_key(record, field, wanted);
      put(record, field, std::move(wanted));
    }
  }

  /// The values of a new record may repeat its key, not contradict it.
  void refuse_other_key(const SavedRecord& record, const model::Field& field, const SavedValue& value) const {
    const std::vector<std::string_view> names = key_names();
    const auto place = std::find(names.begin(), names.end(), field.name);
    if (place == names.end()) return;
    const SavedText& key = record.key[static_cast<std::size_t>(place - names.begin())];
    if (value.wanted == key) return;
    fail(std::string(field.name), "disagrees", fmt::format("the key of this line says \"{}\"", key.value_or("")),
         value.wanted.value_or(""), "make both the same");
  }

  static SavedValue value_of(const json& object, const json& wanted, const model::Field& field, std::size_t number) {
    SavedValue value;
    value.line = number;
    if (field.type != model::FieldType::list) {
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

  static void put(SavedRecord& record, const model::Field& field, SavedValue value) {
    if (field.name == model::source_field().name && !record.source.empty() && value.wanted != record.source) {
      fail("source", "disagrees", "the source of the line is another than the one that the record is to have", {},
           "make both the same");
    }
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
    SavedRecord told{.line = number,
                     .input_line = 0,
                     .cells = {},
                     .is_new = is_new,
                     .revision = is_new ? 0 : number_of(member(object, "revision"), "revision"),
                     .key = std::move(key),
                     .source = optional_text(object, "source"),
                     .values = {}};
    if (const auto line = object.find("line"); line != object.end())
      told.input_line = static_cast<std::size_t>(number_of(*line, "line"));
    if (const auto cells = object.find("cells"); cells != object.end()) told.cells = array_of(*cells, "cells");
    const auto [place, first] = places_.emplace(name, plan_.records.size());
    if (first) return plan_.records.emplace_back(std::move(told));
    SavedRecord& record = plan_.records[place->second];
    if (is_new || record.is_new) fail("record", "doubled", "an earlier line makes this record");
    refuse_unless_same(record, told);
    return record;
  }

  /// A version has one source, and was planned from one row for one version.
  static void refuse_unless_same(const SavedRecord& earlier, const SavedRecord& told) {
    const auto differs = [&](const char* name) {
      fail(name, "disagrees", fmt::format("line {} says otherwise of the same record", earlier.line), {},
           "make both the same, or delete one of the lines");
    };
    if (told.revision != earlier.revision) differs("revision");
    if (told.source != earlier.source) differs("source");
    if (told.input_line != earlier.input_line) differs("line");
    if (told.cells != earlier.cells) differs("cells");
  }

  [[nodiscard]] std::vector<std::string_view> key_names() const {
    return model::words(plan_.entity->has_code() ? "code" : plan_.entity->key);
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
    for (const std::string_view name : key_names()) {
      key.push_back(text_of(member(record, std::string(name).c_str()), std::string(name)));
    }
    if (record.size() > key.size()) {
      fail("record", "unknown-member", "the key has more than identifies the record", record.dump(),
           fmt::format("its parts are {}", fmt::join(key_names(), ", ")));
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
  json header;
  try {
    header = parse(line);
  } catch (const BadLine& bad) {
    if (bad.code != "json-syntax")
      throw Error(Exit::refused,
                  fmt::format("{}:1: {}{}{}", name, bad.column, bad.column.empty() ? "" : ": ", bad.message), bad.hint);
  }
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
  plan.entity = model::find_entity(text("entity"));
  if (plan.entity != nullptr) return plan;
  std::vector<std::string> known;
  for (const model::Entity& entity : model::entities()) known.emplace_back(entity.name);
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

}  // namespace iscm::import
