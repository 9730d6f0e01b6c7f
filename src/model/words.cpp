#include "model/words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "error.hpp"
#include "model/written_value.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"

namespace iscm::model {
namespace {

using Way = FieldWord::Way;

void refuse_bare(const std::string& word) {
  throw Error(
      Exit::usage, fmt::format("\"{}\" is not FIELD=VALUE", word),
      "write FIELD=VALUE, in quotes if it has blanks: name=\"Bali Process\"; the words that name the record come "
      "before the fields");
}

FieldWord read_field(const Entity& entity, std::string_view word, std::size_t equals, std::string_view record) {
  std::string_view name = word.substr(0, equals);
  Way way = Way::set;
  if (name.ends_with('+')) way = Way::add;
  if (name.ends_with('-')) way = Way::take;
  if (way != Way::set) name.remove_suffix(1);
  const Field& field = field_named(entity, name, record);
  if (way != Way::set && field.type != FieldType::list) {
    throw Error(Exit::usage, fmt::format("{} is not a list: nothing can be added to it or removed from it", field.name),
                fmt::format("write {}=VALUE", field.name));
  }
  return field_word(field, way, word.substr(equals + 1));
}

/// A list may be set first and added to then; anything else twice is a slip.
void refuse_second(const EditWords& words, const FieldWord& word) {
  if (word.way != Way::set || words.on(*word.field) == nullptr) return;
  throw Error(Exit::usage, fmt::format("{} is given twice", word.field->name), "leave one of them");
}

}  // namespace

void refuse_broken_text(std::string_view word) {
  if (text::is_utf8(word)) return;
  throw Error(Exit::refused, fmt::format("\"{}\" is not text in UTF-8", text::visible(word)),
              "type it in a terminal that is set to UTF-8");
}

const FieldWord* EditWords::on(const Field& field) const {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const FieldWord& word) { return word.field == &field; });
  return found == fields.end() ? nullptr : &*found;
}

FieldWord field_word(const Field& field, FieldWord::Way way, std::string_view typed) {
  return {&field, way, stored_value(field, typed), text::squeezed(typed) != text::trimmed(typed)};
}

EditWords read_words(const Entity& entity, const std::vector<std::string>& words) {
  EditWords read;
  for (const std::string& word : words) {
    refuse_broken_text(word);
    const auto equals = word.find('=');
    if (equals == std::string::npos || equals == 0) {
      if (!read.fields.empty()) refuse_bare(word);
      read.key.push_back(word);
      continue;
    }
    FieldWord field = read_field(entity, word, equals, read.key.empty() ? "" : read.key.front());
    refuse_second(read, field);
    read.fields.push_back(std::move(field));
  }
  return read;
}

}  // namespace iscm::model
