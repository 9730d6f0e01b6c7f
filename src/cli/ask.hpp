#pragma once

// Questions to the person at the terminal. Nothing ever needs one: in a pipe nothing is asked.

#include <string>
#include <string_view>
#include <vector>

#include "import/questions.hpp"
#include "model/entity.hpp"
#include "sqlite/connection.hpp"

namespace iscm::cli {

/// Whether there is a person to ask: on standard error, with the answer from standard input.
bool can_ask();

/// Asks, and is true for y, yes, oui, sí. False without asking if there is nobody.
bool agrees(std::string_view question);

/// Asks what each of these values of an input means, one by one, with the suggestions by number. An answer is a number,
/// a code or name, or `new` where that is offered; nothing leaves the value open, and the end of the input the rest.
/// Returns the answers as the text of a file of answers, or an empty text if there are none. More questions than
/// anybody answers in a row are not asked.
std::string ask_for_answers(sqlite::Connection& connection, const model::Entity& entity,
                            const std::vector<import::Question>& questions);

/// What that text says. Throws as import::read_answers() does.
std::vector<import::Answer> answers_typed(sqlite::Connection& connection, const model::Entity& entity,
                                          std::string_view text);

}  // namespace iscm::cli
