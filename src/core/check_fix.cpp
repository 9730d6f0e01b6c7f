#include "core/check_fix.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "read/bytes.hpp"
#include "read/delimited.hpp"

namespace iscm::core {
namespace {

/// code -> field -> what it should be
using Values = std::map<std::string, std::map<std::string, std::string>>;

void append_cell(std::string& text, std::string_view value) {
  text += '"';
  for (const char c : value) {
    if (c == '"') text += '"';
    text += c;
  }
  text += '"';
}

std::string as_csv(const Values& values) {
  std::set<std::string> fields;
  for (const auto& [code, wanted] : values) {
    for (const auto& [field, value] : wanted) fields.insert(field);
  }
  std::string text = "code";
  for (const std::string& field : fields) text += "," + field;
  text += '\n';
  for (const auto& [code, wanted] : values) {
    append_cell(text, code);
    for (const std::string& field : fields) {
      text += ',';
      const auto value = wanted.find(field);
      if (value != wanted.end()) append_cell(text, value->second);
    }
    text += '\n';
  }
  return text;
}

}  // namespace

std::vector<Repair> repairs_of(db::Connection& connection, const Check& check, std::int64_t& by_hand) {
  std::map<std::string, Values> wanted;
  by_hand = 0;
  db::Statement rows = connection.prepare(
      "SELECT entity, key, field, value FROM temp.finding WHERE check_name = ? AND NOT waived ORDER BY place");
  rows.bind(1, std::string_view(check.name));
  while (rows.step()) {
    const Entity* entity = find_entity(rows.text(0));
    if (entity == nullptr || !entity->has_code() || entity->field(rows.text(2)) == nullptr || rows.text(3).empty()) {
      ++by_hand;
    } else {
      wanted[std::string(entity->name)][rows.text(1)][rows.text(2)] = rows.text(3);
    }
  }
  std::vector<Repair> repairs;
  for (const auto& [entity, values] : wanted) {
    Repair repair{&entity_named(entity), std::make_unique<std::string>(as_csv(values)), {}};
    read::DelimitedOptions options;
    options.delimiter = ',';
    const std::string name = "check --fix " + check.name;
    repair.rows = read::open_delimited(read::memory_bytes(*repair.text, name), name, options);
    repairs.push_back(std::move(repair));
  }
  return repairs;
}

}  // namespace iscm::core
