#include "edit/add_and_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "edit/cite.hpp"
#include "edit/lost_name.hpp"
#include "edit/source.hpp"
#include "edit/typed_row.hpp"
#include "error.hpp"
#include "history/evidence.hpp"
#include "history/facts.hpp"
#include "import/belonging.hpp"
#include "import/identify.hpp"
#include "import/near_duplicates.hpp"
#include "import/plan.hpp"
#include "import/row_sql.hpp"
#include "import/same_by_date.hpp"
#include "model/field_types.hpp"
#include "model/find_record.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"
#include "query/filter.hpp"

namespace iscm::edit {
namespace {

using model::Field;
using model::FieldType;

/// A row in the pipeline of import, until it is written.
struct Staged {
  sqlite::Connection& connection;
  const model::Entity& entity;
  std::optional<model::Record> record;  ///< that changes; nothing: the row is a new one
  std::unique_ptr<TypedRow> row;
  std::string source_to_be;
  schema::TrackedTable table;
  std::unique_ptr<import::Plan> plan{};
};

std::shared_ptr<Staged> stage(sqlite::Connection& connection, const model::Entity& entity,
                              std::optional<model::Record> record, std::unique_ptr<TypedRow> row,
                              const EditOptions& options) {
  import::Edit edit{{}, options.is_another, options.source_to_be};
  if (record) edit.record = record->id;
  auto staged = std::make_shared<Staged>(Staged{connection, entity, std::move(record), std::move(row),
                                                options.source_to_be, model::tracked_table(connection, entity)});
  staged->plan = std::make_unique<import::Plan>(connection,
                                                import::ImportRequest{.entity = &entity,
                                                                      .file = staged->row->name(),
                                                                      .default_source = options.source,
                                                                      .answers = {},
                                                                      .columns = {},
                                                                      .cleared = staged->row->cleared(),
                                                                      .edit = edit},
                                                *staged->row);
  return staged;
}

// The row as it will be.

/// A column of it: an expression over temp.input AS i and its record as main.<table> AS t.
std::string column_to_be(const import::Job& job, const std::string& column) {
  if (column == "id") return "i.record_id";
  if (column == "key" && job.maps("alias")) return "ifnull(fold(i.f_alias), t.key)";
  if (column == model::source_field().column) return "i.id_source";
  const Field* field = model::field_of_column(job.entity, column);
  return field == nullptr ? fmt::format("t.{}", column) : import::value_to_be(job, *field);
}

/// A SELECT of the whole row, under the names of its columns.
std::string row_to_be(const Staged& staged) {
  std::vector<std::string> columns = staged.table.key;
  columns.insert(columns.end(), staged.table.columns.begin(), staged.table.columns.end());
  for (std::string& column : columns) {
    column = fmt::format("{} AS {}", column_to_be(staged.plan->job(), column), column);
  }
  return fmt::format("SELECT {} FROM temp.input AS i LEFT JOIN main.{} AS t ON {} = i.match_id", model::joined(columns),
                     staged.entity.table, model::identifier(staged.entity, "t"));
}

// Rules.

/// A code is changed by `rename`, which keeps the old one as an alias.
void refuse_new_code(const model::Entity& entity, const model::EditWords& words, const model::Record& record) {
  const Field* code = entity.field("code");
  const model::FieldWord* word = code == nullptr ? nullptr : words.on(*code);
  if (word == nullptr || word->value == record.label) return;
  throw Error(Exit::usage, "a code is not changed by set",
              fmt::format("`iscm rename {} {} {}`", entity.name, record.label, word->value));
}

/// How to say of what was typed whether it is the other record that it may be.
std::string ways_to_answer(const Staged& staged, const import::Problem& problem) {
  const std::string_view entity = staged.entity.name;
  const std::string other = import::codes_near(staged.plan->job(), problem.line).front();
  if (!import::is_known_by_date(staged.entity) || (!staged.record && staged.entity.has_code())) {
    return fmt::format("`iscm set {} {} FIELD=VALUE` changes that one; --new says that this is another", entity, other);
  }
  if (staged.record) {
    const std::string one = staged.entity.has_code()
                                ? fmt::format("`iscm merge {} {} {}`", entity, staged.record->label, other)
                                : fmt::format("`iscm remove {} {}`", entity, other);
    return fmt::format("{} if the two are one; --new says that this is another", one);
  }
  if (problem.message.ends_with(import::kMorePrecisely)) {
    return fmt::format("`iscm set {} {} valid_from={}` if it is the same; --new says that this is another", entity,
                       other, problem.value.substr(problem.value.rfind(' ') + 1));
  }
  return fmt::format("if it is the same, `iscm set {} {} FIELD=VALUE` changes it; --new says that this is another",
                     entity, other);
}

/// A word as it is typed in a shell, within double quotes if it has to be.
std::string typed(const std::string& word) {
  if (word.find_first_of(" ()&;'\"") == std::string::npos) return word;
  std::string quoted;
  for (const char c : word)
    quoted += c == '"' || c == '$' || c == '`' || c == '\\' ? fmt::format("\\{}", c) : std::string(1, c);
  return fmt::format("\"{}\"", quoted);
}

/// The command without the key, with the field that this key names: "midsa" of `add meeting midsa`.
std::string with_key_as_reference(const Staged& staged, const model::EditWords& words) {
  std::string reference =
      staged.connection.text("SELECT other FROM temp.detail WHERE code = ?", import::kCodeOfAnother).value_or("");
  std::string line = fmt::format("iscm add {}", staged.entity.name);
  for (const model::FieldWord& word : words.fields) {
    if (word.field->is_code()) continue;
    if (reference.starts_with(fmt::format("{}=", word.field->name))) reference.clear();
    line += fmt::format(" {}={}", word.field->name, typed(word.value));
  }
  if (!reference.empty()) line.insert(line.find(staged.entity.name) + staged.entity.name.size(), " " + reference);
  return line;
}

/// What the pipeline found, in the words of an edit: it has no file to correct.
std::vector<import::Problem> problems_of(const Staged& staged, const model::EditWords& words) {
  std::vector<import::Problem> problems = staged.plan->problems();
  const auto is_missing = [](const import::Problem& problem) { return problem.code == "missing"; };
  if (std::count_if(problems.begin(), problems.end(), is_missing) > 1) {
    // The code is made of what else is missing.
    std::erase_if(problems, [&](const import::Problem& each) { return is_missing(each) && each.column == "code"; });
  }
  for (import::Problem& problem : problems) {
    if (problem.code == import::kPossibleDuplicate) {
      problem.hint = ways_to_answer(staged, problem);
    } else if (problem.code == "exists-already" && problem.message.ends_with(import::kMayBeTheSame)) {
      problem.hint += "; --new says that this is another";
    } else if (problem.code == import::kCodeOfAnother) {
      problem.hint = fmt::format("did you mean `{}`? --new takes it as the code", with_key_as_reference(staged, words));
    } else if (problem.code == "no-owner" || problem.code == "no-owner-column") {
      problem.hint = "mechanism=CODE says whose it is; mechanism= with nothing after it says that it is of none";
    } else if ((problem.code == "known" || problem.code == "taken") && problem.column != "alias") {
      const std::string_view entity = staged.entity.name;
      const std::string other =
          staged.connection
              .text("SELECT other FROM temp.detail WHERE code = ? AND field = ?", problem.code, problem.column)
              .value_or("");
      if (!staged.record) {
        problem.hint = fmt::format("`iscm set {} {} FIELD=VALUE` changes that one", entity, other);
      } else if (problem.code == "known") {
        problem.hint = fmt::format("give a name of its own, or `iscm merge {} {} {}` if the two are one", entity,
                                   staged.record->label, other);
      }
    }
  }
  return problems;
}

// Changes.

/// Of a new list, in the order of its items.
std::string listed_codes(const Field& field) {
  return fmt::format(
      "(SELECT group_concat(code, '; ') FROM (SELECT x.code FROM {} AS t JOIN temp.resolved AS r ON r.kind = {} "
      "AND r.value = t.value JOIN main.{} AS x ON x.id = r.target_id GROUP BY x.id ORDER BY min(t.position), x.code))",
      import::item_table(field), model::quoted(field.target), model::entity_named(field.target).table);
}

/// The new record, then each field that it has, also those that nobody typed.
std::vector<history::ChangeRow> changes_of_new(const Staged& staged) {
  const std::string row = row_to_be(staged);
  const auto read = [&](const std::string& value) {
    return staged.connection.text(fmt::format("SELECT {} FROM ({}) AS w", value, row));
  };
  const std::string label = read(label_of(staged.entity, "w")).value_or("");
  const std::string entity(staged.entity.name);
  std::vector<history::ChangeRow> changes{{entity, label, "new", "", "", ""}};
  for (const Field* field : model::all_fields(staged.entity)) {
    const bool is_list = field->type == FieldType::list;
    if (is_list && staged.row->cell(*field) == nullptr) continue;
    const auto value = read(is_list ? listed_codes(*field) : query::shown_value(staged.entity, *field, "w"));
    if (value) changes.push_back({entity, label, "new", std::string(field->name), "", *value});
  }
  if (!staged.source_to_be.empty()) changes.push_back({entity, label, "new", "source", "", staged.source_to_be});
  return changes;
}

std::vector<history::ChangeRow> changes_of(const Staged& staged) {
  if (!staged.record) return changes_of_new(staged);
  std::vector<history::ChangeRow> changes;
  for (const Field* field : model::all_fields(staged.entity)) {
    sqlite::Statement found = staged.connection.prepare("SELECT old, new FROM temp.change WHERE field = ?");
    found.bind(1, field->name);
    while (found.step()) {
      changes.push_back({std::string(staged.entity.name), staged.record->label, "change", std::string(field->name),
                         found.text(0), found.text(1)});
    }
  }
  return changes;
}

/// That a date loses what was known of it: said of what somebody set on purpose.
void note_lost_precision(const model::Entity& entity, EditPlan& plan) {
  for (const history::ChangeRow& change : plan.changes) {
    const Field* field = model::find_field(entity, change.field);
    const bool is_date = field != nullptr && field->type == FieldType::date;
    if (!is_date || change.new_value.empty() || change.old_value.size() <= change.new_value.size()) continue;
    if (!change.old_value.starts_with(change.new_value)) continue;
    plan.notes.push_back(fmt::format("{}: {} is less precise than {}, which was known", change.field, change.new_value,
                                     change.old_value));
  }
}

/// The problems and changes of an edit; without problems, also what a person should know of it.
EditPlan plan_of(const Staged& staged, const model::EditWords& words, const EditOptions& options) {
  EditPlan plan;
  plan.problems = problems_of(staged, words);
  if (!plan.problems.empty()) return plan;
  plan.changes = changes_of(staged);
  if (plan.changes.empty()) return plan;
  const model::FieldWord* source = words.on(model::source_field());
  const bool has_source =
      source != nullptr ? !source->value.empty() : !options.source.empty() || !options.source_to_be.empty();
  plan.unsourced = !has_source && staged.entity.name != model::source_field().target;
  note_lost_precision(staged.entity, plan);
  std::vector<std::string> squeezed;
  for (const model::FieldWord& word : words.fields) {
    if (word.is_squeezed) squeezed.emplace_back(word.field->name);
  }
  if (!squeezed.empty()) {
    plan.notes.push_back(fmt::format("in {}, several blanks or a tab are written as one blank, as in an import",
                                     model::joined(squeezed)));
  }
  return plan;
}

/// The fields that were given and stay as they are; of a link its key, unless only what says nothing of it changes.
std::vector<const Field*> standing_fields(const Staged& staged, const model::EditWords& words) {
  std::vector<const Field*> fields;
  const auto count = [&](const std::string& condition) {
    return staged.connection.integer("SELECT count(*) FROM temp.change WHERE " + condition).value_or(0);
  };
  if (!staged.entity.has_code()) {
    const bool says = count(fmt::format("field NOT IN ({}, 'source')", import::kSaysNothingOfTheLink)) > 0;
    if (says || count("field <> 'source'") == 0) fields.push_back(model::key_fields(staged.entity).front());
    return fields;
  }
  for (const model::FieldWord& word : words.fields) {
    const bool changes = count(fmt::format("field = {}", model::quoted(word.field->name))) > 0;
    if (!changes && word.way == model::FieldWord::Way::set && !word.value.empty() &&
        history::is_fact(word.field->name)) {
      fields.push_back(word.field);
    }
  }
  return fields;
}

/// A source that is given with what stands already is further evidence for it.
void cite_what_stands(const Staged& staged, const model::EditWords& words, const EditOptions& options, EditPlan& plan) {
  const model::FieldWord* word = words.on(model::source_field());
  std::string source = options.source.empty() ? options.source_to_be : options.source;
  if (word != nullptr) source = source_named(staged.connection, word->value).code;
  if (source.empty()) return;
  const std::vector<const Field*> fields = standing_fields(staged, words);
  if (!fields.empty() || plan.changes.empty()) cite_standing(staged.connection, *staged.record, fields, source, plan);
}

/// A source is not taken from a record: it belongs to the change with which it was given.
void refuse_emptied_source(const model::EditWords& words, const model::Entity& entity, const model::Record& record) {
  const model::FieldWord* word = words.on(model::source_field());
  if (word == nullptr || !word->value.empty()) return;
  throw Error(Exit::usage, "a source belongs to the change that it was given with, and is not emptied",
              fmt::format("`iscm why {} {}` says which revision that was, and `iscm undo REVISION` takes it back",
                          entity.name, record.label));
}

/// The name that the record loses, if it has it nowhere else; empty if it loses none.
std::string lost_name(const Staged& staged) {
  sqlite::Statement change = staged.connection.prepare("SELECT old, new FROM temp.change WHERE field = 'name'");
  if (!change.step()) return {};
  const bool lost =
      needs_alias(staged.connection, staged.entity, staged.record->id, change.text(0), "name", change.text(1));
  return lost ? change.text(0) : "";
}

// Writing.

std::vector<const Field*> lists_added_to(const model::EditWords& words) {
  std::vector<const Field*> fields;
  for (const model::FieldWord& word : words.fields) {
    const model::FieldWord* first = words.on(*word.field);
    if (first->way != model::FieldWord::Way::set && word.way == model::FieldWord::Way::add)
      fields.push_back(word.field);
  }
  return fields;
}

/// Moves what was added to a list behind what was in it.
void move_to_end(const Staged& staged, const Field& list, std::int64_t revision) {
  staged.connection.run(
      fmt::format("UPDATE main.{0} AS l SET position = l.position + max(0, "
                  "(SELECT ifnull(max(o.position), 0) FROM main.{0} AS o WHERE o.{1} = ?1 AND o.revision <> ?2)"
                  " - (SELECT min(n.position) FROM main.{0} AS n WHERE n.{1} = ?1 AND n.revision = ?2) + 1) "
                  "WHERE l.{1} = ?1 AND l.revision = ?2",
                  list.link_table, owner_column(staged.entity)),
      staged.record->id, revision);
}

}  // namespace

EditPlan plan_set(sqlite::Connection& connection, const model::Entity& entity, const model::EditWords& words,
                  const EditOptions& options) {
  const model::Record record = model::find_record(connection, entity, words, model::FieldWords::change);
  refuse_new_code(entity, words, record);
  refuse_emptied_source(words, entity, record);
  if (words.fields.empty()) {
    throw Error(Exit::usage, fmt::format("no field of {} {} is given", entity.name, record.label),
                fmt::format("write FIELD=VALUE; `iscm fields {}` lists the fields", entity.name));
  }
  const auto staged = stage(connection, entity, record, changed_row(connection, entity, words, record.id), options);
  EditPlan plan = plan_of(*staged, words, options);
  if (!plan.problems.empty()) return plan;
  if (plan.changes.empty()) {
    cite_what_stands(*staged, words, options, plan);
    return plan;
  }
  const std::string name = lost_name(*staged);
  const bool keeps_name = options.keep_alias && !name.empty();
  if (keeps_name) {
    plan.changes.push_back({std::string(entity.name), record.label, "new", "alias", "", name});
  } else if (!name.empty()) {
    plan.notes.push_back(fmt::format("\"{}\" no longer finds it; --keep-alias would keep it as an alias", name));
  }
  plan.write = [staged, name, keeps_name, lists = lists_added_to(words)](std::int64_t revision) {
    staged->plan->apply(revision);
    for (const Field* list : lists) move_to_end(*staged, *list, revision);
    if (keeps_name) add_former_name(staged->connection, staged->entity, staged->record->id, name, revision);
  };
  cite_what_stands(*staged, words, options, plan);
  return plan;
}

EditPlan plan_add(sqlite::Connection& connection, const model::Entity& entity, const model::EditWords& typed,
                  const EditOptions& options) {
  const model::EditWords words = with_key_as_fields(entity, typed);
  const auto staged = stage(connection, entity, std::nullopt, new_row(connection, entity, words), options);
  EditPlan plan = plan_of(*staged, words, options);
  plan.write = [staged](std::int64_t revision) { staged->plan->apply(revision); };
  return plan;
}

}  // namespace iscm::edit
