#include "import/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "error.hpp"
#include "import/row_sql.hpp"
#include "import/same_by_date.hpp"
#include "model/field_types.hpp"
#include "model/names.hpp"
#include "model/spreadsheet.hpp"
#include "model/sql_of.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/visible.hpp"

namespace iscm::import {
namespace {

/// What a value is compared by. Punctuation alone has no folded form.
std::string answer_key(const std::string& value) {
  std::string key = text::fold(value);
  return key.empty() ? value : key;
}

/// The kinds that an answer is about: that of its field, or all in which a record has the code.
std::vector<const model::Entity*> kinds_of(Job& job, const Answer& answer) {
  if (!answer.field.empty()) {
    const model::Field* field = model::find_field(job.entity, answer.field);
    if (field == nullptr) return {};
    return {field->target.empty() ? &job.entity : &model::entity_named(field->target)};
  }
  std::vector<const model::Entity*> kinds = kinds_with_aliases(job.entity);
  std::erase_if(kinds, [&](const model::Entity* kind) {
    return !job.connection.integer(fmt::format("SELECT 1 FROM main.{} WHERE code = ?", kind->table), answer.answer);
  });
  return kinds;
}

std::vector<std::string> codes_of(const std::string& answer) {
  std::vector<std::string> codes;
  for (std::size_t begin = 0; begin <= answer.size();) {
    const std::size_t end = std::min(answer.find(';', begin), answer.size());
    codes.push_back(answer.substr(begin, end - begin));
    begin = end + 1;
  }
  return codes;
}

void store(Job& job, const model::Entity& kind, const Answer& answer) {
  for (const std::string& code : codes_of(answer.answer)) {
    job.connection.run(
        "INSERT INTO temp.answer (kind, key, value, code, is_new, learn) VALUES (?, ?, ?, nullif(?, ''), ?, ?)",
        kind.name, answer_key(answer.value), answer.value, code, std::int64_t{answer.is_new},
        static_cast<std::int64_t>(answer.learn));
  }
}

}  // namespace

std::vector<const model::Entity*> kinds_with_aliases(const model::Entity& entity) {
  std::vector<const model::Entity*> kinds;
  const auto add = [&](const model::Entity& kind) {
    if (!kind.alias_table.empty() && std::find(kinds.begin(), kinds.end(), &kind) == kinds.end())
      kinds.push_back(&kind);
  };
  if (entity.identity == model::Identity::name) add(entity);
  for (const model::Field& field : entity.fields) {
    if (!field.target.empty()) add(model::entity_named(field.target));
  }
  return kinds;
}

void load_answers(Job& job) {
  std::map<std::pair<std::string_view, std::string>, const Answer*> seen;
  for (const Answer& answer : job.answers) {
    for (const model::Entity* kind : kinds_of(job, answer)) {
      const auto [found, is_first] = seen.try_emplace({kind->name, answer_key(answer.value)}, &answer);
      if (is_first) {
        store(job, *kind, answer);
      } else if (found->second->answer != answer.answer || found->second->is_new != answer.is_new) {
        throw Error(Exit::usage, fmt::format("\"{}\" is answered twice, differently", answer.value), "give one answer");
      }
    }
  }
}

void mark_used(Job& job, const model::Entity& kind, std::string_view values) {
  if (job.answers.empty()) return;
  job.connection.run(fmt::format("UPDATE temp.answer SET used = 1 WHERE kind = ? AND key IN "
                                 "(SELECT ifnull(fold(value), value) FROM ({}))",
                                 values),
                     kind.name);
}

namespace {

bool is_own_name(const model::Field& field) {
  return field.target.empty() && field.tier != model::NameTier::none && !field.is_code();
}

std::string code_of(sqlite::Connection& connection, const model::Entity& kind, const std::string& name) {
  const auto ids = model::records_named(connection, kind, name);
  if (ids.size() > 1) {
    throw Error(Exit::refused, fmt::format("\"{}\" is the name of more than one {}", name, kind.name), "give one code");
  }
  return model::read_code(connection, kind, ids.front());
}

void refuse_without_names(const model::Entity& entity, const std::string& name) {
  if (entity.identity == model::Identity::name) return;
  if (is_known_by_date(entity)) {
    if (may_be_words_of_row(name)) return;
    throw Error(
        Exit::usage, fmt::format("\"{}\" is not what a {} is called in a question", name, entity.name),
        fmt::format("give {}; --alias answers what a name in a row means", fmt::join(model::words(entity.key), ", ")));
  }
  throw Error(Exit::usage,
              fmt::format("--same and --new are for records with a name or a date; {} have neither", entity.plural),
              "--alias answers what a name in a row means");
}

/// The field to which an answer about a row of this entity belongs.
std::string_view own_name(const model::Entity& entity) {
  if (is_known_by_date(entity)) return asked_field(entity).name;
  const auto found = std::find_if(entity.fields.begin(), entity.fields.end(), is_own_name);
  return found->name;
}

}  // namespace

Answer same_as(sqlite::Connection& connection, const model::Entity& entity, const std::string& name,
               const std::string& record) {
  refuse_without_names(entity, name);
  if (is_known_by_date(entity)) return {.field = std::string(own_name(entity)), .value = name, .answer = record};
  return {.field = std::string(own_name(entity)),
          .value = name,
          .answer = code_of(connection, entity, record),
          .is_new = false,
          .learn = Learn::where_unknown};
}

Answer new_as(sqlite::Connection& connection, const model::Entity& entity, const std::string& name,
              const std::string& code) {
  refuse_without_names(entity, name);
  Answer answer{.field = std::string(own_name(entity)), .value = name, .answer = code, .is_new = true};
  if (code.empty()) return answer;
  if (is_known_by_date(entity)) {
    throw Error(Exit::usage, fmt::format("--new {}={}: {} are given no code here", name, code, entity.plural),
                fmt::format("--new \"{}\"", name));
  }
  if (!model::broken_rule(*entity.field("code"), code).empty()) {
    throw Error(Exit::refused, fmt::format("\"{}\" is not a code", code), model::rule_in_words(*entity.field("code")));
  }
  const auto taken = connection.integer(fmt::format("SELECT id FROM main.{} WHERE code = ?", entity.table), code);
  if (!taken) return answer;
  // The same import again: the record is there by now.
  const model::NamedRecords known = model::find_named(connection, entity, name);
  if (known.ids == std::vector<std::int64_t>{*taken}) return same_as(connection, entity, name, code);
  throw Error(Exit::refused, fmt::format("there is a {} with the code \"{}\" already", entity.name, code),
              "if it is the one that is meant, answer with its code; else give a new code");
}

namespace {

/// An answer about a value: it has to be one that breaks the rule of the field, and what is meant one that keeps it.
Answer value_answer(const model::Field& field, const std::string& value, const std::string& meant, Learn learn) {
  if (model::rule_in_words(field).empty()) {
    throw Error(Exit::refused, fmt::format("{} takes any text: \"{}\" is a value as it is", field.name, value),
                "correct it in the file itself");
  }
  if (model::broken_rule(field, model::stored_value(field, value)).empty()) {
    throw Error(Exit::refused, fmt::format("{}: \"{}\" is a value already", field.name, value),
                "answer what the program does not know");
  }
  std::string stored = model::stored_value(field, meant);
  if (!model::broken_rule(field, stored).empty()) {
    throw Error(Exit::refused, fmt::format("{}: \"{}\" does not fit", field.name, meant), model::rule_in_words(field));
  }
  return {
      .field = std::string(field.name), .value = value, .answer = std::move(stored), .is_new = false, .learn = learn};
}

/// A mark belongs to the page on which somebody saw the name.
void refuse_marks(const std::string& name) {
  const MarkedValue marked = without_marks(model::source_field(), name);
  if (marked.mark.empty()) return;
  throw Error(Exit::usage, fmt::format("\"{}\" is no name: \"{}\" is a footnote mark or a number", name, marked.mark),
              fmt::format("--strip-notes takes it off; then answer \"{}\", if it is unknown", marked.value));
}

}  // namespace

Answer alias_of(sqlite::Connection& connection, const model::Entity& entity, const std::string& name,
                const std::string& record) {
  if (const auto colon = name.find(':'); colon != std::string::npos) {
    const model::Field* field = model::find_field(entity, name.substr(0, colon));
    const std::string value = text::squeezed(name.substr(colon + 1));
    if (field != nullptr && !names_a_record(entity, *field)) return value_answer(*field, value, record, Learn::always);
    if (field != nullptr && !field->target.empty()) {
      refuse_marks(value);
      return {.field = std::string(field->name),
              .value = value,
              .answer = code_of(connection, model::entity_named(field->target), record),
              .is_new = false,
              .learn = Learn::always};
    }
  }
  refuse_marks(name);
  std::set<std::string> codes;
  std::vector<std::string_view> names_of_kinds;
  std::vector<std::string> known;
  for (const model::Entity* kind : kinds_with_aliases(entity)) {
    names_of_kinds.push_back(kind->name);
    if (!model::find_named(connection, *kind, record).ids.empty()) codes.insert(code_of(connection, *kind, record));
    const auto names = model::known_names(connection, *kind);
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
                  "answers are in the columns field, value and answer; --questions FILE writes such a file");
    }
    places[i] = static_cast<std::size_t>(found - header.begin());
  }
  return places;
}

bool is_field_of_any(const std::string& name) {
  return std::any_of(model::entities().begin(), model::entities().end(),
                     [&](const model::Entity& entity) { return model::find_field(entity, name) != nullptr; });
}

/// Codes in place of the names that somebody wrote.
Answer understood(sqlite::Connection& connection, const model::Entity& entity, const model::Field& field,
                  Answer answer) {
  const model::Entity& kind = field.target.empty() ? entity : model::entity_named(field.target);
  if (&kind == &entity && is_known_by_date(entity) && answer.answer != kNew) {
    return same_as(connection, entity, answer.value, answer.answer);
  }
  if (answer.answer == kNew || answer.answer.starts_with(kNewAs)) {
    const std::string code = answer.answer == kNew ? "" : answer.answer.substr(kNewAs.size());
    Answer made = new_as(connection, kind, answer.value, code);
    made.field = answer.field;
    return made;
  }
  std::string codes;
  std::string_view rest = answer.answer;
  while (true) {
    const auto end = field.type == model::FieldType::list ? rest.find(';') : std::string_view::npos;
    codes += (codes.empty() ? "" : ";") + code_of(connection, kind, std::string(text::trimmed(rest.substr(0, end))));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  answer.answer = codes;
  return answer;
}

/// Null if the row answers nothing here: there is no answer yet, or its field is one of other records.
const model::Field* answered_field(const model::Entity& entity, const Answer& answer) {
  if (answer.answer.empty() || answer.value.empty()) return nullptr;
  if (answer.field == kColumnAnswer || answer.field == kAnyField) return nullptr;
  const model::Field* field = model::find_field(entity, answer.field);
  if (field == nullptr) {
    if (is_field_of_any(answer.field)) return nullptr;
    throw Error(Exit::refused, fmt::format("no record has a field \"{}\"", answer.field),
                fmt::format("`iscm fields {}` lists the fields", entity.name));
  }
  return field;
}

}  // namespace

bool names_a_record(const model::Entity& entity, const model::Field& field) {
  return !field.target.empty() || (entity.identity == model::Identity::name && is_own_name(field)) ||
         (is_known_by_date(entity) && &field == &asked_field(entity));
}

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

std::vector<Answer> read_answers(sqlite::Connection& connection, const model::Entity& entity, read::RowSource& rows) {
  std::vector<Answer> answers;
  for (const Answer& answer : written_answers(rows)) {
    try {
      const model::Field* field = answered_field(entity, answer);
      if (field == nullptr) continue;
      answers.push_back(names_a_record(entity, *field)
                            ? understood(connection, entity, *field, answer)
                            : value_answer(*field, answer.value, answer.answer, Learn::where_unknown));
    } catch (const Error& error) {
      throw Error(error.exit(), fmt::format("{}: \"{}\": {}", rows.name(), answer.value, error.what()), error.hint());
    }
  }
  return answers;
}

}  // namespace iscm::import
