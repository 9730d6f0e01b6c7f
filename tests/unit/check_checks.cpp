// tests/checks/NAME.sql: what each check has to catch, and what it has to let pass. A check without such a file fails.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "check/findings.hpp"
#include "check/views.hpp"
#include "error.hpp"
#include "history_file.hpp"
#include "source_tree.hpp"
#include "sqlite/script.hpp"

namespace iscm::test {
namespace {

const std::string kFolder = test::source_tree() + "/tests/checks/";
constexpr const char* kToday = "2026-01-02";

std::string text_of(const std::string& name) {
  std::ifstream file(kFolder + name + ".sql");
  return {std::istreambuf_iterator<char>(file), {}};
}

/// `-- caught: ENTITY KEY` or `-- passes: why`, and the statements that bring it about.
struct Story {
  bool caught;
  std::string said;
  std::string sql;
};

std::vector<Story> stories_of(const std::string& text) {
  std::vector<Story> stories;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    const bool caught = line.starts_with("-- caught: ");
    if (caught || line.starts_with("-- passes: ")) {
      stories.push_back({caught, line.substr(11), {}});
    } else {
      REQUIRE_FALSE(stories.empty());
      stories.back().sql += line + "\n";
    }
  }
  return stories;
}

sqlite::Connection clean_record() {
  sqlite::Connection connection = test::fresh_file();
  test::in_revision(
      connection, [&] { sqlite::run_script(connection, "clean.sql", text_of("clean")); }, test::kNow, "seed");
  check::add_check_views(connection);
  return connection;
}

std::vector<check::Check> sql_checks() {
  std::vector<check::Check> checks = check::all_checks();
  std::erase_if(checks, [](const check::Check& check) { return check.sql.empty(); });
  return checks;
}

/// "mechanism east", for each finding.
std::set<std::string> found(sqlite::Connection& connection, const check::Check& check) {
  std::set<std::string> keys;
  check::run_check_sql(connection, check, kToday, [&](const check::Finding& finding) {
    CHECK_FALSE(finding.message.empty());
    CHECK_FALSE(finding.hint.empty());
    CHECK_FALSE(finding.field.empty());
    keys.insert(finding.entity + " " + finding.key);
  });
  return keys;
}

TEST_CASE("a clean record has no finding") {
  sqlite::Connection connection = clean_record();
  for (const check::Check& check : check::all_checks()) {
    CAPTURE(check.name);
    check::Findings findings(connection, kToday);
    findings.run(check);
    CHECK(connection.text("SELECT entity || ' ' || key || ': ' || message FROM temp.finding").value_or("") == "");
  }
}

TEST_CASE("each check catches what breaks its definition, and lets pass what does not") {
  sqlite::Connection connection = clean_record();
  for (const check::Check& check : sql_checks()) {
    CAPTURE(check.name);
    std::set<bool> kinds;
    for (const Story& story : stories_of(text_of(check.name))) {
      CAPTURE(story.said);
      kinds.insert(story.caught);
      const sqlite::Transaction undone_afterwards(connection, sqlite::Transaction::Kind::write);
      history::RevisionNote note;
      note.kind = "seed";
      note.made_at = test::kNow;
      const history::OpenRevision revision(connection, note);
      sqlite::run_script(connection, check.name, story.sql);
      const std::set<std::string> keys = found(connection, check);
      CAPTURE(fmt::format("{}", fmt::join(keys, "; ")));
      if (story.caught) {
        CHECK(keys.contains(story.said));
      } else {
        CHECK(keys.empty());
      }
    }
    CHECK(kinds.size() == 2);
  }
}

TEST_CASE("an active mechanism is heard of when a person changes its record, added and removed links too") {
  const auto silent_after = [](const std::string& sql, const std::string& kind = "command") {
    sqlite::Connection connection = clean_record();
    test::in_revision(
        connection, [&] { sqlite::run_script(connection, "silence", "UPDATE meetings SET date = '2002'"); }, test::kNow,
        "seed");
    test::in_revision(
        connection, [&] { sqlite::run_script(connection, "change", sql); }, "2024-05-06T07:08:09.000Z", kind);
    return found(connection, check::checks_named(check::all_checks(), {"silent-mechanism"}).front())
        .contains("mechanism east");
  };
  CHECK(silent_after("UPDATE mechanisms SET note = 'n' WHERE code = 'bridge'"));
  CHECK(silent_after("UPDATE mechanisms SET note = 'n' WHERE code = 'east'", "seed"));
  CHECK_FALSE(silent_after("UPDATE mechanisms SET note = 'n' WHERE code = 'east'"));
  CHECK_FALSE(
      silent_after("INSERT INTO memberships (mechanism_id, member_id, role, source_id) VALUES (1, 3, 'member', 1)"));
  CHECK_FALSE(silent_after("DELETE FROM memberships WHERE mechanism_id = 1 AND member_id = 2"));
  CHECK_FALSE(silent_after("DELETE FROM mechanism_themes WHERE mechanism_id = 1"));
  // An organization that is a mechanism is no part of it.
  CHECK(silent_after("UPDATE members SET mechanism_id = 1 WHERE code = 'au'"));
}

TEST_CASE("there are no stories of checks that are gone") {
  std::set<std::string> names = {"clean"};
  for (const check::Check& check : sql_checks()) names.insert(check.name);
  for (const auto& file : std::filesystem::directory_iterator(kFolder)) {
    if (file.path().extension() == ".sql") CHECK(names.contains(file.path().stem().string()));
  }
}

TEST_CASE("a check says what it is, of which severity, and by which definition") {
  for (const check::Check& check : check::all_checks()) {
    CAPTURE(check.name);
    CHECK_FALSE(check.title.empty());
    CHECK(check.definition.ends_with('.'));
  }
  for (const char* text : {"-- severity: note\n-- definition: d\nSELECT 1", "-- title: t\n-- definition: d\nSELECT 1",
                           "-- title: t\n-- severity: grave\n-- definition: d\nSELECT 1"}) {
    CHECK_THROWS_AS(check::read_check(model::read_sql_file("broken", text)), Error);
  }
  CHECK(model::read_sql_file("c", "-- title: one\n--   two\n--   three: four\nSELECT 1").value("title") ==
        "one two three: four");
}

TEST_CASE("a check that cannot be run is a finding, and the others go on") {
  sqlite::Connection connection = clean_record();
  check::Findings findings(connection, kToday);
  const auto check = [](std::string name, std::string sql) {
    return check::Check{.name = std::move(name),
                        .title = "t",
                        .severity = "note",
                        .entity = "any",
                        .definition = "d.",
                        .sql = std::move(sql)};
  };
  findings.run(check("typo", "SELEC 1"));
  findings.run(check("no-message", "SELECT code AS key FROM mechanisms"));
  findings.run(check("sound", "SELECT code AS key, 'm' AS message FROM mechanisms WHERE code = 'east'"));
  CHECK(findings.counts().errors == 2);
  CHECK(findings.counts().notes == 1);
  CHECK(connection.text("SELECT message FROM temp.finding WHERE key = 'no-message'").value_or("").find("message") !=
        std::string::npos);
}

}  // namespace
}  // namespace iscm::test
