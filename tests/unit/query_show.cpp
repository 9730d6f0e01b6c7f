#include "query/show.hpp"
#include "query/show_json.hpp"
#include "query/show_text.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

#include "error.hpp"
#include "model/find_record.hpp"
#include "small_record.hpp"
#include "text/wrap.hpp"

namespace iscm::test {
namespace {

query::ShownRecord shown(sqlite::Connection& connection, std::string_view key) {
  const model::Record found = model::find_record(connection, nullptr, key);
  return query::read_record(connection, *found.entity, found.id);
}

nlohmann::json json_of(sqlite::Connection& connection, std::string_view key) {
  return nlohmann::json::parse(query::record_as_json(shown(connection, key)));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

TEST_CASE("a mechanism is shown with its members by role, then by kind, and their sources") {
  sqlite::Connection connection = test::small_record();
  const nlohmann::json record = json_of(connection, "midsa");
  CHECK(record["fields"]["type"] == nlohmann::json{{"code", "RCP"}, {"name", "Regional"}});
  CHECK(record["fields"]["themes"] == nlohmann::json{"return", "movement"});
  CHECK(record["fields"]["year_established"].is_null());
  const nlohmann::json& memberships = record["links"]["memberships"];
  CHECK(memberships["rows"][0]["member"] == nlohmann::json{{"code", "AGO"}, {"name", "Angola"}, {"kind", "state"}});
  CHECK(memberships["rows"][2]["role"] == "observer");
  CHECK(memberships["sources"] ==
        nlohmann::json::parse(R"([{"code": null, "rows": 1}, {"code": "sheet", "rows": 2}])"));
  CHECK(record["links"]["mechanism-aliases"]["rows"][0]["alias"] == "Southern talks");
}

TEST_CASE("members are counted by both readings: ever listed, and without an end") {
  sqlite::Connection connection = test::small_record();
  CHECK(json_of(connection, "midsa")["members"] == nlohmann::json{{"published", 2}, {"listed", 2}, {"current", 1}});
  CHECK(json_of(connection, "rabat")["members"]["published"].is_null());
  CHECK_FALSE(json_of(connection, "AGO").contains("members"));
}

TEST_CASE("a member has its mechanisms by type, a theme those of its finer themes") {
  sqlite::Connection connection = test::small_record();
  const nlohmann::json member = json_of(connection, "AGO");
  CHECK(member["links"]["memberships"]["rows"][0]["mechanism"]["type"] == "IRF");
  CHECK(member["links"]["memberships"]["rows"][1]["mechanism"]["type"] == "RCP");
  const nlohmann::json theme = json_of(connection, "movement");
  CHECK(theme["links"]["mechanism-themes"]["count"] == 3);
  CHECK(theme["links"]["themes_by_parent"]["rows"][0]["code"] == "return");
  CHECK(record_as_text(shown(connection, "movement"), 0).find("3, of 2 mechanisms") != std::string::npos);
}

TEST_CASE("a source has every kind of row for which it is the evidence") {
  sqlite::Connection connection = test::small_record();
  const nlohmann::json links = json_of(connection, "sheet")["links"];
  CHECK(links.size() == model::entities().size());
  CHECK(links["memberships"]["count"] == 2);
  CHECK(record_as_text(shown(connection, "sheet"), 0).find("evidence for: 2 memberships, 3 mechanism-themes") !=
        std::string::npos);
}

TEST_CASE("every kind of record that has a code can be shown, each group under a name of its own") {
  sqlite::Connection connection = test::small_record();
  for (const model::Entity& entity : model::entities()) {
    CAPTURE(entity.name);
    std::set<std::string> keys;
    for (const query::RowsOf& rows : query::rows_of(entity)) CHECK(keys.insert(rows.key).second);
    if (!entity.has_code()) {
      CHECK_THROWS_AS(model::find_record(connection, &entity, "x"), Error);
      continue;
    }
    const auto id = connection.integer("SELECT min(id) FROM " + std::string(entity.table));
    if (!id) continue;
    const query::ShownRecord record = query::read_record(connection, entity, *id);
    CHECK(nlohmann::json::parse(record_as_json(record))["fields"].size() == entity.fields.size() + 1);
    CHECK(record_as_text(record, 80).find(record.code) != std::string::npos);
  }
}

TEST_CASE("an untyped key is the mechanism, else the only record, else several that are named") {
  sqlite::Connection connection = test::small_record();
  const model::Record mechanism = model::find_record(connection, nullptr, "rabat");
  CHECK(mechanism.entity->name == "mechanism");
  CHECK(mechanism.others == std::vector<std::string>{"member rabat"});
  CHECK(model::find_record(connection, nullptr, "southern talks").entity->name == "mechanism");
  CHECK(model::find_record(connection, nullptr, "angola").entity->name == "member");
  connection.run("INSERT INTO secretariats (code, name) VALUES ('ago', 'Angola')");
  try {
    model::find_record(connection, nullptr, "angola");
    FAIL("two kinds know it");
  } catch (const Error& error) {
    CHECK(error.exit() == Exit::refused);
    CHECK(error.hint() == "say which, with its kind: member AGO, secretariat ago");
  }
  try {
    model::find_record(connection, nullptr, "angolla");
    FAIL("nothing has that name");
  } catch (const Error& error) {
    CHECK(error.hint() == "did you mean \"Angola\"?");
  }
}

TEST_CASE("a hostile name cannot steer the terminal, and arrives whole in JSON") {
  sqlite::Connection connection = test::small_record();
  std::string name = test::kHostile;
  while (name.size() < 1000) name += 'x';
  connection.prepare("UPDATE mechanisms SET name = ?1, note = ?1 WHERE code = 'midsa'")
      .bind(1, std::string_view(name))
      .run();
  for (const char* key : {"midsa", "AGO", "movement"}) {
    CAPTURE(key);
    const query::ShownRecord record = shown(connection, key);
    const std::string text = query::record_as_text(record, 80);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("\u202e") == std::string::npos);
    for (const std::string& line : lines_of(text)) CHECK(text::display_width(line) <= 80);
    const std::string json = query::record_as_json(record);
    CHECK(json.find('\x1b') == std::string::npos);
    CHECK(json.find("\u202e") == std::string::npos);
  }
  CHECK(json_of(connection, "midsa")["fields"]["note"] == name);
  CHECK(json_of(connection, "AGO")["links"]["memberships"]["rows"][1]["mechanism"]["name"] == name);
}

}  // namespace
}  // namespace iscm::test
