#include "import/saved_plan_read.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <limits>
#include <set>

#include "error.hpp"
#include "import/new_records.hpp"
#include "import/row_sql.hpp"
#include "model/sql_of.hpp"
#include "read/limits.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "write/json.hpp"

// A plan is a file that people edit and mail: what a line says is done as it is meant, or the line is refused.

namespace iscm::import {
namespace {

using nlohmann::json;

/// What is wrong with a line.
struct BadLine {
  Problem problem;
};

[[noreturn]] void fail(std::string_view column, std::string_view code, std::string message, std::string value = {},
                       std::string hint = {}) {
  throw BadLine{{0, std::string(column), std::move(value), std::string(code), std::move(message), std::move(hint)}};
}

/// Refuses what a plan never has and the parser would take: a key twice (a person sees the first, the parser keeps the
/// second), and nesting without end, which the functions that walk over the values would not survive.
class ParseGuard {
public:
  bool operator()(int /*depth*/, json::parse_event_t event, const json& parsed) {
    if (event == json::parse_event_t::object_start || event == json::parse_event_t::array_start) {
      if (open_.size() == kDeepest) fail("", "json-nested", "lists and objects are nested deeper than in any plan");
      open_.emplace_back();
    } else if (event == json::parse_event_t::object_end || event == json::parse_event_t::array_end) {
      open_.pop_back();
    } else if (event == json::parse_event_t::key && !open_.back().insert(parsed.get<std::string>()).second) {
      fail(parsed.get<std::string>(), "doubled", "this line has the key twice", {}, "leave one of them");
    }
    return true;
  }

private:
  static constexpr std::size_t kDeepest = 3;  ///< the line, "written", a list in it
  std::vector<std::set<std::string>> open_;   ///< the keys of each object that is not closed yet
};

json parse(std::string_view line) {
  // Cells and values may each be as long as a row of an input, and the words of lists besides.
  constexpr std::size_t kLongest = 4 * read::kMaxRecordBytes;
  if (line.size() > kLongest) fail("", "line-too-long", fmt::format("the line has more than {} bytes", kLongest));
  try {
    ParseGuard guard;
    return json::parse(line, std::ref(guard));
  } catch (const json::out_of_range&) {
    fail("", "number-too-large", "a number is too large", {}, "write it in quotes, as a text");
  } catch (const json::parse_error& error) {
    // Its own text begins with the number of the exception.
    constexpr std::size_t kShown = 40;
    fail(fmt::format("column {}", error.byte), "json-syntax", "this is no JSON", std::string(line.substr(0, kShown)),
         "one JSON object on each line");
  }
}

/// A text, a whole number (of somebody who edits a plan) or null.
SavedText text_of(const json& value, std::string_view column) {
  if (value.is_null()) return std::nullopt;
  if (value.is_number_integer()) return value.dump();
  if (!value.is_string()) fail(column, "not-a-text", "a text, a whole number or null belongs here", value.dump());
  if (value.get_ref<const std::string&>().size() > read::kMaxCellBytes) {
    fail(column, "cell-too-long", fmt::format("the text has more than {} bytes", read::kMaxCellBytes));
  }
  return value.get<std::string>();
}

std::vector<std::string> texts_of(const json& value, std::string_view column) {
  if (!value.is_array()) fail(column, "not-a-list", "a list of codes belongs here", value.dump());
  std::vector<std::string> texts;
  for (const json& item : value) {
    const SavedText text = text_of(item, column);
    if (!text) fail(column, "not-a-list", "null is not a code", "null");
    texts.push_back(*text);
  }
  return texts;
}

/// A line as an object, and its members by their kinds.
class Line {
public:
  /// Throws BadLine if it has a member besides these, which may be one of them, misspelt.
  Line(const json& object, std::size_t at, std::initializer_list<std::string_view> members)
      : number(at), object_(object) {
    for (const auto& [name, value] : object.items()) {
      if (std::find(members.begin(), members.end(), name) != members.end()) continue;
      fail(name, "unknown-member", "such a line has no key of this name", {},
           fmt::format("its keys are {}", fmt::join(members, ", ")));
    }
  }

  [[nodiscard]] const json* find(std::string_view name) const {
    const auto found = object_.find(name);
    return found == object_.end() ? nullptr : &*found;
  }
  [[nodiscard]] const json& member(std::string_view name) const {
    const json* found = find(name);
    if (found == nullptr) fail(name, "missing", fmt::format("\"{}\" is missing", name));
    return *found;
  }
  /// The members of an object by the name of their field.
  [[nodiscard]] const json& values() const {
    const json& values = member("values");
    if (!values.is_object()) fail("values", "json-nested", "an object of fields belongs here");
    return values;
  }
  [[nodiscard]] std::string required(std::string_view name) const {
    const SavedText text = text_of(member(name), name);
    if (!text || text->empty()) fail(name, "missing", fmt::format("\"{}\" is empty", name));
    return *text;
  }
  /// Empty if there is none.
  [[nodiscard]] std::string text(std::string_view name) const {
    const json* found = find(name);
    return found == nullptr ? std::string() : text_of(*found, name).value_or("");
  }
  /// A list of texts, as the text of a JSON array; empty if there is none.
  [[nodiscard]] std::string array(std::string_view name) const {
    const json* found = find(name);
    return found == nullptr ? std::string() : write::json_array(texts_of(*found, name));
  }
  /// Of a line or a revision; 0 if there is none.
  [[nodiscard]] std::int64_t count(std::string_view name) const {
    const json* found = find(name);
    if (found == nullptr) return 0;
    constexpr auto kMost = std::uint64_t{std::numeric_limits<std::int64_t>::max()};
    if (found->is_number_unsigned() && found->get<std::uint64_t>() <= kMost) return found->get<std::int64_t>();
    fail(name, "not-a-number", fmt::format("a {} is a number", name), found->dump());
  }

  const std::size_t number;

private:
  const json& object_;
};

const model::Field& field_called(const model::Entity& entity, const std::string& name) {
  try {
    return model::field_named(entity, name);
  } catch (const Error& error) {
    fail("field", "unknown-field", error.what(), name, error.hint());
  }
}

const model::Entity& kind_of(const Line& line) {
  const std::string name = line.required("kind");
  const model::Entity* kind = model::find_entity(name);
  if (kind == nullptr) fail("kind", "unknown-entity", fmt::format("unknown entity \"{}\"", name), name);
  return *kind;
}

void check_rule(const model::Field& field, const std::string& value, std::string_view column) {
  const std::string_view code = model::broken_rule(field, value);
  if (code.empty()) return;
  fail(column, code, fmt::format("\"{}\" does not fit", value), value, model::rule_in_words(field));
}

/// A new record of another kind has nothing but a name, like one that a row of a file needs.
SavedCreated created_by(const Line& line) {
  SavedCreated created{.line = line.number, .kind = &kind_of(line), .code = line.required("record")};
  const model::Entity& kind = *created.kind;
  if (!can_be_created(kind)) fail("kind", "not-creatable", fmt::format("a new {} needs more than a name", kind.name));
  check_rule(*kind.field("code"), created.code, "record");
  created.source = line.text("source");
  const auto fields = created_fields(kind);
  for (const auto& [name, value] : line.values().items()) {
    const model::Field& field = field_called(kind, name);
    const auto place = std::find(fields.begin(), fields.end(), &field);
    if (place == fields.end()) {
      fail(name, "not-creatable", fmt::format("a plan gives a new {} only a name", kind.name), name,
           "set the other fields once the plan is applied");
    }
    SavedText text = text_of(value, name);
    if (!text || text->empty()) continue;
    check_rule(field, *text, name);
    created.values[static_cast<std::size_t>(place - fields.begin())] = std::move(text);
  }
  const auto& [label, acronym, address] = created.values;
  if (!address && (!label || text::fold(*label).empty())) fail("values", "missing", "a name is missing");
  return created;
}

SavedAlias alias_by(const Line& line) {
  SavedAlias alias{.line = line.number, .kind = &kind_of(line), .code = line.required("record")};
  if (alias.kind->alias_table.empty()) {
    fail("kind", "no-aliases", fmt::format("{} have no aliases", alias.kind->plural));
  }
  alias.alias = line.required("alias");
  if (text::fold(alias.alias).empty()) {
    fail("alias", "no-name", fmt::format("\"{}\" has neither letter nor digit", alias.alias), alias.alias);
  }
  alias.source = line.text("source");
  return alias;
}

/// The value of a field as the member of a line has it; of a list, with the words of the input.
SavedValue value_of(const Line& line, const json& wanted, const model::Field& field) {
  SavedValue value{.line = line.number, .old = {}, .wanted = {}};
  if (field.type != model::FieldType::list) {
    value.wanted = text_of(wanted, field.name);
    return value;
  }
  value.codes = texts_of(wanted, field.name);
  if (!value.codes.empty()) value.wanted = fmt::format("{}", fmt::join(value.codes, "; "));
  const json* written = line.find("written");
  if (written != nullptr && written->is_object() && written->contains(field.name)) {
    value.written = texts_of((*written)[std::string(field.name)], "written");
  }
  // Somebody has edited the list: the words for it are no longer those of the input.
  if (value.written.size() != value.codes.size()) value.written = value.codes;
  return value;
}

class PlanReader {
public:
  PlanReader(SavedPlan& plan, std::vector<Problem>& problems)
      : plan_(plan), problems_(problems), key_(identifying_fields(*plan.entity)) {}

  void read(std::string_view text, std::size_t number) {
    try {
      obey(parse(text), number);
    } catch (BadLine& bad) {
      bad.problem.line = number;
      problems_.push_back(std::move(bad.problem));
    }
  }

private:
  void obey(const json& object, std::size_t number) {
    if (!object.is_object()) fail("", "json-row", "one JSON object belongs on each line");
    const auto found = object.find("action");
    if (found == object.end()) fail("action", "missing", "\"action\" is missing");
    const std::string action = text_of(*found, "action").value_or("");
    if (action == "change") {
      change({object,
              number,
              {"line", "action", "record", "revision", "field", "old", "new", "written", "source", "cells"}});
    } else if (action == "new" && object.contains("kind")) {
      const Line line(object, number, {"line", "action", "kind", "record", "values", "source"});
      const SavedCreated& created = plan_.created.emplace_back(created_by(line));
      once(fmt::format("new\n{}\n{}", created.kind->name, created.code));
    } else if (action == "new") {
      add({object, number, {"line", "action", "record", "values", "written", "source", "cells"}});
    } else if (action == "alias") {
      const Line line(object, number, {"line", "action", "kind", "record", "alias", "source"});
      const SavedAlias& alias = plan_.aliases.emplace_back(alias_by(line));
      once(fmt::format("alias\n{}\n{}", alias.kind->name, text::fold(alias.alias)));
    } else {
      fail("action", "unknown-action", fmt::format("unknown action \"{}\"", action), action, "change, new or alias");
    }
  }

  void once(const std::string& name) {
    if (!seen_.insert(name).second) fail("record", "doubled", "an earlier line makes this already");
  }

  void change(const Line& line) {
    SavedRecord& record = this->record(line, false);
    const model::Field& field = field_called(*plan_.entity, line.required("field"));
    if (field.is_code()) {
      fail("field", "not-changeable", "a plan does not change the code of a record", "code",
           fmt::format("`iscm rename {} OLD NEW` does", plan_.entity->name));
    }
    SavedValue value = value_of(line, line.member("new"), field);
    value.old = value_of(line, line.member("old"), field).wanted;
    put(record, field, std::move(value));
  }

  void add(const Line& line) {
    SavedRecord& record = this->record(line, true);
    for (const auto& [name, wanted] : line.values().items()) {
      const model::Field& field = field_called(*plan_.entity, name);
      SavedValue value = value_of(line, wanted, field);
      refuse_other_key(record, field, value);
      put(record, field, std::move(value));
    }
  }

  /// The values of a new record may repeat its key, not contradict it.
  void refuse_other_key(const SavedRecord& record, const model::Field& field, const SavedValue& value) const {
    const auto place = std::find(key_.begin(), key_.end(), &field);
    if (place == key_.end()) return;
    const SavedText& key = record.key[static_cast<std::size_t>(place - key_.begin())];
    if (value.wanted == key) return;
    fail(field.name, "disagrees", fmt::format("the key of this line says \"{}\"", key.value_or("")),
         value.wanted.value_or(""), "make both the same");
  }

  static void put(SavedRecord& record, const model::Field& field, SavedValue value) {
    if (&field == &model::source_field() && !record.source.empty() && value.wanted != record.source) {
      fail("source", "disagrees", "the source of the line is another than the one that the record is to have", {},
           "make both the same");
    }
    if (!record.values.emplace(field.name, std::move(value)).second) {
      fail("field", "doubled", fmt::format("an earlier line sets {} of this record", field.name));
    }
  }

  /// The record of a line, which is that of earlier ones if they have the same key.
  SavedRecord& record(const Line& line, bool is_new) {
    if (!is_new && line.find("revision") == nullptr) fail("revision", "missing", "\"revision\" is missing");
    SavedRecord read{.line = line.number,
                     .input_line = static_cast<std::size_t>(line.count("line")),
                     .cells = line.array("cells"),
                     .is_new = is_new,
                     .revision = line.count("revision"),
                     .key = key_of(line.member("record")),
                     .source = line.text("source"),
                     .values = {}};
    const auto [place, is_first] = places_.emplace(read.key, plan_.records.size());
    if (is_first) return plan_.records.emplace_back(std::move(read));
    SavedRecord& record = plan_.records[place->second];
    if (is_new || record.is_new) fail("record", "doubled", "an earlier line makes this record");
    // A version has one source, and was planned from one row for one version.
    const auto agree = [&](const char* name, bool agrees) {
      if (agrees) return;
      fail(name, "disagrees", fmt::format("line {} says otherwise of the same record", record.line), {},
           "make both the same, or delete one of the lines");
    };
    agree("revision", read.revision == record.revision);
    agree("source", read.source == record.source);
    agree("line", read.input_line == record.input_line);
    agree("cells", read.cells == record.cells);
    return record;
  }

  [[nodiscard]] std::vector<SavedText> key_of(const json& record) const {
    if (plan_.entity->has_code()) {
      if (record.is_string() && !record.get_ref<const std::string&>().empty()) return {record.get<std::string>()};
      fail("record", "missing", fmt::format("the code of a {} belongs here", plan_.entity->name), record.dump());
    }
    if (!record.is_object()) fail("record", "json-nested", "an object with the key belongs here", record.dump());
    std::vector<SavedText> key;
    std::vector<std::string_view> names;
    for (const model::Field* field : key_) {
      if (!record.contains(field->name)) fail(field->name, "missing", fmt::format("\"{}\" is missing", field->name));
      key.push_back(text_of(record[std::string(field->name)], field->name));
      names.push_back(field->name);
    }
    if (record.size() > key.size()) {
      fail("record", "unknown-member", "the key has more than identifies the record", record.dump(),
           fmt::format("its parts are {}", fmt::join(names, ", ")));
    }
    return key;
  }

  SavedPlan& plan_;
  std::vector<Problem>& problems_;
  std::vector<const model::Field*> key_;
  std::map<std::vector<SavedText>, std::size_t> places_;  ///< of records in the plan, by their key
  std::set<std::string> seen_;                            ///< records of other kinds and aliases
};

/// What the record keeps of the file. A plan may do without, so what is wrong here is left out.
SavedFile file_of(const json& header) {
  const auto text = [&](const char* name) {
    const auto found = header.find(name);
    return found != header.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  SavedFile file{.name = text("file")};
  file.facts.sha256 = text("sha256");
  if (const std::string delimiter = text("delimiter"); !delimiter.empty()) file.facts.delimiter = delimiter.front();
  const json bytes = header.value("bytes", json());
  if (bytes.is_number_unsigned()) file.facts.bytes = bytes.get<std::size_t>();
  file.facts.ends_with_newline = header.value("ends_with_newline", json()) != json(false);
  try {
    file.header = write::json_array(texts_of(header.value("header", json()), "header"));
    file.mapping = write::json_array(texts_of(header.value("mapping", json()), "mapping"));
  } catch (const BadLine&) {
    file.header.clear();
  }
  return file;
}

SavedPlan read_header(std::string_view line, const std::string& name) {
  const auto refuse = [&](const std::string& message, const std::string& hint) {
    throw Error(Exit::refused, fmt::format("{}:1: {}", name, message), hint);
  };
  json header;
  try {
    header = parse(line);
  } catch (const BadLine& bad) {
    const Problem& problem = bad.problem;
    if (problem.code != "json-syntax")
      refuse(problem.column + (problem.column.empty() ? "" : ": ") + problem.message, problem.hint);
  }
  if (!header.is_object() || !header.contains("iscm_plan")) {
    refuse("this is not a saved plan",
           "`iscm import FILE --plan PLAN` saves one; its first line says what it is and has to stay");
  }
  if (header["iscm_plan"] != json(kSavedPlanVersion)) {
    refuse(fmt::format("a plan of version {}; this program knows {}", header["iscm_plan"].dump(), kSavedPlanVersion),
           "make the plan again with this program");
  }
  const json entity = header.value("entity", json(""));
  const std::string kind = entity.is_string() ? entity.get<std::string>() : entity.dump();
  const model::Entity* found = model::find_entity(kind);
  if (found == nullptr) {
    std::vector<std::string> known;
    for (const model::Entity& one : model::entities()) known.emplace_back(one.name);
    refuse(fmt::format("unknown entity \"{}\"", kind), text::did_you_mean(kind, known));
  }
  return {.entity = found, .file = file_of(header), .records = {}, .created = {}, .aliases = {}};
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
    if (line.find_first_not_of(" \t") != std::string_view::npos) reader.read(line, number);
  }
  return plan;
}

}  // namespace iscm::import
