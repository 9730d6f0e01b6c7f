#include "db/migrate.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <optional>

#include "db/derived.hpp"
#include "db/drift.hpp"
#include "db/open.hpp"
#include "db/script.hpp"
#include "db/sqlite_error.hpp"
#include "version.hpp"

namespace iscm::db {
namespace {

bool has_table(Connection& connection, std::string_view name) {
  return connection.integer("SELECT count(*) FROM main.sqlite_schema WHERE type = 'table' AND name = ?", name) == 1;
}

/// A migration runs inside a transaction of ours: ending it, attaching a file or changing a setting would break
/// the promise that the file is as it was where a step fails. ALTER TABLE itself asks quick_check whether the rows
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
  explicit StepAuthorizer(Connection& connection) : handle_(connection.handle()) {
    sqlite3_set_authorizer(handle_, refuse_control, nullptr);
  }
  StepAuthorizer(const StepAuthorizer&) = delete;
  StepAuthorizer& operator=(const StepAuthorizer&) = delete;
  ~StepAuthorizer() { sqlite3_set_authorizer(handle_, nullptr, nullptr); }

private:
  sqlite3* handle_;
};

void open_revision(Connection& connection, std::string_view now, std::int64_t version) {
  connection.run("INSERT INTO revisions (made_at, kind, command, open) VALUES (?, 'migration', ?, 1)", now,
                 fmt::format("migrate up to {}", version));
}

void refuse_orphans(Connection& connection) {
  Statement orphans =
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
                fmt::format("{}: was applied to this file and reads otherwise now", fmt::join(state.edited, ", ")),
                "a released migration is never edited: restore it and write the change as a new migration");
  }
  if (state.version > state.newest) {
    throw Error(Exit::database,
                fmt::format("the file has schema version {}, this program knows up to {}", state.version, state.newest),
                "use a newer iscm");
  }
}

SchemaState schema_state(Connection& connection, const std::vector<Migration>& migrations) {
  SchemaState state;
  state.newest = static_cast<std::int64_t>(migrations.size());
  const std::int64_t header = connection.integer("PRAGMA user_version").value_or(0);
  if (!has_table(connection, "schema_migrations")) {
    state.is_foreign = connection.integer("SELECT 1 FROM main.sqlite_schema LIMIT 1").has_value();
    return state;
  }
  Statement applied = connection.prepare("SELECT version, sha256 FROM schema_migrations ORDER BY version");
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

void require_current(Connection& connection, const std::string& path) {
  static const std::vector<Migration> bundled = bundled_migrations();
  const auto newest = static_cast<std::int64_t>(bundled.size());
  std::optional<Transaction> reading;  // one lock for all that is looked at
  if (!connection.in_transaction()) reading.emplace(connection, Transaction::Kind::read);
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
  Statement applied = connection.prepare("SELECT sha256 FROM schema_migrations ORDER BY version");
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

std::vector<std::int64_t> migrate(Connection& connection, const std::vector<Migration>& migrations,
                                  std::string_view now) {
  // Rebuilding a table with foreign keys on would silently empty the tables that refer to it.
  const ForeignKeysOff foreign_keys_off(connection);
  Transaction transaction(connection, Transaction::Kind::write);
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
      run_script(connection, migration.file, migration.text);
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
  connection.run(fmt::format("PRAGMA application_id = {}", kApplicationId));
  transaction.commit();
  return applied;
}

std::string schema_text(Connection& connection) {
  std::string text;
  Statement objects = connection.prepare(R"(
      SELECT sql FROM main.sqlite_schema
      WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
      ORDER BY type <> 'table', type <> 'index', type <> 'view', rowid)");
  while (objects.step()) text += objects.text(0) + ";\n\n";
  if (!text.empty()) text.pop_back();
  return text;
}

}  // namespace iscm::db
