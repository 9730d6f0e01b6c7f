#include "model/entities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "error.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"

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

/// The field whose name people take for the members themselves.
constexpr std::string_view kPublishedNumber = "constituent_states";

std::string other_word(std::string_view name) {
  const std::string key = text::fold(name);
  const auto* found =
      std::find_if(std::begin(kOtherWords), std::end(kOtherWords), [&](const auto& pair) { return pair.first == key; });
  return found == std::end(kOtherWords) ? "" : fmt::format("did you mean \"{}\"?", found->second);
}

/// "– or ;": any of the characters may stand between items.
std::string separators_in_words(std::string_view separators) {
  std::vector<std::string_view> characters;
  for (const text::CodePoint& point : text::CodePoints(separators)) characters.push_back(point.bytes);
  return fmt::format("{}", fmt::join(characters, " or "));
}

}  // namespace

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

std::string meant_by(const Entity& entity, std::string_view name, std::string_view record) {
  const std::string key = text::fold(name);
  const auto is_meant = [&](std::string_view word) { return text::fold(word) == key; };
  for (const Entity& link : entities()) {
    const std::vector<std::string_view> parts = words(link.key);
    const Field* owner = link.field(parts.front());
    if (owner == nullptr || owner->target != entity.name) continue;
    const Field& far = *link.field(parts[1]);
    const bool joins = far.type == FieldType::reference;
    const bool is_far = joins && (is_meant(far.name) || is_meant(entity_named(far.target).plural));
    if (!is_far && !is_meant(link.name) && !is_meant(link.plural)) continue;
    const std::string_view one = record.empty() ? "KEY" : record;
    std::string meant =
        fmt::format("`iscm list {0} {1}={2}` shows its {3}, `iscm add {0} {4}{2} ...` adds one", link.name, owner->name,
                    one, link.plural, joins ? "" : fmt::format("{}=", owner->name));
    if (is_far && far.target == "member") {
      meant += fmt::format("; {} is the published number of States", kPublishedNumber);
    }
    return meant;
  }
  return {};
}

const Field& field_named(const Entity& entity, std::string_view name, std::string_view record) {
  // Names are compared without their punctuation: an unknown operator would go unseen.
  if (name.find_first_of("!<>=~+^") != std::string_view::npos) {
    throw Error(
        Exit::usage, fmt::format("\"{}\" is not a field: there is no such operator", name),
        "write field=value, field=a,b (any of), field=2010.. (from, to), field= (empty) or field~text (contains)");
  }
  if (const Field* field = find_field(entity, name)) return *field;
  std::vector<std::string> known;
  for (const Field& field : entity.fields) known.emplace_back(field.name);
  known.emplace_back(source_field().name);
  std::string guess = meant_by(entity, name, record);
  if (guess.empty()) guess = text::did_you_mean(name, known);
  throw Error(Exit::usage, fmt::format("{} has no field \"{}\"", entity.name, name),
              guess.empty() ? fmt::format("its fields are {}", fmt::join(known, ", ")) : guess);
}

std::vector<std::string_view> words(std::string_view list) {
  return text::split(list, " ");
}

std::vector<const Field*> all_fields(const Entity& entity) {
  std::vector<const Field*> fields;
  for (const Field& field : entity.fields) fields.push_back(&field);
  fields.push_back(&source_field());
  return fields;
}

const Field* label_field(const Entity& entity) {
  const auto find = [&](auto&& fits) {
    const auto found = std::find_if(entity.fields.begin(), entity.fields.end(), fits);
    return found == entity.fields.end() ? nullptr : &*found;
  };
  if (const Field* name = find([](const Field& field) { return field.tier == NameTier::name; })) return name;
  return find([](const Field& field) { return field.required && field.type == FieldType::text; });
}

std::vector<Span> spans_of(const Entity& entity) {
  std::vector<Span> spans;
  for (const auto& [from, to] : kSpans) {
    const Span span{entity.field(from), entity.field(to)};
    if (span.from != nullptr && span.to != nullptr) spans.push_back(span);
  }
  return spans;
}

std::string type_in_words(const Field& field) {
  const std::string_view name = type_info(field.type).name;
  if (field.type == FieldType::reference) return fmt::format("{} to {}", name, field.target);
  if (field.type == FieldType::list) return fmt::format("{} of {}", name, field.target);
  return std::string(name);
}

std::string rule_in_words(const Field& field) {
  const std::string_view rule = type_info(field.type).rule;
  switch (field.type) {
    case FieldType::choice:
      return fmt::format(fmt::runtime(rule), fmt::join(words(field.choices), ", "));
    case FieldType::reference:
      return fmt::format(fmt::runtime(rule), field.target);
    case FieldType::list:
      return fmt::format(fmt::runtime(rule), entity_named(field.target).plural, separators_in_words(field.separator));
    default:
      return std::string(rule);
  }
}

std::string_view broken_rule(const Field& field, std::string_view value) {
  const TypeInfo& type = type_info(field.type);
  return type.keeps == nullptr || type.keeps(value, field.choices) ? std::string_view() : type.broken;
}

}  // namespace iscm::model
