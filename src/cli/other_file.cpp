#include "cli/other_file.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <random>

#include "cli/environment.hpp"
#include "db/copy.hpp"
#include "db/migrate.hpp"
#include "db/open.hpp"
#include "error.hpp"

namespace iscm::cli {
namespace {

std::string temporary_copy() {
  std::random_device random;
  const std::uint64_t number = (std::uint64_t{random()} << 32U) | random();
  return (std::filesystem::temp_directory_path() / fmt::format("iscm-{:016x}.db", number)).string();
}

}  // namespace

OtherFile::OtherFile(const std::string& path) : path_(path) {
  db::refuse_side_files(path);
  db::Connection connection = db::open(path, db::Intent::read);
  // Absolute, so that no name means something else to SQLite.
  path_ = std::filesystem::canonical(path).string();
  const db::SchemaState state = db::schema_state(connection, db::bundled_migrations());
  try {
    db::refuse_unless_migratable(state);
  } catch (const Error& error) {
    throw Error(error.exit(), fmt::format("{}: {}", path, error.what()), error.hint());
  }
  if (state.version < state.newest) migrate_copy(connection);
}

void OtherFile::migrate_copy(db::Connection& connection) {
  copy_ = std::make_unique<out::TemporaryPath>(temporary_copy());
  db::copy_into(connection, copy_->path());
  db::Connection copy = db::open(copy_->path(), db::Intent::write);
  copy.text("PRAGMA journal_mode = MEMORY");
  copy.run("PRAGMA synchronous = OFF");
  db::migrate(copy, db::bundled_migrations(), now());
}

void OtherFile::attach(db::Connection& connection, const std::string& name) const {
  connection.run(fmt::format("ATTACH DATABASE ? AS {}", name), copy_ ? copy_->path() : path_);
}

}  // namespace iscm::cli
