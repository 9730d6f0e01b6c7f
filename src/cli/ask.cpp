#include "cli/ask.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <iostream>
#include <memory>
#include <optional>

#include "error.hpp"
#include "import/answers.hpp"
#include "model/entities.hpp"
#include "read/bytes.hpp"
#include "read/csv.hpp"
#include "text/fold.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"
#include "write/format.hpp"
#include "write/message.hpp"
#include "write/sink.hpp"

namespace iscm::cli {
namespace {

constexpr std::size_t kMostAsked = 50;

/// Nothing at the end of the input.
std::optional<std::string> typed_answer(std::string_view question) {
  std::cerr << question << std::flush;
  std::string answer;
  if (!std::getline(std::cin, answer)) return {};
  return text::squeezed(answer);
}

/// "Kenya (KEN)", or the answer alone if it is no record.
std::string shown_answer(sqlite::Connection& connection, const model::Field& field, const std::string& answer) {
  if (field.target.empty()) return answer;
  const model::Entity& kind = model::entity_named(field.target);
  const auto name = connection.text(
      fmt::format("SELECT {} FROM main.{} WHERE code = ?", model::label_field(kind)->column, kind.table), answer);
  return name ? fmt::format("{} ({})", text::visible(*name), answer) : answer;
}

std::string chosen(const import::Question& question, const std::string& answer) {
  if (!text::is_digits(answer) || answer.size() > 2) return answer;
  const std::size_t number = std::stoul(answer);
  return number >= 1 && number <= question.suggestions.size() ? question.suggestions[number - 1] : answer;
}

/// Answers as the text of a file of answers.
std::string as_file(const std::vector<std::array<std::string, 3>>& answers) {
  if (answers.empty()) return {};
  write::StringSink text;
  const auto writer = write::make_writer(write::Format::csv, text, {});
  writer->begin(std::vector<write::Column>{{"field"}, {"value"}, {"answer"}});
  for (const auto& [field, value, answer] : answers) {
    writer->row(std::vector<write::Cell>{std::string_view(field), std::string_view(value), std::string_view(answer)});
  }
  writer->end();
  return text.text();
}

/// Whether the program can do something with the answer; else it says why not.
bool is_possible(sqlite::Connection& connection, const model::Entity& entity, const std::string& text) {
  try {
    answers_typed(connection, entity, text);
    return true;
  } catch (const Error& error) {
    write::error(error.what(), error.hint());
    return false;
  }
}

}  // namespace

bool can_ask() {
  return isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
}

bool agrees(std::string_view question) {
  if (!can_ask()) return false;
  const std::string word = text::fold(typed_answer(fmt::format("{} [y/N] ", question)).value_or(""));
  return word == "y" || word == "yes" || word == "o" || word == "oui" || word == "s" || word == "si";
}

std::string ask_for_answers(sqlite::Connection& connection, const model::Entity& entity,
                            const std::vector<import::Question>& questions) {
  if (!can_ask() || questions.empty() || questions.size() > kMostAsked) return {};
  std::vector<std::array<std::string, 3>> answers;
  for (const import::Question& question : questions) {
    const model::Field* field =
        question.field == model::source_field().name ? &model::source_field() : entity.field(question.field);
    if (field == nullptr) continue;  // a column or placeholder: an option says what it is
    std::cerr << fmt::format("\n{} \"{}\": what does it mean?\n", question.field, text::visible(question.value));
    for (std::size_t i = 0; i < question.suggestions.size(); ++i) {
      std::cerr << fmt::format("  {}  {}\n", i + 1, shown_answer(connection, *field, question.suggestions[i]));
    }
    while (true) {
      const auto answer = typed_answer("a number, a code or name, or Enter to leave it open: ");
      if (!answer) return as_file(answers);
      if (answer->empty()) break;
      const std::array<std::string, 3> row = {question.field, question.value, chosen(question, *answer)};
      if (!is_possible(connection, entity, as_file({row}))) continue;
      answers.push_back(row);
      break;
    }
  }
  return as_file(answers);
}

std::vector<import::Answer> answers_typed(sqlite::Connection& connection, const model::Entity& entity,
                                          std::string_view text) {
  constexpr const char* kName = "the answer";
  return import::read_answers(connection, entity, *read::open_csv(read::memory_bytes(text, kName), kName));
}

}  // namespace iscm::cli
