#include "model/entities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "error.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"

namespace iscm::model {
namespace {

bool is_called(const Field& field, const std::string& key) {
  if (text::fold(field.name) == key) return true;
  const auto synonyms = text::split(field.synonyms, "; ");
  return std::find(synonyms.begin(), synonyms.end(), key) != synonyms.end();
}

/// What people call the records of an entity, if it is not its name.
constexpr std::pair<std::string_view, std::string_view> kOtherWords[] = {
    {"country", "member"},        {"countries", "member"},   {"state", "member"},        {"states", "member"},
    {"nation", "member"},         {"territory", "member"},   {"organization", "member"}, {"participant", "membership"},
    {"process", "mechanism"},     {"dialogue", "mechanism"}, {"forum", "mechanism"},     {"iscm", "mechanism"},
    {"topic", "theme"},           {"area", "theme"},         {"event", "meeting"},       {"conference", "meeting"},
    {"chairmanship", "chair"},    {"presidency", "chair"},   {"document", "source"},     {"reference", "source"},
    {"total", "published-figure"}};

std::string other_word(std::string_view name) {
  const std::string key = text::fold(name);
  const auto* found =
      std::find_if(std::begin(kOtherWords), std::end(kOtherWords), [&](const auto& pair) { return pair.first == key; });
  return found == std::end(kOtherWords) ? "" : fmt::format("did you mean \"{}\"?", found->second);
}

}  // namespace

const Field* Entity::field(std::string_view wanted) const {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const Field& candidate) { return candidate.name == wanted; });
  return found == fields.end() ? nullptr : &*found;
}

const Entity* find_entity(std::string_view name) {
  const std::string key = text::fold(name);
  for (const Entity& entity : entities()) {
    if (text::fold(entity.name) == key || text::fold(entity.plural) == key) return &entity;
  }
  return nullptr;
}

const Entity& entity_named(std::string_view name) {
  if (const Entity* entity = find_entity(name)) return *entity;
  std::vector<std::string> known;
  for (const Entity& entity : entities()) known.emplace_back(entity.name);
  std::string guess = other_word(name);
  if (guess.empty()) guess = text::did_you_mean(name, known);
  throw Error(Exit::usage, fmt::format("unknown entity \"{}\"", name),
              guess.empty() ? fmt::format("the entities are {}", fmt::join(known, ", ")) : guess);
}

const Field* find_field(const Entity& entity, std::string_view name) {
  if (const Field* exact = entity.field(name)) return exact;
  const std::string key = text::fold(name);
  for (const Field& field : entity.fields) {
    if (is_called(field, key)) return &field;
  }
  return is_called(source_field(), key) ? &source_field() : nullptr;
}

const Field& field_named(const Entity& entity, std::string_view name) {
  // Names are compared without their punctuation: an operator that is none of ours would go unseen.
  if (name.find_first_of("!<>=~+^") != std::string_view::npos) {
    throw Error(
        Exit::usage, fmt::format("\"{}\" is no field: there is no such operator", name),
        "write field=value, field=a,b (any of), field=2010.. (from, to), field= (empty) or field~text (contains)");
  }
  if (const Field* field = find_field(entity, name)) return *field;
  std::vector<std::string> known;
  for (const Field& field : entity.fields) known.emplace_back(field.name);
  known.emplace_back(source_field().name);
  const std::string guess = text::did_you_mean(name, known);
  throw Error(Exit::usage, fmt::format("{} has no field \"{}\"", entity.name, name),
              guess.empty() ? fmt::format("its fields are {}", fmt::join(known, ", ")) : guess);
}

std::vector<std::string_view> words(std::string_view list) {
  return text::split(list, " ");
}

}  // namespace iscm::model
