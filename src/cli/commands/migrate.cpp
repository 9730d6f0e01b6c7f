#include "schema/migrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/new_file.hpp"
#include "cli/output.hpp"
#include "schema/derived.hpp"
#include "sqlite/copy.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

std::vector<schema::Migration> migrations_of(const Invocation& invocation) {
  return invocation.has("--dir") ? schema::read_migrations(invocation.get("--dir")) : schema::bundled_migrations();
}

Exit show_status(const Invocation& invocation) {
  const auto migrations = migrations_of(invocation);
  sqlite::Connection connection = open_any_version(invocation, sqlite::Intent::read);
  const schema::SchemaState state = schema::schema_state(connection, migrations);
  std::vector<std::vector<Table::Value>> rows;
  for (const schema::Migration& migration : migrations) {
    const bool edited = std::find(state.edited.begin(), state.edited.end(), migration.file) != state.edited.end();
    rows.push_back({fmt::format("{:04}", migration.version), migration.name,
                    edited                               ? "edited since"
                    : migration.version <= state.version ? "applied"
                                                         : "pending"});
  }
  rows.push_back({"", "triggers and views", state.derived_current ? "current" : "of another version"});
  print(invocation, Table{{"version", "name", "state"}, std::move(rows)});
  if (state.version > state.newest) write::warning(fmt::format("the file has schema version {}", state.version));
  return state.is_current() ? Exit::done : Exit::findings;
}

/// The triggers and views that `up` builds at its end, over the new schema.
std::string derived_sql(const std::vector<schema::Migration>& migrations) {
  sqlite::Connection connection = sqlite::open_in_memory();
  schema::migrate(connection, migrations, now());
  std::string sql = "-- triggers and views, built anew\n";
  for (const schema::DerivedObject& object : schema::derived_objects(connection)) sql += object.sql + ";\n";
  return sql;
}

Exit show_plan(const Invocation& invocation) {
  const auto migrations = migrations_of(invocation);
  sqlite::Connection connection = open_any_version(invocation, sqlite::Intent::read);
  const schema::SchemaState state = schema::schema_state(connection, migrations);
  std::string sql;
  for (const schema::Migration& migration : migrations) {
    if (migration.version > state.version) sql += fmt::format("-- {}\n{}\n", migration.file, migration.text);
  }
  if (!sql.empty() || !state.derived_current) sql += derived_sql(migrations);
  print(invocation, sql);
  if (sql.empty()) write::note("nothing to do: the file is up to date");
  return Exit::done;
}

/// The name of the copy that is made before: beside the file, with its version.
std::string free_backup_name(const Invocation& invocation, std::int64_t version) {
  std::string time = now().substr(0, 19);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  const std::string stem = fmt::format("{}.v{}-{}", invocation.database, version, time);
  std::string name = stem + ".bak";
  for (int next = 2; std::filesystem::exists(std::filesystem::symlink_status(name)); ++next) {
    name = fmt::format("{}-{}.bak", stem, next);
  }
  return name;
}

void back_up(sqlite::Connection& connection, const std::string& name) {
  NewFile file(name);
  file.make([&](const std::string& path) { sqlite::copy_into(connection, path); });
}

Exit bring_up(const Invocation& invocation) {
  const auto migrations = migrations_of(invocation);
  sqlite::Connection connection = open_any_version(invocation, sqlite::Intent::write);
  const schema::SchemaState state = schema::schema_state(connection, migrations);
  if (state.is_current()) {
    write::note("nothing to do: the file is up to date");
    return Exit::done;
  }
  schema::refuse_unless_migratable(state);
  const std::string copy = free_backup_name(invocation, state.version);
  back_up(connection, copy);
  std::vector<std::int64_t> applied;
  try {
    applied = schema::migrate(connection, migrations, now());
  } catch (const Error& error) {
    if (schema::schema_state(connection, migrations).is_current())
      throw;  // written, though something failed at its end
    std::filesystem::remove(copy);
    throw Error(error.exit(), fmt::format("{}; nothing was changed", error.what()), error.hint());
  }
  write::note(applied.empty() ? std::string("rebuilt triggers and views")
                              : fmt::format("applied {}", fmt::join(applied, ", ")));
  write::note(fmt::format("a copy of the file as it was is in {}", copy));
  return Exit::done;
}

/// The schema of a new file.
Exit show_schema(const Invocation& invocation) {
  sqlite::Connection connection = sqlite::open_in_memory();
  schema::migrate(connection, migrations_of(invocation), now());
  print(invocation, schema::schema_text(connection));
  return Exit::done;
}

Exit run(const Invocation& invocation) {
  const std::string action = invocation.argument(0);
  if (action == "plan") return show_plan(invocation);
  if (action == "up") return bring_up(invocation);
  return action == "schema" ? show_schema(invocation) : show_status(invocation);
}

constexpr Example kExamples[] = {
    {"iscm migrate", "whether the file has the schema of this program"},
    {"iscm migrate plan", "the SQL that `up` would run"},
    {"iscm migrate up", "bring the file up to date, after a backup beside it"},
    {"iscm migrate schema", "the schema as text"},
};
constexpr Argument kArguments[] = {
    Argument{"ACTION", "what to do; status if not given"}.one_of("status plan up schema").optional(),
};
constexpr Option kOptions[] = {
    value("--dir", "FOLDER", "use the migrations of this folder instead of the program's, to try a new one",
          Kind::file),
};

}  // namespace

extern const Command kMigrate{
    .name = "migrate",
    .summary = "update a file to the schema of this program",
    .synonyms = "upgrade",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
    .silent_with = "ACTION=up",
};

}  // namespace iscm::cli
