#include "core/edit/source.hpp"

#include <fmt/format.h>

#include <vector>

#include "core/address_code.hpp"
#include "core/edit/words.hpp"
#include "core/entities.hpp"
#include "core/field_rules.hpp"
#include "core/names.hpp"
#include "error.hpp"

namespace iscm::core {
namespace {

const Entity& kind() {
  return entity_named("source");
}

/// Numbered where another source has it.
std::string free_code(db::Connection& connection, const std::string& wanted) {
  std::string code = wanted;
  for (int number = 2; !find_named(connection, kind(), code).ids.empty(); ++number) {
    code = fmt::format("{}-{}", wanted, number);
  }
  return code;
}

}  // namespace

EditSource source_named(db::Connection& connection, std::string_view name) {
  refuse_broken_text(name);
  const Field& url = *kind().field("url");
  if (const auto id = connection.integer("SELECT id FROM main.sources WHERE code = ?1 OR url = ?1", name)) {
    return {id, connection.text("SELECT code FROM main.sources WHERE id = ?", *id).value_or(""), {}};
  }
  if (broken_rule(url, name).empty()) {
    return {{}, free_code(connection, code_of_address(name)), std::string(name)};
  }
  const std::vector<std::int64_t> ids = records_named(connection, kind(), name);
  return {ids.front(), connection.text("SELECT code FROM main.sources WHERE id = ?", ids.front()).value_or(""), {}};
}

void add_source(db::Connection& connection, EditSource& source, std::int64_t revision) {
  if (source.id) return;
  source.id = connection.integer("INSERT INTO main.sources (code, url, revision) VALUES (?, ?, ?) RETURNING id",
                                 source.code, source.url, revision);
}

}  // namespace iscm::core
