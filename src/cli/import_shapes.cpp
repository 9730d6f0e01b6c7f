#include "cli/import_shapes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "cli/import_options.hpp"
#include "error.hpp"
#include "import/answers.hpp"
#include "model/names.hpp"
#include "read/groups.hpp"
#include "read/list_cells.hpp"
#include "read/matrix.hpp"
#include "read/reshaped.hpp"
#include "read/sheet_rows.hpp"
#include "read/table.hpp"
#include "read/transposed.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"

namespace iscm::cli {
namespace {

const model::Entity& memberships() {
  return model::entity_named("membership");
}
const model::Entity& mechanisms() {
  return model::entity_named("mechanism");
}
const model::Entity& members() {
  return model::entity_named("member");
}

/// How many cells are names of records of this kind.
std::size_t names_among(KnownNames& names, const model::Entity& kind, auto cells) {
  return static_cast<std::size_t>(
      std::count_if(cells.begin(), cells.end(), [&](std::string_view cell) { return names.has(kind, cell); }));
}

/// Whether these are the names across a matrix: at least two, and half of all.
bool is_across(KnownNames& names, auto cells) {
  const std::size_t known = std::max(names_among(names, mechanisms(), cells), names_among(names, members(), cells));
  const auto filled = static_cast<std::size_t>(std::count_if(cells.begin(), cells.end(), read::is_filled));
  return known >= 2 && known * 2 >= filled;
}

bool is_field_of_any(std::string_view cell) {
  const auto& all = model::entities();
  return std::any_of(all.begin(), all.end(),
                     [&](const model::Entity& entity) { return model::find_field(entity, cell) != nullptr; });
}

/// How a table is opened that is a matrix, or transposed.
InputShape matrix_shape(KnownNames& names) {
  return {.is_header = [&names](std::span<const std::string_view> cells) { return is_across(names, cells); },
          .is_matrix = true};
}

InputShape transposed_shape() {
  const auto is_header = [](std::span<const std::string_view> cells) {
    return std::count_if(cells.begin(), cells.end(), read::is_filled) > 1 && is_field_of_any(cells.front());
  };
  return {.is_header = is_header};
}

/// The column that says which side of a link it has down: "State", "Mechanism". Nothing if none does.
std::optional<std::size_t> column_of_names(std::span<const std::string> header) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    const model::Field* field = model::find_field(memberships(), header[i]);
    if (field != nullptr && field->type == model::FieldType::reference && field->required) return i;
  }
  return std::nullopt;
}

/// Whether mechanisms are across: what the column of names is called, else what most names are.
bool has_mechanisms_across(KnownNames& names, std::span<const std::string> header) {
  if (const auto down = column_of_names(header)) {
    return model::find_field(memberships(), header[*down])->name == members().name;
  }
  return names_among(names, mechanisms(), header) >= names_among(names, members(), header);
}

std::string role_meant(std::string_view text) {
  const model::Field* role = memberships().field("role");
  for (const std::string_view choice : model::words(role->choices)) {
    if (text::fold(choice) == text::fold(text)) return std::string(choice);
  }
  return {};
}

std::map<std::string, std::string> marks_of(const Invocation& invocation) {
  std::map<std::string, std::string> marks;
  for (const std::string& value : invocation.all("--mark")) {
    const auto equals = value.rfind('=');
    const std::string role = equals == std::string::npos ? "" : value.substr(equals + 1);
    if (equals == std::string::npos || equals == 0 || (!role.empty() && role_meant(role).empty())) {
      throw Error(Exit::usage, fmt::format("--mark {}: this is not MARK=ROLE", value),
                  fmt::format("a role is one of {}; with none the mark means nothing",
                              fmt::join(model::words(memberships().field("role")->choices), ", ")));
    }
    marks[text::ascii_lower(value.substr(0, equals))] = role_meant(role);
  }
  return marks;
}

std::unique_ptr<read::RowSource> open_matrix(const Invocation& invocation, KnownNames& names, const std::string& file,
                                             const std::string& sheet) {
  auto rows = open_input(invocation, file, sheet, matrix_shape(names));
  const auto header = rows->header();
  if (!header.empty() && names_among(names, mechanisms(), header) + names_among(names, members(), header) == 0) {
    throw Error(
        Exit::refused, fmt::format("{}: no line has names of mechanisms or members across", file),
        "a matrix has them in one line; `iscm list mechanism` and `iscm list member` list those that are known");
  }
  read::MatrixOptions options{.names = {"mechanism", "member", "role", "valid_from"},
                              .label = column_of_names(header),
                              .ignored = {},
                              .tick = std::string(memberships().field("role")->fallback),
                              .marks = marks_of(invocation),
                              .meaning = role_meant};
  if (!has_mechanisms_across(names, header)) std::swap(options.names[0], options.names[1]);
  for (const std::string& value : invocation.all("--ignore")) {
    if (const auto whole = import::column_called(rows->header(), value)) {
      options.ignored.push_back(*whole);
      continue;
    }
    for (const std::string& name : split_list(value))
      options.ignored.push_back(column_named(rows->header(), "--ignore", name));
  }
  return read::with_marks_as_rows(std::move(rows), std::move(options));
}

read::GroupOptions groups_of(const Invocation& invocation, const read::RowSource& rows) {
  read::GroupOptions groups{.filled = {}, .section = invocation.get("--sections")};
  for (const std::string& name : invocation.all("--fill-down")) {
    groups.filled.push_back(column_named(rows.header(), "--fill-down", name));
  }
  const auto header = rows.header();
  if (std::find(header.begin(), header.end(), groups.section) != header.end()) {
    throw Error(Exit::usage, fmt::format("--sections {}: the file has this column", groups.section),
                fmt::format("--fill-down {} fills it", groups.section));
  }
  return groups;
}

/// The field of a link that a column of names is.
const model::Field& split_field(const model::Entity& entity, std::span<const std::string> header, std::size_t column,
                                const import::ColumnChoices& choices) {
  const model::Field* field = import::field_of_column(entity, header, column, choices);
  if (field != nullptr && field->type == model::FieldType::reference && entity.identity != model::Identity::name) {
    return *field;
  }
  throw Error(Exit::usage, fmt::format("--split {}: of {} each name cannot be a row", header[column], entity.plural),
              field != nullptr && field->type == model::FieldType::list
                  ? "leave it out: a list is read as one"
                  : "it is for links: --as membership, and the column of members");
}

/// The names of which an answer says what they mean, folded.
std::set<std::string> answered_names(const Invocation& invocation) {
  std::set<std::string> names;
  for (const std::string option : {"--alias", "--same", "--new"}) {
    for (const std::string& value : invocation.all(option)) names.insert(text::fold(value.substr(0, value.rfind('='))));
  }
  if (!invocation.has("--answers")) return names;
  for (const import::Answer& answer : import::written_answers(*read::open_table(invocation.get("--answers")))) {
    if (!answer.answer.empty()) names.insert(text::fold(answer.value));
  }
  return names;
}

/// What to do about a value that was not cut, as it has commas and not all of its parts are names.
std::string hint_for_uncut(std::string_view list, const read::IsName& is_name) {
  const std::vector<std::string_view> parts = text::split(list, ",");
  const auto unknown = std::find_if_not(parts.begin(), parts.end(), is_name);
  if (parts.size() < 2 || unknown == parts.end() || std::none_of(parts.begin(), parts.end(), is_name)) return {};
  return fmt::format("--alias \"{}=CODE\" if it is one name; if it is a list, --alias \"{}=CODE\"", text::trimmed(list),
                     text::trimmed(*unknown));
}

/// What to do about a value of which most parts are names.
std::string hint_to_split(std::string_view list, const std::string& column, const read::IsName& is_name) {
  read::ListCell cut = read::names_in(list, is_name);
  if (cut.names.size() < 2) cut = {text::split(list, ","), "\",\""};
  const auto known = std::count_if(cut.names.begin(), cut.names.end(), is_name);
  if (cut.names.size() < 2 || known * 2 <= std::ssize(cut.names)) return {};
  return fmt::format("a list, with {} between? --split \"{}\" makes a row of each name", cut.separator, column);
}

/// Whether a column is the first of those that name what a link joins: groups begin with it.
bool leads_groups(const import::Job& job, std::size_t column) {
  return std::none_of(job.columns.begin(), job.columns.begin() + static_cast<std::ptrdiff_t>(column),
                      [](const model::Field* field) {
                        return field != nullptr && field->type == model::FieldType::reference && field->required;
                      });
}

/// Reads up to so many rows of a file in another shape, to see whether it would be understood. What cannot be read so
/// is not understood.
constexpr std::size_t kLookAhead = 50;

bool looks_transposed(const Invocation& invocation, const std::string& file, const std::string& sheet) {
  const auto rows = open_input(invocation, file, sheet, transposed_shape());
  if (rows->header().size() < 2) return false;
  std::vector<std::string> first = {rows->header().front()};
  while (first.size() < kLookAhead && rows->next()) first.emplace_back(rows->cells().front());
  const auto fields = std::count_if(first.begin(), first.end(), is_field_of_any);
  constexpr int fewest = 3;
  return fields >= fewest && fields * 2 > std::ssize(first);
}

/// The field that the titles of sections are, if the first row is one; else empty.
std::string_view section_field(const Invocation& invocation, KnownNames& names, const std::string& file,
                               const std::string& sheet) {
  const auto rows = open_input(invocation, file, sheet, {.pads_lone_cells = true});
  if (rows->header().size() < 2 || !rows->next()) return {};
  const auto cells = rows->cells();
  if (!read::is_filled(cells.front()) || std::count_if(cells.begin(), cells.end(), read::is_filled) != 1) return {};
  if (names.has(mechanisms(), cells.front())) return mechanisms().name;
  return names.has(members(), cells.front()) ? members().name : std::string_view();
}

/// What to do about a table whose header says nothing. One that names fields is no matrix.
std::string offered_shape(const Invocation& invocation, sqlite::Connection& connection, const std::string& file,
                          const read::RowSource& rows) {
  if (file == "-") return {};
  const std::string sheet(rows.part());
  const auto header = rows.header();
  const bool names_fields = std::count_if(header.begin(), header.end(), is_field_of_any) * 2 > std::ssize(header);
  for (const std::string option : {"--matrix", "--transposed", "--sections"}) {
    if (invocation.has(option)) return {};
  }
  KnownNames names(connection);
  try {
    if (!names_fields && is_across(names, open_input(invocation, file, sheet, matrix_shape(names))->header())) {
      return "this looks like a matrix, with names across: --matrix reads it as memberships";
    }
    if (looks_transposed(invocation, file, sheet)) {
      return "this looks like a table with its fields down: --transposed reads it so";
    }
    if (const auto field = section_field(invocation, names, file, sheet); !field.empty()) {
      return fmt::format("rows with one cell look like titles of groups: --sections {} reads them so", field);
    }
  } catch (const Error&) {
    return {};
  }
  return {};
}

}  // namespace

bool KnownNames::has(const model::Entity& kind, std::string_view name) {
  const auto [found, is_new] = folded_.try_emplace(&kind);
  if (is_new) {
    for (const model::NameQuery& query : model::name_queries(kind)) {
      sqlite::Statement rows =
          connection_.prepare(fmt::format("SELECT {} FROM main.{} WHERE {}", query.key, query.table, query.filled));
      while (rows.step()) found->second.insert(rows.text(0));
    }
    found->second.erase("");
  }
  return found->second.find(text::fold(name)) != found->second.end();
}

std::unique_ptr<read::RowSource> open_shaped(const Invocation& invocation, sqlite::Connection& connection,
                                             const std::string& file, const std::string& sheet) {
  const auto names = std::make_shared<KnownNames>(connection);
  if (invocation.has("--matrix")) return open_matrix(invocation, *names, file, sheet);
  const bool has_groups = invocation.has("--fill-down") || invocation.has("--sections");
  auto rows = invocation.has("--transposed") ? read::transposed(open_input(invocation, file, sheet, transposed_shape()))
                                             : open_input(invocation, file, sheet, {.pads_lone_cells = has_groups});
  if (rows->header().empty()) return rows;
  if (has_groups) {
    read::GroupOptions groups = groups_of(invocation, *rows);
    rows = read::with_groups(std::move(rows), std::move(groups));
  }
  if (!invocation.has("--split")) return rows;
  const std::size_t column = column_named(rows->header(), "--split", invocation.get("--split"));
  const import::ColumnChoices choices = column_choices(invocation, *rows);
  const model::Entity& entity = entity_of(invocation, connection, file, *rows, choices);
  const model::Entity& kind = model::entity_named(split_field(entity, rows->header(), column, choices).target);
  const auto is_name = [names, &kind, answered = answered_names(invocation)](std::string_view name) {
    return names->has(kind, name) || answered.find(text::fold(name)) != answered.end();
  };
  return read::with_list_cells(std::move(rows), column, is_name);
}

const model::Entity& entity_of(const Invocation& invocation, sqlite::Connection& connection, const std::string& file,
                               const read::RowSource& rows, const import::ColumnChoices& choices) {
  if (invocation.has("--matrix")) return memberships();
  if (invocation.has("--as")) return model::entity_named(invocation.get("--as"));
  try {
    return import::recognize(file, rows.part(), rows.header(), choices);
  } catch (const Error& error) {
    const std::string offer = offered_shape(invocation, connection, file, rows);
    throw Error(error.exit(), error.what(), offer.empty() ? error.hint() : offer);
  }
}

std::vector<import::Problem> with_offers(const Invocation& invocation, sqlite::Connection& connection,
                                         import::Plan& plan) {
  std::vector<import::Problem> problems = plan.problems();
  const model::Entity& entity = *plan.request().entity;
  if (entity.identity == model::Identity::name || invocation.has("--matrix")) return problems;
  KnownNames names(connection);
  std::map<std::size_t, int> missing;  // values, by line: a row that has none of them is no row of a group
  for (const import::Problem& problem : problems) missing[problem.line] += problem.code == "missing" ? 1 : 0;
  const auto header = plan.rows().header();
  for (import::Problem& problem : problems) {
    const model::Field* field = problem.column.empty() ? nullptr : entity.field(problem.column);
    if (field == nullptr || field->type != model::FieldType::reference) continue;
    const auto& columns = plan.job().columns;
    const auto place = static_cast<std::size_t>(std::find(columns.begin(), columns.end(), field) - columns.begin());
    if (place >= header.size()) continue;
    if (problem.code == "unknown") {
      const model::Entity& kind = model::entity_named(field->target);
      const read::IsName is_name = [&](std::string_view name) { return names.has(kind, name); };
      const std::string hint = invocation.has("--split") ? hint_for_uncut(problem.value, is_name)
                                                         : hint_to_split(problem.value, header[place], is_name);
      if (!hint.empty()) problem.hint = hint;
    } else if (problem.code == "missing" && missing[problem.line] == 1 && field->required &&
               leads_groups(plan.job(), place) && problem.line > plan.rows().header_line() + 1) {
      problem.hint = fmt::format("is it that of the row above? --fill-down \"{}\" fills such cells", header[place]);
    }
  }
  return problems;
}

}  // namespace iscm::cli
