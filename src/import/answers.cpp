#include "import/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "error.hpp"
#include "import/near_duplicates.hpp"
#include "import/new_records.hpp"
#include "import/resolve.hpp"
#include "model/names.hpp"
#include "model/spreadsheet.hpp"
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

/// The kinds that an answer speaks of: that of its field, or all in which a record has the code.
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

[[noreturn]] void refuse_foreign_name(const std::string& alias, const model::Entity& kind, const std::string& owner) {
  throw Error(Exit::refused, fmt::format("--alias: \"{}\" is a name of the {} {} already", alias, kind.name, owner),
              "an answer in --answers FILE holds for one import and changes no names");
}

void refuse_foreign_names(Job& job, const model::Entity& kind) {
  sqlite::Statement foreign = job.connection.prepare(fmt::format(
      "SELECT a.value, t.code FROM temp.answer AS a JOIN temp.name AS n ON n.kind = a.kind AND n.key = a.key "
      "JOIN main.{} AS t ON t.id = n.target_id WHERE a.kind = ? AND a.used AND a.learn = ? AND t.code <> a.code",
      kind.table));
  foreign.bind_all(kind.name, static_cast<std::int64_t>(Learn::always));
  if (foreign.step()) refuse_foreign_name(foreign.text(0), kind, foreign.text(1));
}

/// A name that somebody wants to be remembered but that stands nowhere is a slip of the pen.
void refuse_unused(Job& job) {
  const auto unused =
      job.connection.text("SELECT value FROM temp.answer GROUP BY key HAVING max(used) = 0 AND max(learn) = ?",
                          static_cast<std::int64_t>(Learn::always));
  if (!unused) return;
  throw Error(Exit::usage, fmt::format("\"{}\" stands nowhere in the file where a name is looked up", *unused),
              "answer what the file says; case and accents do not matter");
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

void learn_aliases(Job& job) {
  const bool any = std::any_of(job.answers.begin(), job.answers.end(),
                               [](const Answer& answer) { return answer.learn != Learn::no; });
  if (!any) return;
  refuse_unused(job);
  for (const model::Entity& kind : model::entities()) {
    if (kind.alias_table.empty()) continue;
    if (!job.connection.integer("SELECT 1 FROM temp.answer WHERE kind = ? AND used AND learn AND NOT is_new",
                                kind.name)) {
      continue;
    }
    collect_names(job, kind);
    refuse_foreign_names(job, kind);
    job.connection.run(
        fmt::format(
            "INSERT INTO temp.learned SELECT a.kind, a.value, a.key, t.id, t.code, coalesce("
            "(SELECT code FROM main.sources WHERE fold(code) = fold(?2) OR fold(title) = fold(?2) OR url = ?2),"
            " (SELECT code FROM temp.created WHERE kind = 'source' AND address = ?2), ?2) FROM temp.answer AS a "
            "JOIN main.{} AS t ON t.code = a.code WHERE a.kind = ?1 AND a.used AND a.learn AND NOT a.is_new "
            "AND fold(a.value) IS NOT NULL "
            "AND NOT EXISTS (SELECT 1 FROM temp.name AS n WHERE n.kind = a.kind AND n.key = a.key)",
            kind.table),
        kind.name, job.default_source);
  }
}

void write_learned(Job& job, std::int64_t revision) {
  if (!job.connection.integer("SELECT 1 FROM temp.learned LIMIT 1")) return;
  for (const model::Entity& kind : model::entities()) {
    if (kind.alias_table.empty()) continue;
    job.connection.run(
        fmt::format("INSERT INTO main.{} ({}, alias, key, kind, revision, source_id) "
                    "SELECT target_id, alias, key, 'learned', ?, (SELECT id FROM main.sources WHERE code = source) "
                    "FROM temp.learned WHERE kind = ?",
                    kind.alias_table, owner_column(kind)),
        revision, kind.name);
  }
}

namespace {

constexpr std::size_t kMostSuggestions = 3;
constexpr std::size_t kMostLookups = 500;

/// What a value names: a record that its field refers to, or the row itself.
const model::Entity& kind_named_by(const Job& job, const Problem& problem) {
  const model::Field* field = job.entity.field(problem.column);
  if (field == nullptr && problem.column == model::source_field().name) field = &model::source_field();
  return field != nullptr && !field->target.empty() ? model::entity_named(field->target) : job.entity;
}

/// "Kenya" (KEN); a code that is the name by itself.
std::string in_words(const Suggestion& suggestion) {
  if (suggestion.name == suggestion.code) return fmt::format("\"{}\"", suggestion.code);
  return fmt::format("\"{}\" ({})", suggestion.name, suggestion.code);
}

std::string did_you_mean(const std::vector<Suggestion>& suggestions) {
  std::string question;
  for (std::size_t i = 0; i < suggestions.size(); ++i) {
    if (i > 0) question += i + 1 == suggestions.size() ? " or " : ", ";
    question += in_words(suggestions[i]);
  }
  return question.empty() ? question : fmt::format("did you mean {}?", question);
}

/// The records that share a name.
std::vector<std::string> codes_called(Job& job, const model::Entity& kind, const std::string& value) {
  std::vector<std::string> codes;
  for (const std::int64_t id : model::find_named(job.connection, kind, value).ids) {
    codes.push_back(
        job.connection.text(fmt::format("SELECT code FROM main.{} WHERE id = ?", kind.table), id).value_or(""));
  }
  std::sort(codes.begin(), codes.end());
  return codes;
}

std::vector<std::string> answers_to(Job& job, Suggestions& suggestions, const Problem& problem) {
  if (problem.code == kPossibleSameRow) return {"new"};
  const model::Entity& kind = kind_named_by(job, problem);
  std::vector<std::string> answers;
  if (problem.code == kPossibleDuplicate) {
    answers = codes_near(job, problem.line);
  } else if (problem.code == "ambiguous") {
    answers = codes_called(job, kind, problem.value);
  } else {
    for (const Suggestion& suggestion : suggestions.close_to(kind, problem.value)) answers.push_back(suggestion.code);
  }
  if (problem.code == kPossibleDuplicate || can_be_created(kind)) answers.emplace_back("new");
  return answers;
}

}  // namespace

const Suggestions::Names& Suggestions::names_of(const model::Entity& kind) {
  const auto [found, is_new] = names_.try_emplace(kind.name);
  if (!is_new) return found->second;
  for (const model::NameQuery& query : model::name_queries(kind)) {
    if (query.called == "url") continue;
    sqlite::Statement rows = connection_.prepare(fmt::format(
        "SELECT {}, (SELECT code FROM main.{} AS o WHERE o.id = n.{}) FROM main.{} AS n WHERE {} LIMIT 5000",
        query.written, kind.table, query.id, query.table, query.filled));
    while (rows.step()) {
      if (found->second.codes.emplace(rows.text(0), rows.text(1)).second) found->second.names.push_back(rows.text(0));
    }
  }
  return found->second;
}

const std::vector<Suggestion>& Suggestions::close_to(const model::Entity& kind, const std::string& value) {
  const auto [found, is_new] = found_.try_emplace({kind.name, value});
  if (!is_new || found_.size() > kMostLookups || !kind.has_code()) return found->second;
  const Names& names = names_of(kind);
  std::set<std::string> seen;
  // A record may be close by several of its names.
  for (const std::string& name : text::suggest(value, names.names, 3 * kMostSuggestions)) {
    const std::string& code = names.codes.at(name);
    if (found->second.size() < kMostSuggestions && seen.insert(code).second) found->second.push_back({name, code});
  }
  return found->second;
}

bool is_question(const Problem& problem) {
  return problem.column != "code" && (problem.code == "unknown" || problem.code == "ambiguous" ||
                                      problem.code == kPossibleDuplicate || problem.code == kPossibleSameRow);
}

void describe_question(Job& job, Suggestions& suggestions, Problem& problem) {
  const model::Entity& kind = kind_named_by(job, problem);
  if (problem.code == kPossibleDuplicate) return describe_possible_duplicate(job, problem);
  if (problem.code == "ambiguous") {
    problem.message = fmt::format("\"{}\" is the name of more than one {}", problem.value, kind.name);
    problem.hint = fmt::format("give its code: {}", fmt::join(codes_called(job, kind, problem.value), " or "));
    return;
  }
  problem.message = fmt::format("unknown {} \"{}\"", kind.name, problem.value);
  const bool has_m49 = std::any_of(kind.fields.begin(), kind.fields.end(),
                                   [](const model::Field& field) { return field.type == model::FieldType::m49; });
  if (auto trace = model::spreadsheet_trace_of_name(problem.value, has_m49)) {
    problem.message += ": " + trace->what;
    problem.hint = std::move(trace->hint);
    return;
  }
  problem.hint = did_you_mean(suggestions.close_to(kind, problem.value));
  if (problem.hint.empty()) problem.hint = fmt::format("`iscm list {}` shows those that there are", kind.name);
}

std::vector<Question> questions_of(Job& job, std::span<const Problem> problems) {
  Suggestions suggestions(job.connection);
  std::vector<Question> questions;
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const Problem& problem : problems) {
    if (!is_question(problem) || !seen.emplace(problem.column, problem.value).second) continue;
    questions.push_back({problem.column, problem.value, answers_to(job, suggestions, problem)});
  }
  return questions;
}

namespace {

bool is_own_name(const model::Field& field) {
  return field.target.empty() && field.tier != model::NameTier::none && field.type != model::FieldType::code;
}

std::string code_of(sqlite::Connection& connection, const model::Entity& kind, const std::string& name) {
  const auto ids = model::records_named(connection, kind, name);
  if (ids.size() > 1) {
    throw Error(Exit::refused, fmt::format("\"{}\" stands for more than one {}", name, kind.name), "give one code");
  }
  return connection.text(fmt::format("SELECT code FROM main.{} WHERE id = ?", kind.table), ids.front()).value_or("");
}

void refuse_without_names(const model::Entity& entity) {
  if (entity.identity == model::Identity::name) return;
  throw Error(Exit::usage, fmt::format("--same and --new are for records with a name; {} have none", entity.plural),
              "--alias answers what a name in a row means");
}

/// The first field by whose value a row of this entity is told.
std::string_view own_name(const model::Entity& entity) {
  const auto found = std::find_if(entity.fields.begin(), entity.fields.end(), is_own_name);
  return found->name;
}

}  // namespace

Answer same_as(sqlite::Connection& connection, const model::Entity& entity, const std::string& name,
               const std::string& record) {
  refuse_without_names(entity);
  return {.field = std::string(own_name(entity)),
          .value = name,
          .answer = code_of(connection, entity, record),
          .is_new = false,
          .learn = Learn::where_unknown};
}

Answer new_as(sqlite::Connection& connection, const model::Entity& entity, const std::string& name,
              const std::string& code) {
  refuse_without_names(entity);
  Answer answer{.field = std::string(own_name(entity)), .value = name, .answer = code, .is_new = true};
  if (code.empty()) return answer;
  if (!model::broken_rule(*entity.field("code"), code).empty()) {
    throw Error(Exit::refused, fmt::format("\"{}\" is no code", code), model::rule_in_words(*entity.field("code")));
  }
  const auto taken = connection.integer(fmt::format("SELECT id FROM main.{} WHERE code = ?", entity.table), code);
  if (!taken) return answer;
  // The same import again: the record is there by now.
  const model::NamedRecords known = model::find_named(connection, entity, name);
  if (known.ids == std::vector<std::int64_t>{*taken}) return same_as(connection, entity, name, code);
  throw Error(Exit::refused, fmt::format("there is a {} with the code \"{}\" already", entity.name, code),
              "if it is the one that is meant, answer with its code; else give a new code");
}

Answer alias_of(sqlite::Connection& connection, const model::Entity& entity, const std::string& name,
                const std::string& record) {
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
                  "answers stand in the columns field, value and answer; --questions FILE writes such a file");
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

/// Null where the row answers nothing here: there is no answer yet, or its field is one of other records.
const model::Field* answered_field(const model::Entity& entity, const Answer& answer) {
  if (answer.answer.empty() || answer.value.empty()) return nullptr;
  const model::Field* field = model::find_field(entity, answer.field);
  if (field == nullptr) {
    if (is_field_of_any(answer.field)) return nullptr;
    throw Error(Exit::refused, fmt::format("no record has a field \"{}\"", answer.field),
                fmt::format("`iscm fields {}` lists the fields", entity.name));
  }
  const bool names_a_record =
      !field->target.empty() || (entity.identity == model::Identity::name && is_own_name(*field));
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

std::vector<Answer> read_answers(sqlite::Connection& connection, const model::Entity& entity, read::RowSource& rows) {
  std::vector<Answer> answers;
  for (const Answer& answer : written_answers(rows)) {
    try {
      const model::Field* field = answered_field(entity, answer);
      if (field != nullptr) answers.push_back(understood(connection, entity, *field, answer));
    } catch (const Error& error) {
      throw Error(error.exit(), fmt::format("{}: \"{}\": {}", rows.name(), answer.value, error.what()), error.hint());
    }
  }
  return answers;
}

}  // namespace iscm::import
