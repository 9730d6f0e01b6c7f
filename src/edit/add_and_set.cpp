#include "edit/add_and_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "edit/list_change.hpp"
#include "edit/lost_name.hpp"
#include "edit/source.hpp"
#include "error.hpp"
#include "import/near_duplicates.hpp"
#include "model/field_types.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"

namespace iscm::edit {
namespace {

bool rests_on_source(const model::EditWords& words, const EditOptions& options) {
  const model::FieldWord* source = words.on(model::source_field());
  return source != nullptr ? !source->value.empty() : !options.source.empty() || !options.source_to_be.empty();
}

/// What was added to a list stands behind what was there.
void put_behind(sqlite::Connection& connection, const model::Entity& entity, const model::Field& field,
                std::int64_t record, std::int64_t revision) {
  connection.run(
      fmt::format("UPDATE main.{0} AS l SET position = l.position + max(0, "
                  "(SELECT ifnull(max(o.position), 0) FROM main.{0} AS o WHERE o.{1} = ?1 AND o.revision <> ?2)"
                  " - (SELECT min(n.position) FROM main.{0} AS n WHERE n.{1} = ?1 AND n.revision = ?2) + 1) "
                  "WHERE l.{1} = ?1 AND l.revision = ?2",
                  field.link_table, owner_column(entity)),
      record, revision);
}

/// The name that the edit takes away from the record, where no other name of it is the same; empty where it does not.
std::string lost_name(const Staged& staged) {
  sqlite::Statement change = staged.connection.prepare("SELECT old, new FROM temp.change WHERE field = 'name'");
  if (!change.step()) return {};
  const bool lost =
      needs_alias(staged.connection, staged.entity, staged.record.id, change.text(0), "name", change.text(1));
  return lost ? change.text(0) : "";
}

std::vector<const model::Field*> lists_added_to(const model::EditWords& words) {
  std::vector<const model::Field*> fields;
  for (const model::FieldWord& word : words.fields) {
    const model::FieldWord* first = words.on(*word.field);
    if (first->way != model::FieldWord::Way::set && word.way == model::FieldWord::Way::add)
      fields.push_back(word.field);
  }
  return fields;
}

void keep_old_name(EditPlan& plan, const Staged& staged, const std::string& name, bool keep) {
  if (name.empty()) return;
  if (!keep) {
    plan.notes.push_back(fmt::format("\"{}\" no longer finds it; --keep-alias would keep it as an alias", name));
    return;
  }
  plan.changes.push_back({std::string(staged.entity.name), staged.record.label, "new", "alias", "", name});
}

void tell_squeezed(EditPlan& plan, const model::EditWords& words) {
  std::vector<std::string_view> names;
  for (const model::FieldWord& word : words.fields) {
    if (word.is_squeezed) names.push_back(word.field->name);
  }
  if (names.empty()) return;
  plan.notes.push_back(
      fmt::format("in {}, several blanks or a tab are written as one blank, as in an import", fmt::join(names, ", ")));
}

/// A code is changed by `rename`, which keeps the old one as an alias.
void refuse_code(const model::Entity& entity, const model::EditWords& words, const model::Record& record) {
  const model::Field* code = entity.field("code");
  const model::FieldWord* word = code == nullptr ? nullptr : words.on(*code);
  if (word == nullptr || word->value == record.label) return;
  throw Error(Exit::usage, "a code is not set, but renamed",
              fmt::format("`iscm rename {} {} {}`", entity.name, record.label, word->value));
}

[[noreturn]] void refuse_existing(const model::Entity& entity, const std::string& label, const std::string& more) {
  throw Error(Exit::refused, fmt::format("{} {} exists already{}", entity.name, label, more),
              fmt::format("`iscm set {} {} FIELD=VALUE` changes it", entity.name, label));
}

/// A record that is called as the new one would be.
void refuse_known_name(sqlite::Connection& connection, const model::Entity& entity, const model::EditWords& words) {
  if (!entity.has_code()) return;
  for (const model::FieldWord& word : words.fields) {
    const bool is_name = word.field->tier == model::NameTier::code ||
                         (word.field->tier == model::NameTier::name && entity.identity == model::Identity::name);
    if (!is_name || word.value.empty()) continue;
    const model::NamedRecords found = model::find_named(connection, entity, word.value);
    if (found.ids.empty()) continue;
    const auto code =
        connection.text(fmt::format("SELECT code FROM main.{} WHERE id = ?", entity.table), found.ids.front());
    const bool same = *code == word.value;
    const bool is_code = word.field->tier == model::NameTier::code && word.field->name != "code";
    const std::string has =
        is_code ? fmt::format("has this {}", word.field->name) : fmt::format("is called \"{}\"", word.value);
    refuse_existing(entity, *code, same ? "" : fmt::format(", and {}", has));
  }
}

/// What a new record has to have and nobody gave stands as empty cells, so that the pipeline tells of all of it. Its
/// code comes of the rest, where there is any.
void ask_for_required(Cells& cells, const model::Entity& entity) {
  for (const model::Field& field : entity.fields) {
    if (field.required && field.fallback.empty() && field.name != "code" && !cells.has(field)) cells.put(field, {});
  }
  if (cells.fields.empty()) cells.put(*entity.field("code"), {});
}

/// A source that is known by its address alone gets the code that --source would give it.
void say_code_of_address(sqlite::Connection& connection, Cells& cells, const model::Entity& entity,
                         const model::EditWords& words) {
  if (entity.name != model::source_field().target || cells.has(*entity.field("code")) ||
      cells.has(*entity.field("title"))) {
    return;
  }
  const model::FieldWord* address = words.on(*entity.field("url"));
  if (address == nullptr || !model::broken_rule(*address->field, address->value).empty()) return;
  const EditSource source = source_named(connection, address->value);
  if (!source.id) cells.put(*entity.field("code"), source.code);
}

/// The words of the key as fields of the new record.
model::EditWords with_key_as_fields(const model::Entity& entity, const model::EditWords& words) {
  model::EditWords all{{}, {}};
  const auto put = [&](const model::Field& field, const std::string& value) {
    if (words.on(field) != nullptr) {
      throw Error(Exit::usage, fmt::format("{} is given twice", field.name), "leave one of them");
    }
    all.fields.push_back(model::field_word(field, model::FieldWord::Way::set, value));
  };
  if (entity.has_code()) {
    if (!words.key.empty()) put(*entity.field("code"), fmt::format("{}", fmt::join(words.key, " ")));
  } else {
    const auto names = model::words(entity.key);
    if (words.key.size() > names.size()) {
      throw Error(Exit::usage, fmt::format("{} words name no {}", words.key.size(), entity.name),
                  fmt::format("it is named by {}; names with blanks in quotes", fmt::join(names, ", ")));
    }
    for (std::size_t i = 0; i < words.key.size(); ++i) put(*entity.field(names[i]), words.key[i]);
  }
  all.fields.insert(all.fields.end(), words.fields.begin(), words.fields.end());
  return all;
}

}  // namespace

EditPlan plan_set(sqlite::Connection& connection, const model::Entity& entity, const model::EditWords& words,
                  const EditOptions& options) {
  const model::Record record = model::find_record(connection, entity, words, model::FieldWords::change);
  refuse_code(entity, words, record);
  if (words.fields.empty()) {
    throw Error(Exit::usage, fmt::format("what of {} {} is to be set?", entity.name, record.label),
                fmt::format("write FIELD=VALUE; `iscm fields {}` lists the fields", entity.name));
  }
  EditPlan plan;
  Cells cells = cells_of(connection, entity, words, record.id);
  say_key(connection, cells, entity, record.id);
  const auto staged = stage(connection, entity, record, false, std::move(cells), options);
  const bool sourced = rests_on_source(words, options);
  plan.problems = staged_problems(*staged);
  if (!plan.problems.empty()) return plan;
  plan.changes = staged_changes(*staged);
  if (plan.changes.empty()) return plan;
  plan.unsourced = !sourced && entity.name != model::source_field().target;
  tell_squeezed(plan, words);
  const std::string name = lost_name(*staged);
  keep_old_name(plan, *staged, name, options.keep_alias);
  const auto lists = lists_added_to(words);
  plan.write = [staged, lists, name, keep = options.keep_alias && !name.empty()](std::int64_t revision) {
    staged->plan->apply(revision);
    const std::int64_t id = staged->record.id;
    for (const model::Field* field : lists) put_behind(staged->connection, staged->entity, *field, id, revision);
    if (keep) add_former_name(staged->connection, staged->entity, id, name, revision);
  };
  return plan;
}

EditPlan plan_add(sqlite::Connection& connection, const model::Entity& entity, const model::EditWords& typed,
                  const EditOptions& options) {
  const model::EditWords words = with_key_as_fields(entity, typed);
  refuse_known_name(connection, entity, words);
  Cells cells = cells_of(connection, entity, words, 0);
  const bool sourced = rests_on_source(words, options);
  say_position(connection, cells, entity);
  say_code_of_address(connection, cells, entity, words);
  ask_for_required(cells, entity);
  const auto staged = stage(connection, entity, {}, true, std::move(cells), options);
  EditPlan plan;
  plan.problems = staged_problems(*staged);
  if (!plan.problems.empty()) return plan;
  const WouldBeRow would_be = staged->would_be();
  if (const auto twin = would_be.twin()) refuse_existing(entity, *twin, "");
  if (const auto stint = would_be.stint_in_question()) {
    refuse_existing(entity, *stint, ", and may be the same: a start is unknown");
  }
  plan.changes = staged_changes(*staged);
  plan.unsourced = !sourced && entity.name != model::source_field().target;
  tell_squeezed(plan, words);
  plan.write = [staged](std::int64_t revision) { staged->plan->apply(revision); };
  return plan;
}

EditRow::EditRow(std::vector<std::string> header, std::vector<std::string> cells)
    : read::RowSource("the command line"),
      header_(std::move(header)),
      cells_(std::move(cells)),
      views_(cells_.begin(), cells_.end()) {}

bool EditRow::next() {
  return !std::exchange(given_, true);
}

namespace {

std::vector<std::string> names_of(const std::vector<const model::Field*>& fields) {
  std::vector<std::string> names;
  for (const model::Field* field : fields) names.emplace_back(field->name);
  return names;
}

}  // namespace

bool Cells::has(const model::Field& field) const {
  return std::find(fields.begin(), fields.end(), &field) != fields.end();
}

std::shared_ptr<Staged> stage(sqlite::Connection& connection, const model::Entity& entity, model::Record record,
                              bool is_new, Cells cells, const EditOptions& options) {
  auto row = std::make_unique<EditRow>(names_of(cells.fields), cells.values);
  auto staged = std::make_shared<Staged>(
      Staged{connection, entity, std::move(record), is_new, std::move(cells), std::move(row), options.source_to_be});
  import::Edit edit;
  if (!is_new) edit.record = staged->record.id;
  edit.is_another = options.is_another;
  edit.source_to_be = options.source_to_be;
  staged->plan = std::make_unique<import::Plan>(connection,
                                                import::ImportRequest{.entity = &entity,
                                                                      .file = staged->row->name(),
                                                                      .default_source = options.source,
                                                                      .answers = {},
                                                                      .columns = {},
                                                                      .cleared = staged->cells.cleared,
                                                                      .edit = edit},
                                                *staged->row);
  return staged;
}

Cells cells_of(sqlite::Connection& connection, const model::Entity& entity, const model::EditWords& words,
               std::int64_t record) {
  Cells cells;
  for (const model::FieldWord& word : words.fields) {
    const model::Field& field = *word.field;
    if (cells.has(field)) continue;
    std::string value = word.value;
    if (field.type == model::FieldType::list) value = changed_list(connection, entity, record, words, field);
    if (value.empty()) cells.cleared.emplace_back(field.name);
    cells.put(field, std::move(value));
  }
  return cells;
}

void say_key(sqlite::Connection& connection, Cells& cells, const model::Entity& entity, std::int64_t record) {
  if (!entity.is_pure_link) return;
  for (const std::string_view name : model::words(entity.key)) {
    const model::Field& field = *entity.field(name);
    if (cells.has(field)) continue;
    const auto code = connection.text(
        fmt::format("SELECT x.code FROM main.{} AS t JOIN main.{} AS x ON x.id = t.{} WHERE {} = ?", entity.table,
                    model::entity_named(field.target).table, field.column, identifier(entity, "t")),
        record);
    cells.put(field, code.value_or(""));
  }
}

void say_position(sqlite::Connection& connection, Cells& cells, const model::Entity& entity) {
  const model::Field* position = entity.field("position");
  const model::Field& owner = *entity.field(model::words(entity.key).front());
  if (!entity.is_pure_link || position == nullptr || cells.has(*position) || !cells.has(owner)) return;
  const auto at = std::find(cells.fields.begin(), cells.fields.end(), &owner) - cells.fields.begin();
  const model::NamedRecords found =
      model::find_named(connection, model::entity_named(owner.target), cells.values[static_cast<std::size_t>(at)]);
  if (found.ids.size() != 1) return;
  const auto last = connection.integer(
      fmt::format("SELECT max(position) FROM main.{} WHERE {} = ?", entity.table, owner.column), found.ids.front());
  cells.put(*position, std::to_string(last.value_or(0) + 1));
}

namespace {

/// The value of a field of `row` as people write it.
std::string told(const model::Field& field, std::string_view row) {
  const std::string column = fmt::format("{}.{}", row, field.column);
  if (field.type != model::FieldType::reference) return column;
  return fmt::format("(SELECT code FROM main.{} WHERE id = {})", model::entity_named(field.target).table, column);
}

std::string listed_codes(const model::Field& field) {
  return fmt::format(
      "(SELECT group_concat(code, '; ') FROM (SELECT x.code FROM {} AS t JOIN temp.resolved AS r ON r.kind = {} "
      "AND r.value = t.value JOIN main.{} AS x ON x.id = r.target_id GROUP BY x.id ORDER BY min(t.position), x.code))",
      import::item_table(field), model::quoted(field.target), model::entity_named(field.target).table);
}

/// A new record, then each field that it has.
std::vector<history::ChangeRow> changes_of_new(const Staged& staged) {
  const WouldBeRow would_be = staged.would_be();
  const std::string label = would_be.label();
  const std::string entity(staged.entity.name);
  std::vector<history::ChangeRow> changes{{entity, label, "new", "", "", ""}};
  for (const model::Field* field : model::all_fields(staged.entity)) {
    if (field->type == model::FieldType::list && !staged.cells.has(*field)) continue;
    const std::string value = field->type == model::FieldType::list ? listed_codes(*field) : told(*field, "w");
    const auto text = staged.connection.text(fmt::format("SELECT {} FROM ({}) AS w", value, would_be.select()));
    if (text) changes.push_back({entity, label, "new", std::string(field->name), "", *text});
  }
  if (!staged.source_to_be.empty()) changes.push_back({entity, label, "new", "source", "", staged.source_to_be});
  return changes;
}

std::vector<history::ChangeRow> changes_of_old(const Staged& staged) {
  std::vector<history::ChangeRow> changes;
  for (const model::Field* field : model::all_fields(staged.entity)) {
    sqlite::Statement found = staged.connection.prepare("SELECT old, new FROM temp.change WHERE field = ?");
    found.bind(1, field->name);
    while (found.step()) {
      changes.push_back({std::string(staged.entity.name), staged.record.label, "change", std::string(field->name),
                         found.text(0), found.text(1)});
    }
  }
  return changes;
}

}  // namespace

std::vector<history::ChangeRow> staged_changes(const Staged& staged) {
  return staged.is_new ? changes_of_new(staged) : changes_of_old(staged);
}

namespace {

/// A code comes of what else the record is to have: once that is there, nobody has to think of one.
void keep_code_for_last(std::vector<import::Problem>& problems) {
  const auto is_missing = [](const import::Problem& problem) { return problem.code == "missing"; };
  if (std::count_if(problems.begin(), problems.end(), is_missing) < 2) return;
  std::erase_if(problems,
                [&](const import::Problem& problem) { return is_missing(problem) && problem.column == "code"; });
}

/// An edit has no file to put a code into.
void say_how_to_go_on(const Staged& staged, std::vector<import::Problem>& problems) {
  const std::string_view entity = staged.entity.name;
  for (import::Problem& problem : problems) {
    if (problem.code == import::kPossibleDuplicate) {
      problem.hint =
          fmt::format("`iscm set {} CODE FIELD=VALUE` changes that one; --new says that this is another", entity);
    }
    if (problem.code == "known" && !staged.is_new && problem.column != "alias") {
      const auto other =
          staged.connection.text("SELECT other FROM temp.detail WHERE code = 'known' AND field = ?", problem.column);
      problem.hint = fmt::format("give a name of its own, or `iscm merge {} {} {}` where the two are one", entity,
                                 staged.record.label, other.value_or(""));
    }
  }
}

}  // namespace

std::vector<import::Problem> staged_problems(const Staged& staged) {
  std::vector<import::Problem> problems = staged.plan->problems();
  keep_code_for_last(problems);
  say_how_to_go_on(staged, problems);
  if (!problems.empty() || staged.is_new) return problems;
  if (const auto twin = staged.would_be().twin()) {
    problems.push_back(
        {.line = 1,
         .column = {},
         .value = {},
         .code = "taken",
         .message = fmt::format("another {} would be the same: {}", staged.entity.name, *twin),
         .hint = fmt::format("no two have the same {}", fmt::join(model::words(staged.entity.key), ", "))});
  }
  return problems;
}

}  // namespace iscm::edit
