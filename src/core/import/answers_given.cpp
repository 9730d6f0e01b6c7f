#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/field_rules.hpp"
#include "core/fields.hpp"
#include "core/import/answers.hpp"
#include "core/names.hpp"
#include "error.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/visible.hpp"

namespace iscm::core {
namespace {

bool is_own_name(const Field& field) {
  return field.target.empty() && field.tier != NameTier::none && field.type != FieldType::code;
}

std::string code_of(db::Connection& connection, const Entity& kind, const std::string& name) {
  const auto ids = records_named(connection, kind, name);
  if (ids.size() > 1) {
    throw Error(Exit::refused, fmt::format("\"{}\" stands for more than one {}", name, kind.name), "give one code");
  }
  return connection.text(fmt::format("SELECT code FROM main.{} WHERE id = ?", kind.table), ids.front()).value_or("");
}

void refuse_without_names(const Entity& entity) {
  if (entity.identity == Identity::name) return;
  throw Error(Exit::usage, fmt::format("--same and --new are for records with a name; {} have none", entity.plural),
              "--alias answers what a name in a row means");
}

/// The first field by whose value a row of this entity is told.
std::string_view own_name(const Entity& entity) {
  const auto found = std::find_if(entity.fields.begin(), entity.fields.end(), is_own_name);
  return found->name;
}

}  // namespace

Answer same_as(db::Connection& connection, const Entity& entity, const std::string& name, const std::string& record) {
  refuse_without_names(entity);
  return {.field = std::string(own_name(entity)),
          .value = name,
          .answer = code_of(connection, entity, record),
          .is_new = false,
          .learn = Learn::where_unknown};
}

Answer new_as(db::Connection& connection, const Entity& entity, const std::string& name, const std::string& code) {
  refuse_without_names(entity);
  Answer answer{.field = std::string(own_name(entity)), .value = name, .answer = code, .is_new = true};
  if (code.empty()) return answer;
  if (!broken_rule(*entity.field("code"), code).empty()) {
    throw Error(Exit::refused, fmt::format("\"{}\" is no code", code), rule_in_words(*entity.field("code")));
  }
  const auto taken = connection.integer(fmt::format("SELECT id FROM main.{} WHERE code = ?", entity.table), code);
  if (!taken) return answer;
  // The same import again: the record is there by now.
  const NamedRecords known = find_named(connection, entity, name);
  if (known.ids == std::vector<std::int64_t>{*taken}) return same_as(connection, entity, name, code);
  throw Error(Exit::refused, fmt::format("there is a {} with the code \"{}\" already", entity.name, code),
              "if it is the one that is meant, answer with its code; else give a new code");
}

Answer alias_of(db::Connection& connection, const Entity& entity, const std::string& name, const std::string& record) {
  std::set<std::string> codes;
  std::vector<std::string_view> names_of_kinds;
  std::vector<std::string> known;
  for (const Entity* kind : kinds_with_aliases(entity)) {
    names_of_kinds.push_back(kind->name);
    if (!find_named(connection, *kind, record).ids.empty()) codes.insert(code_of(connection, *kind, record));
    const auto names = known_names(connection, *kind);
    known.insert(known.end(), names.begin(), names.end());
  }
  if (names_of_kinds.empty()) {
    throw Error(Exit::usage, fmt::format("{} refer to nothing that has aliases", entity.plural), "leave --alias out");
  }
  if (codes.empty()) {
    throw Error(Exit::refused,
                fmt::format("--alias: no {} is called \"{}\"", fmt::join(names_of_kinds, " or "), record),
                text::did_you_mean(record, known));
  }
  if (codes.size() > 1) {
    throw Error(Exit::refused, fmt::format("--alias: \"{}\" may be {}", record, fmt::join(codes, " or ")),
                "give the code");
  }
  return {.field = {}, .value = name, .answer = *codes.begin(), .is_new = false, .learn = Learn::always};
}

namespace {

constexpr std::string_view kNew = "new";
constexpr std::string_view kNewAs = "new:";

/// The places of field, value and answer in the header of a file of answers.
std::array<std::size_t, 3> answer_columns(const read::RowSource& rows) {
  std::array<std::size_t, 3> places{};
  constexpr std::array<std::string_view, 3> kNames = {"field", "value", "answer"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const auto header = rows.header();
    const auto found = std::find_if(header.begin(), header.end(),
                                    [&](const std::string& name) { return text::fold(name) == kNames[i]; });
    if (found == header.end()) {
      throw Error(Exit::refused, fmt::format("{}: it has no column \"{}\"", rows.name(), kNames[i]),
                  "answers stand in the columns field, value and answer; --questions FILE writes such a file");
    }
    places[i] = static_cast<std::size_t>(found - header.begin());
  }
  return places;
}

bool is_field_of_any(const std::string& name) {
  return std::any_of(entities().begin(), entities().end(),
                     [&](const Entity& entity) { return find_field(entity, name) != nullptr; });
}

/// Codes in place of the names that somebody wrote.
Answer understood(db::Connection& connection, const Entity& entity, const Field& field, Answer answer) {
  const Entity& kind = field.target.empty() ? entity : entity_named(field.target);
  if (answer.answer == kNew || answer.answer.starts_with(kNewAs)) {
    const std::string code = answer.answer == kNew ? "" : answer.answer.substr(kNewAs.size());
    Answer made = new_as(connection, kind, answer.value, code);
    made.field = answer.field;
    return made;
  }
  std::string codes;
  std::string_view rest = answer.answer;
  while (true) {
    const auto end = field.type == FieldType::list ? rest.find(';') : std::string_view::npos;
    codes += (codes.empty() ? "" : ";") + code_of(connection, kind, std::string(text::trimmed(rest.substr(0, end))));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  answer.answer = codes;
  return answer;
}

/// Null where the row answers nothing here: there is no answer yet, or its field is one of other records.
const Field* answered_field(const Entity& entity, const Answer& answer) {
  if (answer.answer.empty() || answer.value.empty()) return nullptr;
  const Field* field = find_field(entity, answer.field);
  if (field == nullptr) {
    if (is_field_of_any(answer.field)) return nullptr;
    throw Error(Exit::refused, fmt::format("no record has a field \"{}\"", answer.field),
                fmt::format("`iscm fields {}` lists the fields", entity.name));
  }
  const bool names_a_record = !field->target.empty() || (entity.identity == Identity::name && is_own_name(*field));
  if (!names_a_record) {
    throw Error(Exit::refused, fmt::format("{} names no record", field->name),
                "only names can be answered; correct other values in the file itself");
  }
  return field;
}

}  // namespace

std::vector<Answer> written_answers(read::RowSource& rows) {
  std::vector<Answer> answers;
  if (rows.header().empty()) {
    throw Error(Exit::refused, fmt::format("{}: {}", rows.name(), rows.problems().front().message));
  }
  const auto [field_at, value_at, answer_at] = answer_columns(rows);
  while (rows.next()) {
    const auto cells = rows.cells();
    answers.push_back({.field = text::squeezed(cells[field_at]),
                       .value = text::squeezed(cells[value_at]),
                       .answer = text::squeezed(cells[answer_at]),
                       .is_new = false,
                       .learn = Learn::where_unknown});
  }
  if (!rows.problems().empty()) {
    const read::Problem& problem = rows.problems().front();
    throw Error(Exit::refused, fmt::format("{}:{}: {}", rows.name(), problem.line, problem.message));
  }
  return answers;
}

std::vector<Answer> read_answers(db::Connection& connection, const Entity& entity, read::RowSource& rows) {
  std::vector<Answer> answers;
  for (const Answer& answer : written_answers(rows)) {
    try {
      const Field* field = answered_field(entity, answer);
      if (field != nullptr) answers.push_back(understood(connection, entity, *field, answer));
    } catch (const Error& error) {
      throw Error(error.exit(), fmt::format("{}: \"{}\": {}", rows.name(), answer.value, error.what()), error.hint());
    }
  }
  return answers;
}

}  // namespace iscm::core
