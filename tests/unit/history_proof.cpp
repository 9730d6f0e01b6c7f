#include <doctest/doctest.h>

#include "check/findings.hpp"
#include "history_file.hpp"
#include "history_undo.hpp"
#include "sqlite/script.hpp"

namespace iscm::test {
namespace {

/// Theme `labour` with three versions, `return` that was removed and brought back, a link that came and went at once.
sqlite::Connection small_history() {
  sqlite::Connection connection = fresh_file();
  const auto run = [&](std::string_view sql) { return in_revision(connection, [&] { connection.run(sql); }); };
  run("INSERT INTO themes (id, code, name) VALUES (1, 'labour', 'Labour'), (2, 'return', 'Return')");
  run("UPDATE themes SET name = 'Work' WHERE id = 1");
  run("UPDATE themes SET note = 'n' WHERE id = 1");
  const std::int64_t removal = run("DELETE FROM themes WHERE id = 2");
  in_revision(
      connection, [&] { undo(connection, removal); }, kNow, "undo");
  in_revision(connection, [&] {
    connection.run("UPDATE themes SET note = 'm' WHERE id = 2");
    connection.run("DELETE FROM themes WHERE id = 2");
  });
  return connection;
}

/// What another program could do to a history once it has dropped the triggers that keep it.
std::string proof_after(std::string_view tampering) {
  sqlite::Connection connection = small_history();
  for (const char* trigger : {"themes_history_update", "themes_history_delete", "themes_history_insert",
                              "themes_before_update", "themes_after_update", "themes_after_delete", "revisions_insert",
                              "revisions_update", "imports_insert", "imported_rows_insert"}) {
    connection.run(std::string("DROP TRIGGER ") + trigger);
  }
  connection.run("PRAGMA foreign_keys = OFF");
  sqlite::run_script(connection, "tampering", tampering);
  std::string text;
  const check::Check history = check::checks_named(check::all_checks(), {"history"}).front();
  history.find(connection, history, [&](const check::Finding& finding) {
    text += (text.empty() ? "" : "; ") + finding.entity + " " + finding.key + ": " + finding.message;
  });
  return text;
}

TEST_CASE("a history that only iscm wrote is whole") {
  CHECK(proof_after("SELECT 1").empty());
}

TEST_CASE("what breaks a history is found, with the record and the revisions") {
  CHECK(
      proof_after("DELETE FROM themes_history WHERE id = 1 AND revision = 3") ==
      "theme labour: the version of revision 2 was replaced by revision 3, whose version is missing: the next is of 4");
  CHECK(proof_after("DELETE FROM themes WHERE id = 1") ==
        "theme labour: the version of revision 3 was replaced by revision 4, whose version is missing");
  CHECK(proof_after("UPDATE themes_history SET replaced_by = 4 WHERE id = 1 AND revision = 2") ==
        "theme labour: the versions of revisions 2 and 3 overlap: the first ended with 4");
  CHECK(proof_after("UPDATE themes SET revision = 1 WHERE id = 1") ==
        "theme labour: the version of revision 1 is the current one, but the history has one of revision 2 after it; "
        "theme labour: the version of revision 3 was replaced by revision 4, whose version is missing");
  CHECK(proof_after("UPDATE themes_history SET replaced_by = 1, action = 'delete' WHERE id = 1 AND revision = 3") ==
        "theme labour: a version began with revision 3 and ended with 1, before it");
  CHECK(proof_after("UPDATE themes_history SET replaced_by = 99 WHERE id = 2 AND revision = 7") ==
        "theme return: the version of revision 7 was replaced by revision 99, which is unknown");
  CHECK(proof_after("UPDATE themes SET revision = 0 WHERE id = 1") != "");
}

TEST_CASE("a history that was cut at its beginning is found where a later row or an import tells of it") {
  CHECK(
      proof_after("DELETE FROM themes_history WHERE id = 1 AND revision = 2") ==
      "theme labour: its first version is of revision 3, but a record made after it is of revision 2: what was before "
      "is missing");
  const auto import_of = [](int record) {
    return "INSERT INTO imports (revision, file, sha256, bytes, delimiter, ends_with_newline, entity, header, mapping) "
           "VALUES (2, 'f', '', 0, ',', 0, 'theme', '[]', '[]'); INSERT INTO imported_rows VALUES (1, 2, '[]', " +
           std::to_string(record) + "); ";
  };
  CHECK(proof_after(import_of(2)).empty());
  CHECK(proof_after(import_of(2) + "DELETE FROM themes_history WHERE id = 2 AND revision < 6") ==
        "theme return: it was imported with revision 2, but its first version is of revision 6: what was before is "
        "missing");
  CHECK(proof_after(import_of(3)) == "theme themes 3: it was imported with revision 2, and no version of it is left");
}

TEST_CASE("a revision that was left open, or that undoes a later one, is found") {
  CHECK(proof_after("INSERT INTO revisions (id, made_at, kind, open) VALUES (8, '2026-01-02T03:04:05.678Z', "
                    "'command', 1)") == "revision 8: revision 8 was left open");
  CHECK(proof_after("UPDATE revisions SET undoes = 7 WHERE id = 3") ==
        "revision 3: revision 3 undoes revision 7, which was not before it");
}

}  // namespace
}  // namespace iscm::test
