#include "cli/other_file.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <random>

#include "cli/environment.hpp"
#include "error.hpp"
#include "schema/migrate.hpp"
#include "sqlite/copy.hpp"
#include "sqlite/open.hpp"

namespace iscm::cli {
namespace {

std::string temporary_copy() {
  std::random_device random;
  const std::uint64_t number = (std::uint64_t{random()} << 32U) | random();
  return (std::filesystem::temp_directory_path() / fmt::format("iscm-{:016x}.db", number)).string();
}

}  // namespace

OtherFile::OtherFile(const std::string& path) : path_(path) {
  sqlite::refuse_side_files(path);
  sqlite::Connection connection = sqlite::open(path, sqlite::Intent::read);
  // Absolute, so that no name means something else to SQLite.
  path_ = std::filesystem::canonical(path).string();
  const schema::SchemaState state = schema::schema_state(connection, schema::bundled_migrations());
  try {
    schema::refuse_unless_migratable(state);
  } catch (const Error& error) {
    throw Error(error.exit(), fmt::format("{}: {}", path, error.what()), error.hint());
  }
  if (state.version < state.newest) migrate_copy(connection);
}

void OtherFile::migrate_copy(sqlite::Connection& connection) {
  copy_ = std::make_unique<write::TemporaryPath>(temporary_copy());
  sqlite::copy_into(connection, copy_->path());
  sqlite::Connection copy = sqlite::open(copy_->path(), sqlite::Intent::write);
  copy.text("PRAGMA journal_mode = MEMORY");
  copy.run("PRAGMA synchronous = OFF");
  schema::migrate(copy, schema::bundled_migrations(), now());
}

void OtherFile::attach(sqlite::Connection& connection, const std::string& name) const {
  connection.run(fmt::format("ATTACH DATABASE ? AS {}", name), copy_ ? copy_->path() : path_);
}

}  // namespace iscm::cli
