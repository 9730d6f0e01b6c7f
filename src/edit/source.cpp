#include "edit/source.hpp"

#include <fmt/format.h>

#include "error.hpp"
#include "model/entities.hpp"
#include "model/field_types.hpp"
#include "model/names.hpp"
#include "model/source_code.hpp"
#include "model/sql_of.hpp"
#include "model/words.hpp"
#include "text/suggest.hpp"

namespace iscm::edit {
namespace {

const model::Entity& kind() {
  return model::entity_named("source");
}

/// The hint of an unknown title, which may be that of a new source.
std::string hint_of_title(const std::string& hint) {
  const bool is_question = hint.ends_with('?');
  return hint + (is_question ? " A new one is added with --new-source" : "; --new-source adds it with this change");
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

EditSource source_named(sqlite::Connection& connection, const std::string& name, bool may_be_new) {
  model::refuse_broken_text(name);
  const model::Field& url = *kind().field("url");
  if (const auto id = connection.integer("SELECT id FROM main.sources WHERE code = ?1 OR url = ?1", name)) {
    return {id, model::read_code(connection, kind(), *id), {}, {}};
  }
  if (model::broken_rule(url, name).empty()) {
    return {{}, free_code(connection, model::code_of_address(name)), name, {}};
  }
  if (model::find_named(connection, kind(), name).ids.empty()) {
    if (name.empty()) throw Error(Exit::usage, "--source is empty", "leave it out, or name a source");
    const bool is_title = name.find("://") == std::string::npos;  // else an address with a mistake in it
    if (is_title && may_be_new) return {{}, free_code(connection, model::code_of_title(name)), {}, name};
    const std::string guess = text::did_you_mean(name, model::known_names(connection, kind()));
    const std::string hint = model::unknown_source_hint(name, guess);
    throw Error(Exit::refused, fmt::format("unknown source \"{}\"", name), is_title ? hint_of_title(hint) : hint);
  }
  const std::int64_t id = model::records_named(connection, kind(), name).front();
  return {id, model::read_code(connection, kind(), id), {}, {}};
}

void add_source(sqlite::Connection& connection, EditSource& source, std::int64_t revision) {
  if (source.id) return;
  source.id = connection.integer(
      "INSERT INTO main.sources (code, url, title, revision) VALUES (?, nullif(?, ''), nullif(?, ''), ?) RETURNING id",
      source.code, source.url, source.title, revision);
}

}  // namespace iscm::edit
