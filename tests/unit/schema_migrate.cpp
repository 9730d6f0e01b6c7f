#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>

#include "error.hpp"
#include "generated_file.hpp"
#include "history/at_time.hpp"
#include "history_file.hpp"
#include "history_undo.hpp"
#include "import/plan.hpp"
#include "model/sql_functions.hpp"
#include "schema/derived.hpp"
#include "schema_rows.hpp"
#include "source_tree.hpp"
#include "sqlite/open.hpp"

namespace iscm::test {
namespace {

constexpr const char* kLater = "2027-01-02T03:04:05.678Z";

/// The file as it would stand on disk.
std::string bytes(sqlite::Connection& connection) {
  sqlite3_int64 size = 0;
  unsigned char* image = sqlite3_serialize(connection.handle(), "main", &size, 0);
  std::string copy(reinterpret_cast<const char*>(image), static_cast<std::size_t>(size));
  sqlite3_free(image);
  return copy;
}

/// Every row of every tracked table and its history; of columns that both versions of the schema have.
std::string rows_of(sqlite::Connection& connection, const std::vector<schema::TrackedTable>& tables) {
  std::string text;
  for (const schema::TrackedTable& table : tables) {
    sqlite::Statement rows = connection.prepare(
        fmt::format("SELECT {0} FROM {1} ORDER BY {0}", schema::column_list(table.all_columns()), table.name));
    while (rows.step()) {
      text += table.name;
      for (int i = 0; i < rows.columns(); ++i) text += "|" + rows.text(i);
      text += "\n";
    }
  }
  return text;
}

std::vector<schema::Migration> first(std::size_t count) {
  std::vector<schema::Migration> migrations = schema::bundled_migrations();
  migrations.resize(count);
  return migrations;
}

/// The bundled migrations and one more.
std::vector<schema::Migration> with_step(const std::string& text) {
  std::vector<schema::Migration> migrations = schema::bundled_migrations();
  const auto version = static_cast<std::int64_t>(migrations.size()) + 1;
  migrations.push_back({version, fmt::format("migrations/{:04}_try_it.sql", version), "try_it", "digest", text});
  return migrations;
}

/// What the refusal of a step says, in an otherwise current file with rows; the file must not have changed.
std::string refusal_of(const std::string& step) {
  sqlite::Connection connection = fresh_file();
  SchemaRows rows(connection);
  in_revision(connection, [&] { rows.insert("memberships"); });
  const std::string before = bytes(connection);
  std::string message = "no error";
  try {
    schema::migrate(connection, with_step(step), kLater);
  } catch (const Error& error) {
    message = error.what();
  }
  CHECK(bytes(connection) == before);
  CHECK_FALSE(connection.in_transaction());
  CHECK(connection.integer("PRAGMA foreign_keys") == 1);
  return message;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a fresh file gets every migration, and is what schema/schema.sql says") {
  sqlite::Connection connection = sqlite::open_in_memory();
  const std::vector<schema::Migration> all = schema::bundled_migrations();
  CHECK(schema::migrate(connection, all, kNow).size() == all.size());
  CHECK(schema::schema_state(connection, all).is_current());
  CHECK_NOTHROW(schema::require_current(connection, "x.db"));
  CHECK(connection.integer("PRAGMA user_version") == static_cast<std::int64_t>(all.size()));
  CHECK(connection.integer("SELECT count(*) FROM revisions") == 1);
  CHECK(schema::migrate(connection, all, kNow).empty());
  check_generated("schema/schema.sql", schema::schema_text(connection));
}

TEST_CASE("from each migration to the last no row is lost, and the past reads as before") {
  for (std::size_t count = 1; count <= schema::bundled_migrations().size(); ++count) {
    CAPTURE(count);
    sqlite::Connection connection = sqlite::open_in_memory();
    schema::migrate(connection, first(count), kNow);
    model::add_sql_functions(connection);
    SchemaRows rows(connection);
    const std::int64_t before_changes = in_revision(connection, [&] {
      for (const schema::TrackedTable& table : rows.tables()) rows.insert(table.name);
    });
    const std::string then = rows_of(connection, rows.tables());
    const std::int64_t changes = in_revision(connection, [&] {
      for (const schema::TrackedTable& table : rows.tables()) {
        rows.change(table, rows.insert(table.name), table.columns.back());
      }
      connection.run("UPDATE sources SET title = 'changed'");
    });
    const std::string now = rows_of(connection, rows.tables());
    schema::migrate(connection, schema::bundled_migrations(), kLater);
    CHECK(rows_of(connection, rows.tables()) == now);
    CHECK_NOTHROW(schema::require_current(connection, "x.db"));
    history::show_at_revision(connection, before_changes);
    CHECK(rows_of(connection, rows.tables()) == then);
    history::show_now(connection);
    CHECK(history::undo_conflicts({connection, changes}).empty());
  }
}

TEST_CASE("an applied migration that was edited since is named, and a newer file is refused") {
  sqlite::Connection connection = fresh_file();
  std::vector<schema::Migration> edited = schema::bundled_migrations();
  edited[1].sha256 = "another";
  CHECK(schema::schema_state(connection, edited).edited == std::vector<std::string>{edited[1].file});
  const std::string before = bytes(connection);
  CHECK_THROWS_WITH_AS(schema::migrate(connection, edited, kLater),
                       (edited[1].file + ": was applied to this file and has been edited since").c_str(), Error);
  CHECK_THROWS_WITH_AS(schema::migrate(connection, first(2), kLater),
                       fmt::format("the file has schema version {}, this program knows up to 2", edited.size()).c_str(),
                       Error);
  CHECK(bytes(connection) == before);
  connection.run("PRAGMA user_version = 99");
  CHECK_THROWS_AS(schema::require_current(connection, "x.db"), Error);
  connection.run("PRAGMA user_version = 2");
  CHECK_THROWS_AS(schema::require_current(connection, "x.db"), Error);
}

TEST_CASE("a failing step leaves the file as it was and names its file and line") {
  CHECK(contains(refusal_of("CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT;\n\n-- b\nCREATE TABEL b (id);"),
                 "_try_it.sql:4: near \"TABEL\": syntax error"));
  CHECK(contains(refusal_of("UPDATE themes SET name = 'x';\nINSERT INTO regions (code, name)\n  VALUES ('a b', 'A');"),
                 "_try_it.sql:2: a rule of the schema is broken: regions code is a code"));
  CHECK(contains(refusal_of("SELECT\n  1,\n  nowhere FROM themes;"), "_try_it.sql:3: no such column: nowhere"));
}

TEST_CASE("a step cannot end the transaction, change a setting or attach a file") {
  for (const std::string statement :
       {"COMMIT", "ROLLBACK", "END", "BEGIN", "SAVEPOINT a", "PRAGMA foreign_keys = ON", "PRAGMA user_version = 3",
        "PRAGMA writable_schema = ON", "ATTACH ':memory:' AS other", "VACUUM", "VACUUM INTO '/nowhere/a.db'"}) {
    CAPTURE(statement);
    CHECK(
        contains(refusal_of("CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT;\n" + statement + ";"), "_try_it.sql:2: "));
  }
}

TEST_CASE("a step that leaves rows without their parent is refused") {
  CHECK(contains(refusal_of("DELETE FROM members;"), "1 rows of memberships would refer to rows of members"));
}

TEST_CASE("a step may rebuild a table; the rows that refer to it stay") {
  sqlite::Connection connection = fresh_file();
  SchemaRows rows(connection);
  in_revision(connection, [&] {
    for (const schema::TrackedTable& table : rows.tables()) rows.insert(table.name);
    rows.change(rows.table("members"), rows.insert("members"), "mechanism_id");
  });
  in_revision(connection, [&] { connection.run("DELETE FROM mechanisms WHERE id = ?", rows.insert("mechanisms")[0]); });
  const auto highest = connection.integer("SELECT seq FROM sqlite_sequence WHERE name = 'mechanisms'").value();
  const std::string before = rows_of(connection, rows.tables());
  std::string create = connection.text("SELECT sql FROM sqlite_schema WHERE name = 'mechanisms'").value();
  create.replace(create.find("mechanisms"), std::string("mechanisms").size(), "mechanisms_new");
  // A rebuilt table would give the ids of deleted rows again, and undo would take the one for the other.
  schema::migrate(connection, with_step(create + R"(;
      INSERT INTO mechanisms_new SELECT * FROM mechanisms;
      UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'mechanisms')
        WHERE name = 'mechanisms_new';
      DROP TABLE mechanisms;
      ALTER TABLE mechanisms_new RENAME TO mechanisms;
      CREATE INDEX mechanisms_by_type_id ON mechanisms (type_id);)"),
                  kLater);
  CHECK(rows_of(connection, rows.tables()) == before);
  CHECK(connection.integer("SELECT seq FROM sqlite_sequence WHERE name = 'mechanisms'") == highest);
  CHECK_FALSE(connection.integer("SELECT 1 FROM pragma_foreign_key_check"));
  CHECK(connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'mechanisms_after_update'") == 1);
}

TEST_CASE("a step may add a column and change values: the triggers cover it, and the past keeps the old ones") {
  sqlite::Connection connection = fresh_file();
  const std::int64_t before =
      in_revision(connection, [&] { connection.run("INSERT INTO themes (code, name) VALUES ('t', 'Old')"); });
  schema::migrate(connection, with_step(R"(
      ALTER TABLE themes ADD COLUMN rank INTEGER CONSTRAINT themes_rank_is_a_rank CHECK (rank > 0);
      ALTER TABLE themes_history ADD COLUMN rank INTEGER;
      INSERT INTO themes_history (id, code, name, parent_id, note, revision, source_id, rank, replaced_by, action)
        SELECT id, code, name, parent_id, note, revision, source_id, rank, (SELECT max(id) FROM revisions), 'update'
        FROM themes;
      UPDATE themes SET name = 'New', rank = 1, revision = (SELECT max(id) FROM revisions);)"),
                  kLater);
  const auto name = [&] { return connection.text("SELECT name || ifnull(rank, '-') FROM themes"); };
  CHECK(name() == "New1");
  history::show_at_revision(connection, before);
  CHECK(name() == "Old-");
  history::show_now(connection);
  const std::int64_t ranked = in_revision(connection, [&] { connection.run("UPDATE themes SET rank = 2"); });
  CHECK(connection.integer("SELECT rank FROM themes_history WHERE replaced_by = ?", ranked) == 1);
  CHECK_THROWS_AS(history::undo_conflicts({connection, ranked - 1}), Error);
}

/// A folder with these files, for one test.
class Folder {
public:
  explicit Folder(const std::vector<std::string>& files) {
    std::string pattern = (std::filesystem::temp_directory_path() / "iscm-migrations-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
    for (const std::string& file : files) std::ofstream(path_ / file) << "SELECT 1;\r\n";
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::string path() const { return path_.string(); }

private:
  std::filesystem::path path_;
};

TEST_CASE("migrations are numbered from 0001 without a gap") {
  const Folder good({"0002_add_b.sql", "0001_create_a.sql", "notes.md"});
  const std::vector<schema::Migration> migrations = schema::read_migrations(good.path());
  REQUIRE(migrations.size() == 2);
  CHECK(migrations[0].name == "create_a");
  CHECK(migrations[1].version == 2);
  CHECK(migrations[0].text == "SELECT 1;\n");
  CHECK(migrations[0].sha256 == "b4e0497804e46e0a0b0b8c31975b062152d551bac49c3c2e80932567b4085dcd");
  const auto refuses = [](const std::vector<std::string>& files) {
    const Folder folder(files);
    CHECK_THROWS_AS(schema::read_migrations(folder.path()), Error);
  };
  refuses({"0002_add_b.sql"});
  refuses({"0001_create_a.sql", "0003_add_c.sql"});
  refuses({"0001_create_a.sql", "0001_create_b.sql"});
  refuses({"0000_create_a.sql"});
  refuses({"1_create_a.sql"});
  refuses({"0001.sql"});
  refuses({"0001_.sql"});
  CHECK_THROWS_AS(schema::read_migrations(good.path() + "/none"), Error);
  CHECK(schema::read_migrations(test::source_tree() + "/migrations").size() == schema::bundled_migrations().size());
}

TEST_CASE("the bundled migrations are those of the source tree") {
  const std::vector<schema::Migration> bundled = schema::bundled_migrations();
  const std::vector<schema::Migration> stored = schema::read_migrations(test::source_tree() + "/migrations");
  for (std::size_t i = 0; i < bundled.size(); ++i) CHECK(bundled[i].sha256 == stored[i].sha256);
}

}  // namespace
}  // namespace iscm::test
