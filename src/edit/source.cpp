#include "edit/source.hpp"

#include <fmt/format.h>

#include "error.hpp"
#include "model/entities.hpp"
#include "model/field_types.hpp"
#include "model/names.hpp"
#include "model/source_code.hpp"
#include "model/sql_of.hpp"
#include "model/words.hpp"

namespace iscm::edit {
namespace {

const model::Entity& kind() {
  return model::entity_named("source");
}

/// With a number if another source has it.
std::string free_code(sqlite::Connection& connection, const std::string& wanted) {
  std::string code = wanted;
  for (int number = 2; !model::find_named(connection, kind(), code).ids.empty(); ++number) {
    code = fmt::format("{}-{}", wanted, number);
  }
  return code;
}

}  // namespace

EditSource source_named(sqlite::Connection& connection, std::string_view name) {
  model::refuse_broken_text(name);
  const model::Field& url = *kind().field("url");
  if (const auto id = connection.integer("SELECT id FROM main.sources WHERE code = ?1 OR url = ?1", name)) {
    return {id, model::read_code(connection, kind(), *id), {}};
  }
  if (model::broken_rule(url, name).empty()) {
    return {{}, free_code(connection, model::code_of_address(name)), std::string(name)};
  }
  const std::int64_t id = model::records_named(connection, kind(), name).front();
  return {id, model::read_code(connection, kind(), id), {}};
}

void add_source(sqlite::Connection& connection, EditSource& source, std::int64_t revision) {
  if (source.id) return;
  source.id = connection.integer("INSERT INTO main.sources (code, url, revision) VALUES (?, ?, ?) RETURNING id",
                                 source.code, source.url, revision);
}

}  // namespace iscm::edit
