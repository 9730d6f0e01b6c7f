#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <algorithm>

#include "core/import/saved_plan.hpp"
#include "error.hpp"
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
      } else if (action == "new") {
        add(object, number);
      } else {
        fail("action", "unknown-action", fmt::format("unknown action \"{}\"", action), action, "change or new");
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
      plan_.records.push_back(
          {.line = number, .is_new = is_new, .revision = 0, .key = std::move(key), .source = {}, .values = {}});
    } else if (is_new || plan_.records[place->second].is_new) {
      fail("record", "doubled", "an earlier line makes this record");
    }
    SavedRecord& record = plan_.records[place->second];
    if (const auto source = object.find("source"); source != object.end()) {
      record.source = text_of(*source, "source").value_or("");
    }
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
};

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
  plan.file = text("file");
  plan.sha256 = text("sha256");
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
