#include "import/cell_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/entities.hpp"
#include "model/field_types.hpp"
#include "read/text_window.hpp"
#include "text/fold.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"

namespace iscm::import {
namespace {

using model::FieldType;

/// What people write where there is nothing, in small letters.
constexpr std::string_view kPlaceholders[] = {"-",   "--",   "---", "–",    "—",    "...", "…",   "..",
                                              "n/a", "n.a.", "na",  "#n/a", "null", "?",   "tbd", "tbc"};

bool is_placeholder(std::string_view value) {
  constexpr std::size_t kLongest = 4;
  if (value.size() > kLongest) return false;
  const std::string lower = text::ascii_lower(value);
  return std::find(std::begin(kPlaceholders), std::end(kPlaceholders), lower) != std::end(kPlaceholders);
}

/// "NA" is the code of Namibia too.
bool may_be_code(const model::Field& field, std::string_view value) {
  return (field.type == FieldType::reference || field.type == FieldType::list || field.tier == model::NameTier::code) &&
         value == "NA";
}

bool is_time(const model::Field& field) {
  return field.type == FieldType::date || field.type == FieldType::year;
}

/// Whether a mark at the end of a value of this field is none of its text.
bool takes_marks(const model::Field& field) {
  switch (field.type) {
    case FieldType::text:
      return field.tier != model::NameTier::none;
    case FieldType::reference:
    case FieldType::list:
    case FieldType::date:
    case FieldType::year:
    case FieldType::count:
    case FieldType::choice:
      return true;
    default:
      return false;
  }
}

bool is_short_word(std::string_view word) {
  constexpr std::size_t kLongest = 3;
  return !word.empty() && word.size() <= kLongest && text::is_ascii_word(word, "*");
}

/// The length of the mark at the end of a value; 0 if there is none.
std::size_t mark_at_end(const model::Field& field, std::string_view value) {
  for (const std::string_view sign :
       {"*", "†", "‡", "§", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁰", "ᵃ", "ᵇ", "ᶜ"}) {
    if (value.ends_with(sign)) return sign.size();
  }
  for (const auto& [open, close] : {std::pair('[', ']'), std::pair('(', ')')}) {
    const auto at = value.rfind(open);
    if (!value.ends_with(close) || at == std::string_view::npos) continue;
    const std::string_view within = value.substr(at + 1, value.size() - at - 2);
    if (open == '[' ? is_short_word(within) : within.size() <= 2 && text::is_digits(within)) return value.size() - at;
  }
  // The letter behind a date, as in lists of treaties: "18 Aug 1992 a".
  const bool has_letter = (is_time(field) || field.type == FieldType::count) && value.size() > 2 &&
                          value[value.size() - 2] == ' ' && text::is_ascii_letter(value.back()) &&
                          text::is_ascii_digit(value[value.size() - 3]);
  return has_letter ? 2 : 0;
}

/// The length of "2. " or "2) " before a name.
std::size_t number_at_start(const model::Field& field, std::string_view value) {
  if (field.type != FieldType::reference && field.tier != model::NameTier::name) return 0;
  constexpr std::size_t kMostDigits = 3;
  const auto end = value.find_first_not_of("0123456789");
  if (end == 0 || end > kMostDigits || end + 2 >= value.size()) return 0;
  return (value[end] == '.' || value[end] == ')') && value[end + 1] == ' ' ? end + 2 : 0;
}

}  // namespace

MarkedValue without_marks(const model::Field& field, std::string_view value) {
  if (!takes_marks(field) || value.size() < 2) return {value, {}};
  MarkedValue marked{value, {}};
  while (const std::size_t length = mark_at_end(field, marked.value)) {
    if (length >= marked.value.size()) return {value, {}};
    marked.mark.insert(0, text::trimmed(marked.value.substr(marked.value.size() - length)));
    marked.value = text::trimmed(marked.value.substr(0, marked.value.size() - length));
  }
  if (const std::size_t length = number_at_start(field, marked.value)) {
    marked.mark.insert(0, text::trimmed(marked.value.substr(0, length)));
    marked.value = text::trimmed(marked.value.substr(length));
  }
  return marked;
}

CellReader::CellReader(std::span<const model::Field* const> columns, CellOptions options,
                       std::vector<ValueAnswer> answers)
    : columns_(columns.begin(), columns.end()), options_(std::move(options)), answers_(std::move(answers)) {
  for (std::size_t i = 0; i < answers_.size(); ++i) {
    const std::string key = text::fold(answers_[i].value);
    answer_by_key_[{answers_[i].field, key.empty() ? answers_[i].value : key}] = i;
  }
}

bool CellReader::is_listed(const std::vector<FieldValue>& list, const model::Field& field,
                           std::string_view value) const {
  const std::string lower = text::ascii_lower(value);
  return std::any_of(list.begin(), list.end(), [&](const FieldValue& one) {
    return (one.field.empty() || one.field == field.name) && text::ascii_lower(one.value) == lower;
  });
}

const std::string* CellReader::answered(const model::Field& field, const std::string& value) {
  if (answers_.empty()) return nullptr;
  const std::string key = text::fold(value);
  const auto found = answer_by_key_.find({&field, key.empty() ? value : key});
  if (found == answer_by_key_.end()) return nullptr;
  used_.insert(found->second);
  return &answers_[found->second].answer;
}

void CellReader::say(std::size_t column, Said said, std::size_t line, std::string_view from, std::string_view to) {
  Example& example = said_[{column, said}];
  if (example.cells++ > 0) return;
  example.line = line;
  example.from = read::shortened(from);
  example.to = to;
}

void CellReader::count_day(std::string_view value) {
  const auto day = text::numbered_day(value);
  if (!day) return;
  ++numbered_;
  if (!day->day_first.empty()) ++day_first_;
  if (!day->month_first.empty()) ++month_first_;
}

std::string CellReader::read(std::size_t column, std::string_view typed, std::size_t line) {
  const model::Field* field = columns_[column];
  if (field == nullptr) return text::squeezed(typed);
  std::string value = model::stored_value(*field, typed);
  if (value.empty()) {
    if (is_time(*field) && !text::trimmed(typed).empty()) value = kOpenEnd;
    if (value == kOpenEnd) any_open_ = true;
    return value;
  }
  if (!options_.is_typed) {
    if (!options_.empty.empty() && is_listed(options_.empty, *field, value)) {
      say(column, Said::emptied, line, value, {});
      return {};
    }
    if (is_placeholder(value) && !is_listed(options_.literal, *field, value)) {
      ++placeholders_[{field, value}];
      return value;
    }
    if (const MarkedValue marked = without_marks(*field, value); !marked.mark.empty()) {
      say(column, options_.strips_notes ? Said::stripped : Said::marked, line, value, marked.value);
      if (options_.strips_notes) value = model::stored_value(*field, std::string(marked.value));
    }
    if (const std::string* answer = answered(*field, value)) return *answer;
  }
  if (!is_time(*field)) return value;
  if (const auto time = model::time_meant(*field, value, options_.dates)) {
    say(column, Said::time, line, value,
        time->end.empty() ? time->value : fmt::format("{} to {}", time->value, time->end));
    return time->value;
  }
  if (!model::broken_rule(*field, value).empty()) {
    count_day(value);
  } else if (const std::string raw = text::squeezed(typed); raw != value) {
    say(column, Said::time, line, raw, value);
  }
  return value;
}

std::string CellReader::end_in(std::size_t column, std::string_view typed) const {
  const model::Field* field = columns_[column];
  if (field == nullptr || !is_time(*field)) return {};
  std::string value = text::squeezed(typed);
  if (options_.strips_notes) value = std::string(without_marks(*field, value).value);
  const auto time = model::time_meant(*field, value, options_.dates);
  if (!time) return {};
  return time->is_open ? std::string(kOpenEnd) : time->end;
}

std::map<std::string, std::set<const model::Field*>> CellReader::open_placeholders() const {
  // One Namibia is no question; several, or one beside cells in which NA can be no code, are.
  std::int64_t codes = 0;
  std::int64_t others = 0;
  for (const auto& [place, cells] : placeholders_) {
    if (place.second == "NA") (may_be_code(*place.first, place.second) ? codes : others) += cells;
  }
  std::map<std::string, std::set<const model::Field*>> open;
  for (const auto& [place, cells] : placeholders_) {
    if (place.second == "NA" && others == 0 && codes == 1) continue;
    open[place.second].insert(place.first);
  }
  return open;
}

const ValueAnswer* CellReader::unused() const {
  for (std::size_t i = 0; i < answers_.size(); ++i) {
    if (answers_[i].has_to_be_used && !used_.contains(i)) return &answers_[i];
  }
  return nullptr;
}

std::string CellReader::advice_on(std::string_view value) const {
  const auto day = text::numbered_day(value);
  if (!day) return {};
  if (options_.is_typed) {
    if (day->day_first.empty()) return fmt::format("write {}", day->month_first);
    if (day->month_first.empty()) return fmt::format("write {}", day->day_first);
    return fmt::format("write {} or {}", day->day_first, day->month_first);
  }
  const auto only = [&](std::string_view order, std::string_view first, const std::string& date) {
    if (numbered_ == 1) return fmt::format("--dates {} reads it as {}, the only date that it can be", order, date);
    return fmt::format(
        "--dates {}: each of the {} dates in numbers alone can be one with the {} first, and not each "
        "the other way round",
        order, numbered_, first);
  };
  if (day_first_ == numbered_ && month_first_ < numbered_) return only("dmy", "day", day->day_first);
  if (month_first_ == numbered_ && day_first_ < numbered_) return only("mdy", "month", day->month_first);
  return "--dates dmy or --dates mdy says whether the day or the month comes first";
}

std::vector<read::Note> CellReader::notes() const {
  std::vector<read::Note> notes;
  for (const auto& [place, example] : said_) {
    const auto [column, said] = place;
    const std::string more =
        example.cells > 1 ? fmt::format("; so {} {} more", example.cells == 2 ? "is" : "are", example.cells - 1) : "";
    const std::string_view name = columns_[column]->name;
    std::string message;
    switch (said) {
      case Said::time:
        message = fmt::format("{}: \"{}\" is read as {}{}", name, example.from, example.to, more);
        break;
      case Said::stripped:
        message = fmt::format("{}: \"{}\" is read without its mark, as \"{}\"{}", name, example.from, example.to, more);
        break;
      case Said::marked:
        message =
            fmt::format("{}: \"{}\" has a footnote mark or a number{}; --strip-notes takes them off", name,
                        example.from, example.cells > 1 ? fmt::format(", and so have {} more", example.cells - 1) : "");
        break;
      case Said::emptied:
        message = fmt::format("{}: \"{}\" is read as empty{}", name, example.from, more);
        break;
    }
    notes.push_back({example.line, text::visible(message)});
  }
  return notes;
}

}  // namespace iscm::import
