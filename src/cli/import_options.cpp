#include "cli/import_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "cli/environment.hpp"
#include "cli/output.hpp"
#include "import/answers.hpp"
#include "import/evidence.hpp"
#include "import/new_records.hpp"
#include "query/export.hpp"
#include "read/encoding.hpp"
#include "read/table.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/visible.hpp"
#include "write/csv.hpp"
#include "write/format.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

/// The column of the header with this name, case and accents aside; empty if there is none.
std::string column_called(std::span<const std::string> header, const std::string& name) {
  if (std::find(header.begin(), header.end(), name) != header.end()) return name;
  const std::string key = text::fold(name);
  for (const std::string& column : header) {
    if (!key.empty() && text::fold(column) == key) return column;
  }
  return {};
}

/// Whether this can be a column of a sheet that has no name: "C".
bool is_column_letters(const std::string& name) {
  constexpr std::size_t most = 3;
  return !name.empty() && name.size() <= most &&
         std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::string column_named(std::span<const std::string> header, std::string_view option, const std::string& name) {
  std::string column = column_called(header, name);
  if (!column.empty()) return column;
  throw Error(Exit::usage, fmt::format("{} {}: the file has no such column", option, name),
              text::did_you_mean_or(name, header, fmt::format("its columns are {}", fmt::join(header, ", "))));
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

/// The columns that --map and --ignore name, as they were typed, and those of a file of rejected rows.
std::vector<std::string> named_columns(const Invocation& invocation) {
  std::vector<std::string> names(import::rejects_columns().begin(), import::rejects_columns().end());
  for (const std::string& value : invocation.all("--map")) names.push_back(value.substr(0, value.rfind('=')));
  for (std::string& name : ignored_names(invocation)) names.push_back(std::move(name));
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

std::unique_ptr<read::RowSource> open_input(const Invocation& invocation, const std::string& file,
                                            const std::string& sheet) {
  read::TableOptions options;
  options.format = read::parse_input_format(invocation.get("--input-format"));
  options.encoding = read::parse_encoding(invocation.get("--encoding"));
  options.max_rows = static_cast<std::size_t>(invocation.number("--max-rows").value_or(0));
  options.is_header = header_test(invocation, named_columns(invocation));
  options.sheet = sheet;
  options.fill_merged = invocation.has("--fill-merged");
  options.is_ignored = [ignored = ignored_names(invocation)](const std::string& column) {
    return std::any_of(ignored.begin(), ignored.end(),
                       [&](const std::string& name) { return text::fold(name) == text::fold(column); });
  };
  return read::open_table(file, options);
}

std::vector<EntitySheet> sheets_by_entity(const Invocation& invocation, const std::string& file) {
  for (const std::string option : {"--as", "--map", "--ignore", "--plan", "--rejects", "--questions", "--complete",
                                   "--template", "--output", "--format"}) {
    if (!invocation.has(option)) continue;
    throw Error(Exit::usage, fmt::format("{} does not go with --sheet all", option), "name one sheet: --sheet NAME");
  }
  if (file == "-") {
    throw Error(Exit::usage, "--sheet all: standard input can be read only once", "save it as a file, and give that");
  }
  std::vector<EntitySheet> sheets;
  for (const std::string& name : read::sheets_of(file)) {
    const auto rows = open_input(invocation, file, name);
    const std::vector<std::string> names(rows->header().begin(), rows->header().end());
    const bool cites = import::is_evidence(names);
    const std::string place = fmt::format("{}:{}", file, name);
    sheets.push_back({name, cites ? nullptr : &import::recognize(place, name, names, {})});
  }
  std::vector<const model::Entity*> order = query::import_order();
  order.push_back(nullptr);  // evidence
  const auto rank = [&](const EntitySheet& sheet) { return std::find(order.begin(), order.end(), sheet.entity); };
  std::stable_sort(sheets.begin(), sheets.end(),
                   [&](const EntitySheet& one, const EntitySheet& other) { return rank(one) < rank(other); });
  return sheets;
}

auto column_choices(const Invocation& invocation, const read::RowSource& rows) -> import::ColumnChoices {
  const std::span<const std::string> header = rows.header();
  import::ColumnChoices choices;
  for (const std::string& value : invocation.all("--map")) choices.mapped.push_back(mapping_of(header, value));
  for (const std::string& value : invocation.all("--ignore")) {
    // A name may have commas too.
    const bool whole = !column_called(header, value).empty();
    for (const std::string& name : whole ? std::vector<std::string>{value} : split_list(value)) {
      // The reader of a sheet has left it out.
      if (!rows.part().empty() && is_column_letters(name) && column_called(header, name).empty()) continue;
      choices.ignored.push_back(column_named(header, "--ignore", name));
    }
  }
  std::set<std::string> seen;
  const auto once = [&](const std::string& column) {
    if (seen.insert(column).second) return;
    throw Error(Exit::usage, fmt::format("column \"{}\" is named twice by --map and --ignore", column), "name it once");
  };
  for (const import::ColumnMapping& mapping : choices.mapped) once(mapping.column);
  for (const std::string& column : choices.ignored) once(column);
  return choices;
}

void refuse_unknown_fields(const model::Entity& entity, const import::ColumnChoices& choices) {
  for (const import::ColumnMapping& mapping : choices.mapped) model::field_named(entity, mapping.field);
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
    for (const import::Answer& answer : import::written_answers(*open_answers(invocation_.get("--answers")))) {
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
