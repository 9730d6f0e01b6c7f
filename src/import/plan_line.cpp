#include "import/plan_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <set>

#include "import/staging.hpp"
#include "read/limits.hpp"
#include "write/json.hpp"

namespace iscm::import::plan_line {

using nlohmann::json;

namespace {

/// Refuses what a plan never has and the parser would take: a key twice (a reader sees the first, the parser keeps the
/// second), and depth without end, which others that walk over the values do not survive.
class ParseGuard {
public:
  bool operator()(int /*depth*/, json::parse_event_t event, const json& parsed) {
    switch (event) {
      case json::parse_event_t::object_start:
      case json::parse_event_t::array_start:
        if (open_.size() == kDeepest) fail("", "json-nested", "lists and objects are nested deeper than in any plan");
        open_.emplace_back();
        break;
      case json::parse_event_t::object_end:
      case json::parse_event_t::array_end:
        open_.pop_back();
        break;
      case json::parse_event_t::key:
        if (!open_.back().insert(parsed.get<std::string>()).second) {
          fail(parsed.get<std::string>(), "doubled", "this line has the key twice", {}, "leave one of them");
        }
        break;
      case json::parse_event_t::value:
        break;
    }
    return true;
  }

private:
  static constexpr std::size_t kDeepest = 3;  ///< the line, "written", a list in it
  std::vector<std::set<std::string>> open_;   ///< the keys of each object that is not closed yet
};

}  // namespace

void fail(const std::string& column, const std::string& code, const std::string& message, const std::string& value,
          const std::string& hint) {
  throw BadLine{column, value, code, message, hint};
}

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

void refuse_others(const json& object, std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : object.items()) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    fail(name, "unknown-member", "such a line has no key of this name", {},
         fmt::format("its keys are {}", fmt::join(known, ", ")));
  }
}

SavedText text_of(const json& value, const std::string& column) {
  if (value.is_null()) return std::nullopt;
  if (value.is_number_integer()) return value.dump();
  if (!value.is_string()) fail(column, "not-a-text", "a text, a whole number or null belongs here", value.dump());
  if (value.get_ref<const std::string&>().size() > read::kMaxCellBytes) {
    fail(column, "cell-too-long", fmt::format("the text has more than {} bytes", read::kMaxCellBytes));
  }
  return value.get<std::string>();
}

std::string required_text(const json& object, const char* name) {
  const SavedText text = text_of(member(object, name), name);
  if (!text || text->empty()) fail(name, "missing", fmt::format("\"{}\" is empty", name));
  return *text;
}

std::string optional_text(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? std::string() : text_of(*found, name).value_or("");
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

std::string array_of(const json& value, const std::string& column) {
  return write::json_array(texts_of(value, column));
}

std::int64_t number_of(const json& value, const char* name) {
  if (value.is_number_unsigned() &&
      value.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()})
    return value.get<std::int64_t>();
  fail(name, "not-a-number", fmt::format("a {} is a number", name), value.dump());
}

}  // namespace iscm::import::plan_line
