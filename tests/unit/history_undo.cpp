#include <doctest/doctest.h>
#include <fmt/format.h>

#include "error.hpp"
#include "history_file.hpp"
#include "history_undo.hpp"

namespace iscm::test {
namespace {

/// One mechanism `midsa` of type RCP with a member and a theme: revision 2.
sqlite::Connection one_mechanism() {
  sqlite::Connection connection = fresh_file();
  in_revision(connection, [&] {
    connection.run("INSERT INTO mechanism_types (id, code, name) VALUES (1, 'RCP', 'Process')");
    connection.run("INSERT INTO mechanisms (id, code, name, type_id) VALUES (1, 'midsa', 'MIDSA', 1)");
    connection.run(
        "INSERT INTO members (id, code, name, kind) VALUES (1, 'KEN', 'Kenya', 'state'),"
        " (2, 'UGA', 'Uganda', 'state')");
    connection.run("INSERT INTO memberships (mechanism_id, member_id, role) VALUES (1, 1, 'member')");
    connection.run("INSERT INTO themes (id, code, name) VALUES (1, 'labour', 'Labour'), (2, 'return', 'Return')");
    connection.run("INSERT INTO mechanism_themes (mechanism_id, theme_id, position) VALUES (1, 1, 1)");
  });
  return connection;
}

std::int64_t run(sqlite::Connection& connection, std::string_view sql) {
  return in_revision(connection, [&] { connection.run(sql); });
}

std::int64_t undo_it(sqlite::Connection& connection, std::int64_t revision) {
  return in_revision(
      connection, [&] { undo(connection, revision); }, kNow, "undo");
}

std::string messages(sqlite::Connection& connection, std::int64_t revision) {
  std::string text;
  for (const history::Conflict& conflict : history::undo_conflicts({connection, revision})) {
    text += (text.empty() ? "" : "; ") + conflict.message;
  }
  return text;
}

TEST_CASE("only what a revision changed goes back") {
  sqlite::Connection connection = one_mechanism();
  const std::int64_t revision = run(connection, "UPDATE mechanisms SET year_established = 1999, note = 'n'");
  run(connection, "UPDATE mechanisms SET name = 'Later'");
  undo_it(connection, revision);
  CHECK(connection.text("SELECT name || ifnull(year_established, '-') || ifnull(note, '-') FROM mechanisms") ==
        "Later--");
}

TEST_CASE("a value that is no longer what the revision left is a conflict, unless it was changed back") {
  sqlite::Connection connection = one_mechanism();
  const std::int64_t revision = run(connection, "UPDATE mechanisms SET year_established = 1999, note = 'n'");
  run(connection, "UPDATE mechanisms SET note = 'm'");
  const std::int64_t later = run(connection, "UPDATE mechanisms SET year_established = 2000");
  const auto conflicts = history::undo_conflicts({connection, revision});
  REQUIRE(conflicts.size() == 2);
  CHECK(conflicts[0].table == "mechanisms");
  CHECK(conflicts[0].record == "midsa");
  CHECK(conflicts[0].column == "year_established");
  CHECK(conflicts[0].later_revision == later);
  CHECK(conflicts[1].message == fmt::format("mechanism midsa: note was changed by revision {}", later - 1));
  try {
    undo_it(connection, revision);
    FAIL("no conflict");
  } catch (const Error& error) {
    CHECK(error.exit() == Exit::refused);
    CHECK(error.what() == fmt::format("revision 3 cannot be undone: later changes depend on it\n"
                                      "  mechanism midsa: year_established was changed by revision 5\n"
                                      "  mechanism midsa: note was changed by revision 4"));
    CHECK(error.hint() == "undo the later revisions first, newest first: 5, 4");
  }
  run(connection, "UPDATE mechanisms SET year_established = 1999, note = 'n'");
  CHECK(messages(connection, revision).empty());
}

TEST_CASE("a deleted mechanism returns with all its links, and goes again") {
  sqlite::Connection connection = one_mechanism();
  connection.run("UPDATE members SET mechanism_id = 1 WHERE code = 'UGA'");
  const std::int64_t revision = run(connection, "DELETE FROM mechanisms");
  const std::int64_t undone = undo_it(connection, revision);
  CHECK(connection.integer("SELECT count(*) FROM memberships JOIN mechanism_themes USING (mechanism_id)") == 1);
  CHECK(connection.integer("SELECT mechanism_id FROM members WHERE code = 'UGA'") == 1);
  undo_it(connection, undone);
  CHECK(connection.integer("SELECT count(*) FROM memberships") == 0);
  CHECK_FALSE(connection.integer("SELECT mechanism_id FROM members WHERE code = 'UGA'"));
}

TEST_CASE("what refers to a row that would go, or to one that is gone, is a conflict") {
  sqlite::Connection connection = one_mechanism();
  const std::int64_t added = run(connection, "INSERT INTO regions (id, code, name) VALUES (1, 'africa', 'Africa')");
  const std::int64_t used = run(connection, "UPDATE members SET region_id = 1 WHERE code = 'KEN'");
  CHECK(messages(connection, added) ==
        fmt::format("region africa: member KEN names it as its region since revision {}", used));
  const std::int64_t left = run(connection, "UPDATE members SET region_id = NULL");
  const std::int64_t removed = run(connection, "DELETE FROM regions");
  CHECK(messages(connection, left) ==
        fmt::format("member KEN: what its region named was removed by revision {}", removed));
  CHECK(messages(connection, added) == fmt::format("region africa: was removed by revision {}", removed));
}

TEST_CASE("a unique key that another row has by now is a conflict") {
  sqlite::Connection connection = one_mechanism();
  const std::int64_t renamed = run(connection, "UPDATE themes SET code = 'work' WHERE id = 1");
  const std::int64_t taken = run(connection, "UPDATE themes SET code = 'labour' WHERE id = 2");
  CHECK(messages(connection, renamed) ==
        fmt::format("theme labour: its code is that of another row since revision {}", taken));
  const std::int64_t link = run(connection, "DELETE FROM mechanism_themes");
  const std::int64_t again =
      run(connection, "INSERT INTO mechanism_themes (mechanism_id, theme_id, position) VALUES (1, 1, 2)");
  CHECK(messages(connection, link) ==
        fmt::format("mechanism-theme midsa work: was added again with another position by revision {}", again));
}

TEST_CASE("codes of States that were swapped swap back") {
  sqlite::Connection connection = one_mechanism();
  const std::int64_t revision = in_revision(connection, [&] {
    connection.run("UPDATE members SET code = 'XXX' WHERE id = 1");
    connection.run("UPDATE members SET code = 'KEN' WHERE id = 2");
    connection.run("UPDATE members SET code = 'UGA' WHERE id = 1");
    connection.run("INSERT INTO members (code, name, kind) VALUES ('XXX', 'New', 'state')");
  });
  const std::int64_t undone = undo_it(connection, revision);
  CHECK(connection.text("SELECT group_concat(id || code, ' ') FROM (SELECT * FROM members ORDER BY id)") ==
        "1KEN 2UGA");
  CHECK(connection.text("SELECT group_concat(record || ' ' || action, ', ') FROM (SELECT * FROM changes"
                        " WHERE revision = ? ORDER BY record)",
                        undone) == "KEN update, UGA update, XXX delete");
  CHECK(connection.integer("PRAGMA ignore_check_constraints") == 0);
  undo_it(connection, undone);
  CHECK(connection.text("SELECT group_concat(id || code, ' ') FROM (SELECT * FROM members ORDER BY id)") ==
        "1UGA 2KEN 3XXX");
}

TEST_CASE("parents that were turned over turn back, unless that would close a circle") {
  sqlite::Connection connection = one_mechanism();
  run(connection, "UPDATE themes SET parent_id = 2 WHERE id = 1");
  const std::int64_t turned = in_revision(connection, [&] {
    connection.run("UPDATE themes SET parent_id = NULL WHERE id = 1");
    connection.run("UPDATE themes SET parent_id = 1 WHERE id = 2");
  });
  undo_it(connection, turned);
  CHECK(connection.integer("SELECT parent_id FROM themes WHERE id = 1") == 2);
  const std::int64_t freed = run(connection, "UPDATE themes SET parent_id = NULL WHERE id = 1");
  const std::int64_t below = run(connection, "UPDATE themes SET parent_id = 1 WHERE id = 2");
  CHECK(messages(connection, freed) == fmt::format("theme labour: revision {} put its former parent below it", below));
}

TEST_CASE("a source that came with a revision goes with it, although the revision still names it") {
  sqlite::Connection connection = one_mechanism();
  const std::int64_t revision = in_revision(connection, [&] {
    connection.run("INSERT INTO sources (id, code) VALUES (1, 'note-verbale')");
    connection.run("UPDATE revisions SET source_id = 1 WHERE open = 1");
    connection.run("UPDATE mechanisms SET year_established = 1999, source_id = 1");
  });
  undo_it(connection, revision);
  CHECK_FALSE(connection.integer("SELECT source_id FROM mechanisms"));
  CHECK(connection.integer("SELECT count(*) FROM sources") == 0);
}

TEST_CASE("a rule of a single row that a mix of old and new values breaks is refused with nothing written") {
  sqlite::Connection connection = one_mechanism();
  run(connection, "UPDATE mechanism_types SET min_regions = 1, max_regions = 2");
  const std::int64_t widened = run(connection, "UPDATE mechanism_types SET max_regions = 9");
  run(connection, "UPDATE mechanism_types SET min_regions = 5");
  sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::write);
  history::RevisionNote note;
  note.kind = "undo";
  note.made_at = kNow;
  const history::OpenRevision open(connection, note);
  CHECK_THROWS_WITH_AS(undo(connection, widened),
                       "a rule of the schema is broken: mechanism types max regions is at least min", Error);
  CHECK_FALSE(history::touched(connection, open.id()));
  CHECK(connection.in_transaction());
}

TEST_CASE("what is no revision, a migration or still open cannot be undone") {
  sqlite::Connection connection = one_mechanism();
  CHECK_THROWS_WITH_AS(history::undo_conflicts({connection, 99}), "there is no revision 99", Error);
  CHECK_THROWS_WITH_AS(history::undo_conflicts({connection, 1}), "revision 1 is a migration, which cannot be undone",
                       Error);
  in_revision(connection, [&] {
    const auto open = connection.integer("SELECT max(id) FROM revisions").value();
    CHECK_THROWS_WITH_AS(undo(connection, open), "revision 3 is still being made", Error);
  });
}

}  // namespace
}  // namespace iscm::test
