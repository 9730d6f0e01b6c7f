#include "import/questions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "import/answers.hpp"
#include "import/near_duplicates.hpp"
#include "import/new_records.hpp"
#include "import/same_by_date.hpp"
#include "model/names.hpp"
#include "model/source_code.hpp"
#include "model/spreadsheet.hpp"
#include "text/suggest.hpp"

namespace iscm::import {
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

/// Whether the question is about a value that is no name.
bool is_about_value(const Problem& problem) {
  return problem.code == "not-a-choice" || problem.code == "not-a-date" || problem.code == "not-a-year" ||
         problem.code == kPlaceholder || problem.code == "unknown-column";
}

std::vector<std::string> answers_about_value(const Job& job, const Problem& problem) {
  if (problem.code == kPlaceholder) return {std::string(kEmpty), std::string(kLiteral)};
  if (problem.code == "unknown-column") {
    std::vector<std::string> fields;
    for (const model::Field& field : job.entity.fields) fields.emplace_back(field.name);
    std::vector<std::string> answers = text::suggest(problem.value, fields, kMostSuggestions);
    answers.emplace_back(kIgnore);
    return answers;
  }
  const model::Field* field = job.entity.field(problem.column);
  if (problem.code == "not-a-choice" && field != nullptr) {
    const auto choices = model::words(field->choices);
    return {choices.begin(), choices.end()};
  }
  std::vector<std::string> dates;
  if (const auto day = text::numbered_day(problem.value)) {
    for (const std::string& date : {day->day_first, day->month_first}) {
      if (!date.empty() && (dates.empty() || dates.front() != date)) dates.push_back(date);
    }
  }
  if (const auto date = field == nullptr ? std::nullopt : model::date_of_spreadsheet(*field, problem.value)) {
    dates.push_back(*date);
  }
  return dates;
}

/// What a file of questions has in the column field.
std::string asked_about(const Problem& problem) {
  if (problem.code == kPlaceholder) return std::string(kAnyField);
  return problem.code == "unknown-column" ? std::string(kColumnAnswer) : problem.column;
}

std::vector<std::string> answers_to(Job& job, Suggestions& suggestions, const Problem& problem) {
  if (is_about_value(problem)) return answers_about_value(job, problem);
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
  if (is_about_value(problem)) return true;
  return problem.column != "code" && (problem.code == "unknown" || problem.code == "ambiguous" ||
                                      problem.code == kPossibleDuplicate || problem.code == kPossibleSameRow);
}

void describe_question(Job& job, Suggestions& suggestions, Problem& problem) {
  const model::Entity& kind = kind_named_by(job, problem);
  if (problem.code == kPossibleDuplicate) {
    return is_known_by_date(job.entity) ? describe_same_by_date(job, problem)
                                        : describe_possible_duplicate(job, problem);
  }
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
  if (kind.name == "source") problem.hint = model::unknown_source_hint(problem.value, problem.hint);
  if (problem.hint.empty()) problem.hint = fmt::format("`iscm list {}` shows those that there are", kind.name);
}

std::vector<Question> questions_of(Job& job, std::span<const Problem> problems) {
  Suggestions suggestions(job.connection);
  std::vector<Question> questions;
  std::set<std::pair<std::string, std::string_view>> seen;
  for (const Problem& problem : problems) {
    if (!is_question(problem) || !seen.emplace(asked_about(problem), problem.value).second) continue;
    questions.push_back({asked_about(problem), problem.value, answers_to(job, suggestions, problem)});
  }
  return questions;
}

}  // namespace iscm::import
