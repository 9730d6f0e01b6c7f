#include "schema/migrate.hpp"

#include <fmt/format.h>
#include <sha256.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "embedded.hpp"
#include "error.hpp"
#include "schema/derived.hpp"
#include "schema/drift.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/open.hpp"
#include "sqlite/script.hpp"
#include "text/utf8.hpp"
#include "version.hpp"

namespace iscm::schema {
namespace {

bool has_table(sqlite::Connection& connection, std::string_view name) {
  return connection.integer("SELECT count(*) FROM main.sqlite_schema WHERE type = 'table' AND name = ?", name) == 1;
}

/// A migration runs inside a transaction of ours: ending it, attaching a file or changing a setting would break
/// the promise that the file is as it was if a step fails. ALTER TABLE itself asks quick_check whether the rows
/// satisfy the CHECK of a new column.
int refuse_control(void* /*unused*/, int action, const char* subject, const char* /*unused*/, const char* /*unused*/,
                   const char* /*unused*/) {
  if (action == SQLITE_PRAGMA && std::string_view(subject) == "quick_check") return SQLITE_OK;
  switch (action) {
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
    case SQLITE_PRAGMA:
      return SQLITE_DENY;
    default:
      return SQLITE_OK;
  }
}

class StepAuthorizer {
public:
  explicit StepAuthorizer(sqlite::Connection& connection) : handle_(connection.handle()) {
    sqlite3_set_authorizer(handle_, refuse_control, nullptr);
  }
  StepAuthorizer(const StepAuthorizer&) = delete;
  StepAuthorizer& operator=(const StepAuthorizer&) = delete;
  ~StepAuthorizer() { sqlite3_set_authorizer(handle_, nullptr, nullptr); }

private:
  sqlite3* handle_;
};

void open_revision(sqlite::Connection& connection, std::string_view now, std::int64_t version) {
  connection.run("INSERT INTO revisions (made_at, kind, command, open) VALUES (?, 'migration', ?, 1)", now,
                 fmt::format("migrate up to {}", version));
}

void refuse_orphans(sqlite::Connection& connection) {
  sqlite::Statement orphans =
      connection.prepare("SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2");
  if (!orphans.step()) return;
  throw Error(Exit::database,
              fmt::format("{} rows of {} would refer to rows of {} that do not exist", orphans.integer(2),
                          orphans.text(0), orphans.text(1)),
              "nothing was changed; report this with the program's version");
}

}  // namespace

void refuse_unless_migratable(const SchemaState& state) {
  if (state.is_foreign) {
    throw Error(Exit::database, "the file has tables of another program", "`iscm init` makes a new file");
  }
  if (!state.edited.empty()) {
    throw Error(Exit::database,
                fmt::format("{}: was applied to this file and has been edited since", fmt::join(state.edited, ", ")),
                "a released migration is never edited: restore it and write the change as a new migration");
  }
  if (state.version > state.newest) {
    throw Error(Exit::database,
                fmt::format("the file has schema version {}, this program knows up to {}", state.version, state.newest),
                "use a newer iscm");
  }
}

SchemaState schema_state(sqlite::Connection& connection, const std::vector<Migration>& migrations) {
  SchemaState state;
  state.newest = static_cast<std::int64_t>(migrations.size());
  const std::int64_t header = connection.integer("PRAGMA user_version").value_or(0);
  if (!has_table(connection, "schema_migrations")) {
    state.is_foreign = connection.integer("SELECT 1 FROM main.sqlite_schema LIMIT 1").has_value();
    return state;
  }
  sqlite::Statement applied = connection.prepare("SELECT version, sha256 FROM schema_migrations ORDER BY version");
  while (applied.step()) {
    if (applied.integer(0) != ++state.version) {
      throw Error(Exit::database,
                  fmt::format("schema_migrations lists version {} where {} is due", applied.integer(0), state.version),
                  "restore a backup; the list of applied migrations is not whole");
    }
    if (state.version > state.newest) continue;
    const Migration& migration = migrations[static_cast<std::size_t>(state.version - 1)];
    if (migration.sha256 != applied.text(1)) state.edited.push_back(migration.file);
  }
  state.derived_current =
      header == state.version && connection.text("SELECT sha256 FROM derived_objects") == derived_digest();
  // Somebody may have dropped or rewritten what the program built, and left its digest.
  state.derived_current = state.derived_current && derived_objects_intact(connection);
  state.version = std::max(state.version, header);
  return state;
}

void require_current(sqlite::Connection& connection, const std::string& path) {
  static const std::vector<Migration> bundled = bundled_migrations();
  const auto newest = static_cast<std::int64_t>(bundled.size());
  std::optional<sqlite::Transaction> reading;  // one lock for all that is looked at
  if (!connection.in_transaction()) reading.emplace(connection, sqlite::Transaction::Kind::read);
  const std::int64_t version = connection.integer("PRAGMA user_version").value_or(0);
  if (version > newest) {
    throw Error(Exit::database,
                fmt::format("{}: has schema version {}, this program knows up to {}", path, version, newest),
                "use a newer iscm");
  }
  if (version < newest || connection.text("SELECT sha256 FROM derived_objects") != derived_digest()) {
    throw Error(Exit::database, fmt::format("{}: was made by another version of this program", path),
                "run `iscm migrate plan` to see what would change, and `iscm migrate up` to bring it up to date");
  }
  sqlite::Statement applied = connection.prepare("SELECT sha256 FROM schema_migrations ORDER BY version");
  for (const Migration& migration : bundled) {
    if (applied.step() && applied.text(0) == migration.sha256) continue;
    throw Error(Exit::database, fmt::format("{}: {} was edited since it was applied", path, migration.file),
                "use the program that made the file; a released migration is never edited");
  }
  if (connection.integer("SELECT 1 FROM revisions WHERE open = 1")) {
    throw Error(Exit::database, fmt::format("{}: another program left a revision open", path),
                "UPDATE revisions SET open = 0 WHERE open = 1 in the sqlite3 shell closes it; then look at `changes`");
  }
}

std::vector<std::int64_t> migrate(sqlite::Connection& connection, const std::vector<Migration>& migrations,
                                  std::string_view now) {
  // Rebuilding a table with foreign keys on would silently empty the tables that refer to it.
  const sqlite::ForeignKeysOff foreign_keys_off(connection);
  sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::write);
  const SchemaState state = schema_state(connection, migrations);
  refuse_unless_migratable(state);
  if (state.is_current()) return {};

  if (state.version > 0) {
    drop_derived_objects(connection);
    open_revision(connection, now, state.newest);
  }
  std::vector<std::int64_t> applied;
  for (const Migration& migration : migrations) {
    if (migration.version <= state.version) continue;
    {
      const StepAuthorizer authorizer(connection);
      sqlite::run_script(connection, migration.file, migration.text);
    }
    connection.run(
        "INSERT INTO schema_migrations (version, name, sha256, applied_at, applied_by) VALUES (?, ?, ?, ?, ?)",
        migration.version, migration.name, migration.sha256, now, program_version());
    if (migration.version == 1) open_revision(connection, now, state.newest);
    applied.push_back(migration.version);
  }
  connection.run("UPDATE revisions SET open = 0 WHERE open = 1");
  create_derived_objects(connection);
  refuse_orphans(connection);
  connection.run(fmt::format("PRAGMA user_version = {}", state.newest));
  connection.run(fmt::format("PRAGMA application_id = {}", sqlite::kApplicationId));
  transaction.commit();
  return applied;
}

std::string schema_text(sqlite::Connection& connection) {
  std::string text;
  sqlite::Statement objects = connection.prepare(R"(
      SELECT sql FROM main.sqlite_schema
      WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
      ORDER BY type <> 'table', type <> 'index', type <> 'view', rowid)");
  while (objects.step()) text += objects.text(0) + ";\n\n";
  if (!text.empty()) text.pop_back();
  return text;
}

namespace {

constexpr std::string_view kFolder = "migrations/";
constexpr std::size_t kDigits = 4;

/// "0003_create_mechanisms.sql" is version 3, "create_mechanisms".
Migration named(const std::string& folder, const std::string& file) {
  Migration migration;
  migration.file = folder + file;
  constexpr std::string_view kEnding = ".sql";
  if (!text::is_digits(file.substr(0, kDigits)) || file.size() <= kDigits + 1 + kEnding.size() ||
      file[kDigits] != '_' || !file.ends_with(kEnding)) {
    throw Error(Exit::refused, fmt::format("{}: not the name of a migration", migration.file),
                "name it like 0006_add_notes.sql");
  }
  migration.version = std::stoll(file.substr(0, kDigits));
  migration.name = file.substr(kDigits + 1, file.size() - kDigits - 1 - kEnding.size());
  return migration;
}

void refuse_gaps(std::vector<Migration>& migrations) {
  std::sort(migrations.begin(), migrations.end(),
            [](const Migration& a, const Migration& b) { return a.version < b.version; });
  std::int64_t expected = 1;
  for (const Migration& migration : migrations) {
    if (migration.version != expected) {
      throw Error(Exit::refused, fmt::format("{}: expected number {:04}", migration.file, expected),
                  "migrations are numbered 0001, 0002, ... without a gap");
    }
    ++expected;
  }
}

/// With LF for CRLF, so that a checkout on Windows has the same digest.
std::string normalized(std::string text) {
  for (std::size_t at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at)) text.erase(at, 1);
  return text;
}

std::string sha256_of(const std::string& text) {
  std::array<char, SHA256_DIGEST_STRING_LENGTH> digest{};
  SHA256Data(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), digest.data());
  return digest.data();
}

}  // namespace

std::vector<Migration> bundled_migrations() {
  std::vector<Migration> migrations;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with(kFolder)) continue;
    Migration migration = named(std::string(kFolder), std::string(file.path.substr(kFolder.size())));
    migration.sha256 = file.sha256;
    migration.text = file.text;
    migrations.push_back(std::move(migration));
  }
  refuse_gaps(migrations);
  return migrations;
}

std::vector<Migration> read_migrations(const std::string& folder) {
  std::error_code failure;
  std::vector<Migration> migrations;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
    if (entry.path().extension() != ".sql") continue;
    Migration migration = named(folder + "/", entry.path().filename().string());
    std::ifstream stream(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) throw Error(Exit::refused, fmt::format("{}: cannot be read", migration.file));
    migration.text = normalized(text.str());
    migration.sha256 = sha256_of(migration.text);
    migrations.push_back(std::move(migration));
  }
  if (failure) throw Error(Exit::refused, fmt::format("{}: {}", folder, failure.message()), "give a folder");
  refuse_gaps(migrations);
  return migrations;
}

}  // namespace iscm::schema
