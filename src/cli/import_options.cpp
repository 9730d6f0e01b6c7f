#include "cli/import_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "cli/environment.hpp"
#include "cli/output.hpp"
#include "import/answers.hpp"
#include "import/evidence.hpp"
#include "import/new_records.hpp"
#include "read/encoding.hpp"
#include "read/sheet_rows.hpp"
#include "read/table.hpp"
#include "read/table_end.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"
#include "write/csv.hpp"
#include "write/format.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

/// Whether this can be a column of a sheet that has no name: "C".
bool is_column_letters(const std::string& name) {
  constexpr std::size_t most = 3;
  return !name.empty() && name.size() <= most &&
         std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// "NAME=CODE" or "COLUMN=FIELD", split at the last = sign: no code and no field has one.
std::pair<std::string, std::string> split_at_equals(std::string_view option, const std::string& value,
                                                    std::string_view form, const char* example) {
  const auto equals = value.rfind('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == value.size()) {
    throw Error(Exit::usage, fmt::format("{} {}: this is not {}", option, value, form),
                fmt::format("for example {}", example));
  }
  return {value.substr(0, equals), value.substr(equals + 1)};
}

auto mapping_of(std::span<const std::string> header, const std::string& value) -> import::ColumnMapping {
  const auto [column, field] = split_at_equals("--map", value, "COLUMN=FIELD", "--map \"Official name=name\"");
  return {column_named(header, "--map", column), field};
}

std::pair<std::string, std::string> name_and_code(std::string_view option, const std::string& value) {
  const auto [name, code] = split_at_equals(option, value, "NAME=CODE", "--alias \"Mixed migration=mixed-flows\"");
  return {text::squeezed(name), text::squeezed(code)};
}

std::unique_ptr<read::RowSource> open_answers(const std::string& file) {
  return read::open_table(file);
}

/// The columns that --ignore names, as they were typed: a list, or one whose name has commas.
std::vector<std::string> ignored_names(const Invocation& invocation) {
  std::vector<std::string> names;
  for (const std::string& value : invocation.all("--ignore")) {
    names.push_back(value);
    for (std::string& name : split_list(value)) names.push_back(std::move(name));
  }
  return names;
}

/// The rows of --answers, as they were written.
std::vector<import::Answer> answers_given(const Invocation& invocation) {
  if (!invocation.has("--answers")) return {};
  return import::written_answers(*open_answers(invocation.get("--answers")));
}

/// The columns that --map and --ignore name, as they were typed, and those of a file of rejected rows.
std::vector<std::string> named_columns(const Invocation& invocation) {
  std::vector<std::string> names(import::rejects_columns().begin(), import::rejects_columns().end());
  for (const std::string& value : invocation.all("--map")) names.push_back(value.substr(0, value.rfind('=')));
  for (std::string& name : ignored_names(invocation)) names.push_back(std::move(name));
  // A number is a place, or a value of a row. Nothing names a column without a name.
  std::erase_if(names, [](const std::string& name) { return name.empty() || text::is_digits(name); });
  return names;
}

/// Whether the cells of a line are names of fields and columns. One is not enough: it may be a title.
auto header_test(const Invocation& invocation, const std::vector<std::string>& known_columns) {
  std::vector<const model::Entity*> entities;
  if (invocation.has("--as")) {
    entities.push_back(&model::entity_named(invocation.get("--as")));
  } else {
    for (const model::Entity& entity : model::entities()) entities.push_back(&entity);
  }
  return [entities, known_columns](std::span<const std::string_view> cells) {
    if (import::is_evidence(std::vector<std::string>(cells.begin(), cells.end()))) return true;
    return std::any_of(entities.begin(), entities.end(), [&](const model::Entity* entity) {
      const auto named = std::count_if(cells.begin(), cells.end(), [&](std::string_view cell) {
        return std::find(known_columns.begin(), known_columns.end(), cell) != known_columns.end() ||
               model::find_field(*entity, cell) != nullptr;
      });
      return named >= 2 && static_cast<std::size_t>(named) * 2 >= cells.size();
    });
  };
}

auto mode_of(const Invocation& invocation) -> import::Mode {
  const std::string mode = invocation.get("--mode");
  if (mode == "add") return import::Mode::add;
  return mode == "update" ? import::Mode::update : import::Mode::upsert;
}

auto completeness(const Invocation& invocation, const model::Entity& entity) -> import::Completeness {
  import::Completeness complete;
  complete.lists = invocation.has("--complete");
  if (!complete.lists) return complete;
  if (entity.is_pure_link) {
    throw Error(Exit::usage,
                fmt::format("--complete: a file of {} cannot be complete, it only adds and changes", entity.plural),
                "a file of the records themselves has the whole list, in a column");
  }
  if (!invocation.has("--end-missing")) return complete;
  const model::Field* ending = import::ending_field(entity);
  if (ending == nullptr) {
    throw Error(Exit::usage,
                fmt::format("--end-missing: a {} does not end: it has neither a status nor an end date", entity.name),
                fmt::format("look at what --complete lists; `iscm remove {} KEY` removes one", entity.name));
  }
  complete.ends = true;
  if (ending->type == model::FieldType::date) {
    // Without a date, a link that a complete file has not is known to have ended by today.
    complete.end_date = invocation.has("--end-date") ? invocation.get("--end-date") : today();
  }
  return complete;
}

}  // namespace

std::size_t column_named(std::span<const std::string> header, std::string_view option, const std::string& name) {
  if (const auto column = import::column_called(header, name)) return *column;
  std::vector<std::string> names;
  std::copy_if(header.begin(), header.end(), std::back_inserter(names), [](const auto& one) { return !one.empty(); });
  throw Error(Exit::usage, fmt::format("{} {}: the file has no such column", option, name),
              text::did_you_mean_or(name, names,
                                    fmt::format("its columns are {}; by number they are 1 to {}",
                                                fmt::join(names, ", "), header.size())));
}

std::unique_ptr<read::RowSource> open_input(const Invocation& invocation, const std::string& file,
                                            const std::string& sheet, const InputShape& shape) {
  read::TableOptions options;
  options.format = read::parse_input_format(invocation.get("--input-format"));
  options.encoding = read::parse_encoding(invocation.get("--encoding"));
  options.header_line = static_cast<std::size_t>(invocation.number("--header-row").value_or(0));
  options.max_rows = static_cast<std::size_t>(invocation.number("--max-rows").value_or(0));
  options.is_header = shape.is_header ? shape.is_header : header_test(invocation, named_columns(invocation));
  options.pads_lone_cells = shape.pads_lone_cells;
  options.sheet = sheet;
  options.fill_merged = invocation.has("--fill-merged");
  options.is_ignored = [ignored = ignored_names(invocation)](const std::string& column) {
    return std::any_of(ignored.begin(), ignored.end(),
                       [&](const std::string& name) { return text::fold(name) == text::fold(column); });
  };
  return read::without_talk_below(read::open_table(file, options), shape.is_matrix);
}

auto column_choices(const Invocation& invocation, const read::RowSource& rows) -> import::ColumnChoices {
  const std::span<const std::string> header = rows.header();
  import::ColumnChoices choices;
  if (invocation.has("--matrix")) return choices;  // what it ignores is no column any more
  choices.ignores_unknown = invocation.has("--ignore-unknown");
  for (const std::string& value : invocation.all("--map")) choices.mapped.push_back(mapping_of(header, value));
  for (const std::string& value : invocation.all("--ignore")) {
    if (text::trimmed(value).empty()) {
      throw Error(Exit::usage, "--ignore is empty", "a column without a name goes by its number or letter: --ignore 4");
    }
    // A name may have commas too.
    const bool whole = import::column_called(header, value).has_value();
    for (const std::string& name : whole ? std::vector<std::string>{value} : split_list(value)) {
      // The reader of a sheet has left it out.
      if (!rows.part().empty() && is_column_letters(name) && !import::column_called(header, name)) continue;
      choices.ignored.push_back(column_named(header, "--ignore", name));
    }
  }
  for (const import::Answer& answer : answers_given(invocation)) {
    // An answer of another file may be about a column that this one has not.
    const auto column = answer.field == import::kColumnAnswer && !answer.answer.empty()
                            ? import::column_called(header, answer.value)
                            : std::nullopt;
    if (!column) continue;
    if (answer.answer == import::kIgnore) {
      choices.ignored.push_back(*column);
    } else {
      choices.mapped.push_back({*column, answer.answer});
    }
  }
  std::set<std::size_t> seen;
  const auto once = [&](std::size_t column) {
    if (seen.insert(column).second) return;
    const std::string name = header[column].empty() ? read::column_letters(column) : header[column];
    throw Error(Exit::usage, fmt::format("column \"{}\" is named twice by --map and --ignore", name), "name it once");
  };
  for (const import::ColumnMapping& mapping : choices.mapped) once(mapping.column);
  for (const std::size_t column : choices.ignored) once(column);
  for (const std::string& value : invocation.all("--set")) {
    const auto equals = value.find('=');
    if (equals == std::string::npos || equals == 0 || text::trimmed(value.substr(equals + 1)).empty()) {
      throw Error(Exit::usage, fmt::format("--set {}: this is not FIELD=VALUE", value),
                  "for example --set mechanism=midsa");
    }
    choices.shared.push_back({value.substr(0, equals), value.substr(equals + 1)});
  }
  return choices;
}

auto cell_options(const Invocation& invocation, const model::Entity& entity) -> import::CellOptions {
  import::CellOptions options;
  const std::string order = invocation.get("--dates");
  if (!order.empty()) options.dates.order = order == "dmy" ? text::DayOrder::day_first : text::DayOrder::month_first;
  options.dates.accepts_spreadsheets = invocation.has("--accept-dates");
  options.strips_notes = invocation.has("--strip-notes");
  const auto add = [&](std::string_view option, std::vector<import::FieldValue>& values) {
    for (const std::string& list : invocation.all(option)) {
      for (const std::string& word : split_list(list)) {
        const auto colon = word.find(':');
        if (colon == std::string::npos) {
          values.push_back({{}, text::squeezed(word)});
        } else {
          const model::Field& field = model::field_named(entity, word.substr(0, colon));
          values.push_back({std::string(field.name), text::squeezed(word.substr(colon + 1))});
        }
      }
    }
  };
  add("--empty", options.empty);
  add("--literal", options.literal);
  for (const import::Answer& answer : answers_given(invocation)) {
    if (answer.field != import::kAnyField || answer.answer.empty()) continue;
    if (answer.answer != import::kEmpty && answer.answer != import::kLiteral) {
      throw Error(Exit::refused, fmt::format("\"{}\": the answer \"{}\" is none", answer.value, answer.answer),
                  fmt::format("answer {} or {}", import::kEmpty, import::kLiteral));
    }
    (answer.answer == import::kEmpty ? options.empty : options.literal).push_back({{}, answer.value});
  }
  return options;
}

void refuse_impossible(const model::Entity& entity, std::span<const std::string> header,
                       const import::ColumnChoices& choices) {
  for (const import::ColumnMapping& mapping : choices.mapped) model::field_named(entity, mapping.field);
  std::set<const model::Field*> seen;
  for (const import::SharedValue& shared : choices.shared) {
    const model::Field& field = model::field_named(entity, shared.field);
    if (&field == &model::source_field()) {
      throw Error(Exit::usage, "--set: the source of all rows has an option of its own",
                  fmt::format("--source {}", shared.value));
    }
    if (!seen.insert(&field).second) {
      throw Error(Exit::usage, fmt::format("--set: {} is given twice", field.name), "leave one of them");
    }
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (import::field_of_column(entity, header, i, choices) != &field) continue;
      throw Error(Exit::usage, fmt::format("--set: the file has a column for {}: \"{}\"", field.name, header[i]),
                  fmt::format("--ignore \"{}\" skips the column", header[i]));
    }
  }
}

std::vector<import::Answer> answers_of(const Invocation& invocation, sqlite::Connection& connection,
                                       const model::Entity& entity) {
  std::vector<import::Answer> answers;
  if (invocation.has("--answers")) {
    answers = import::read_answers(connection, entity, *open_answers(invocation.get("--answers")));
  }
  for (const std::string& value : invocation.all("--alias")) {
    const auto [name, code] = name_and_code("--alias", value);
    answers.push_back(import::alias_of(connection, entity, name, code));
  }
  for (const std::string& value : invocation.all("--same")) {
    const auto [name, code] = name_and_code("--same", value);
    answers.push_back(import::same_as(connection, entity, name, code));
  }
  for (const std::string& value : invocation.all("--new")) {
    const bool has_code = value.find('=') != std::string::npos;
    const auto [name, code] =
        has_code ? name_and_code("--new", value) : std::pair(text::squeezed(value), std::string());
    answers.push_back(import::new_as(connection, entity, name, code));
  }
  return answers;
}

std::vector<const model::Entity*> creatable_kinds(const Invocation& invocation) {
  std::vector<const model::Entity*> kinds;
  for (const std::string& list : invocation.all("--create")) {
    for (const std::string& name : split_list(list)) {
      const model::Entity& kind = model::entity_named(text::trimmed(name));
      if (!import::can_be_created(kind)) {
        throw Error(
            Exit::usage, fmt::format("--create {}: a new {} needs more than a name", name, kind.name),
            fmt::format("import {} first; `iscm import --template {}` writes a header", kind.plural, kind.name));
      }
      kinds.push_back(&kind);
    }
  }
  return kinds;
}

void add_plan_options(const Invocation& invocation, import::ImportRequest& request) {
  request.mode = mode_of(invocation);
  request.clear_empty = invocation.has("--clear-empty");
  request.takes_acronyms = true;
  request.adds_to_lists = invocation.get("--lists") == "add";
  request.skips_rejected = invocation.has("--skip-rejected");
  request.complete = completeness(invocation, *request.entity);
}

QuestionFile::QuestionFile(const Invocation& invocation)
    : invocation_(invocation), sink_(open_file(invocation, "--questions")) {}

void QuestionFile::write(const std::vector<import::Question>& questions) {
  if (sink_ == nullptr || questions.empty()) return;
  const auto writer = write::make_writer(write::Format::csv, *sink_, {});
  writer->begin(std::vector<write::Column>{{"field"}, {"value"}, {"answer"}, {"suggestions"}});
  const auto add = [&](std::string_view field, std::string_view value, std::string_view answer, std::string_view rest) {
    writer->row(std::vector<write::Cell>{field, value, answer, rest});
  };
  if (invocation_.has("--answers")) {
    for (const import::Answer& answer : answers_given(invocation_)) {
      if (!answer.answer.empty()) add(answer.field, answer.value, answer.answer, "");
    }
  }
  for (const import::Question& question : questions) {
    add(question.field, question.value, "", fmt::format("{}", fmt::join(question.suggestions, "; ")));
  }
  writer->end();
  sink_->finish();
  write::note(fmt::format("{} in {}: fill in the answers, then import with --answers {}",
                          questions.size() == 1 ? "1 question" : fmt::format("{} questions", questions.size()),
                          invocation_.get("--questions"), invocation_.get("--questions")));
}

Exit print_template(const Invocation& invocation) {
  const import::Template made = import::template_of(model::entity_named(invocation.get("--template")));
  print(invocation, Table{made.header, {{made.example.begin(), made.example.end()}}}, write::Format::csv);
  return Exit::done;
}

}  // namespace iscm::cli
