#include "core/filter_note.hpp"

#include <fmt/format.h>

#include "core/filter.hpp"
#include "core/names.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"

namespace iscm::core {
namespace {

bool has_value(db::Connection& connection, const Entity& entity, const Field& field, std::string_view value) {
  return connection
      .integer(fmt::format("SELECT 1 FROM {} WHERE fold({}) = ? LIMIT 1", entity.table, field.column),
               text::fold(value))
      .has_value();
}

/// A filter compares one field, where people may think of any name.
std::string called_otherwise(db::Connection& connection, const Entity& entity, const Field& field,
                             std::string_view name) {
  std::vector<std::string> codes;
  for (const std::int64_t id : find_named(connection, entity, name).ids) {
    codes.push_back(connection.text(fmt::format("SELECT code FROM {} WHERE id = ?", entity.table), id).value_or(""));
  }
  std::string note = fmt::format("\"{}\" is the {} of no {}", name, field.name, entity.name);
  if (!codes.empty()) {
    return fmt::format("{}, but another name of {}: `code={}` finds {}", note, fmt::join(codes, " and "),
                       fmt::join(codes, ","), codes.size() == 1 ? "it" : "them");
  }
  const std::string guess = text::did_you_mean(name, known_names(connection, entity));
  return guess.empty() ? note : fmt::format("{}; {}", note, guess);
}

void note_unknown_names(db::Connection& connection, const Entity& entity, const FilterParts& filter,
                        std::vector<std::string>& notes) {
  if (has_value(connection, entity, *filter.field, filter.value)) return;  // a name may have commas of its own
  for (const std::string_view name : text::split(filter.value, ",")) {
    if (has_value(connection, entity, *filter.field, name)) continue;
    notes.push_back(called_otherwise(connection, entity, *filter.field, name));
  }
}

/// A field and a link to records of the same kind: the mechanism that an organization is, and those it takes part in.
void note_links(const Entity& entity, const Field& field, std::vector<std::string>& notes) {
  std::vector<std::string> links;
  for (const LinkedFilter& link : linked_filters(entity)) {
    if (link.target->name == field.target) links.push_back(fmt::format("`{}=`", link.name));
  }
  if (links.empty()) return;
  notes.push_back(fmt::format("{} is {}; by their links with a {}, {} are found with {}", field.name, field.meaning,
                              field.target, entity.plural, fmt::join(links, " and ")));
}

}  // namespace

std::vector<std::string> filter_notes(db::Connection& connection, const Entity& entity,
                                      const std::vector<std::string>& filters, bool found_nothing) {
  std::vector<std::string> notes;
  for (const std::string& filter : filters) {
    const FilterParts parts = filter_parts(entity, filter);
    if (parts.field == nullptr || parts.contains || parts.value.empty()) continue;
    if (parts.field->tier != NameTier::none) {
      note_unknown_names(connection, entity, parts, notes);
    } else if (found_nothing && parts.field == &source_field()) {
      notes.push_back(
          fmt::format("source asks on what the newest version of a row stands; `iscm show source {}` lists the facts "
                      "that stand on it",
                      parts.value));
    } else if (found_nothing && parts.field->type == FieldType::reference) {
      note_links(entity, *parts.field, notes);
    }
  }
  return notes;
}

}  // namespace iscm::core
