#include "core/edit/edit_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "core/edit/edit_row.hpp"
#include "core/edit/list_change.hpp"
#include "core/edit/other_name.hpp"
#include "core/edit/record.hpp"
#include "core/edit/would_be.hpp"
#include "core/fields.hpp"
#include "core/import/plan.hpp"
#include "core/names.hpp"
#include "error.hpp"

namespace iscm::core {
namespace {

/// The cells of the one row.
struct Cells {
  std::vector<const Field*> fields;
  std::vector<std::string> values;
  std::vector<std::string> cleared;

  void put(const Field& field, std::string value) {
    fields.push_back(&field);
    values.push_back(std::move(value));
  }
};

/// An edit that is with the pipeline of import. It lives until it is written.
struct Staged {
  db::Connection& connection;
  const Entity& entity;
  EditedRecord record;  ///< of a new one only the label, once it is known
  bool is_new;
  Cells cells;
  std::unique_ptr<EditRow> row;
  std::string source_to_be;  ///< code of the source that it would rest on, once that is made
  std::unique_ptr<Plan> plan{};

  [[nodiscard]] WouldBeRow would_be() const { return {connection, entity, cells.fields, cells.cleared, is_new}; }
};

std::vector<std::string> names_of(const std::vector<const Field*>& fields) {
  std::vector<std::string> names;
  for (const Field* field : fields) names.emplace_back(field->name);
  return names;
}

std::shared_ptr<Staged> stage(db::Connection& connection, const Entity& entity, EditedRecord record, bool is_new,
                              Cells cells, const EditOptions& options) {
  auto row = std::make_unique<EditRow>(names_of(cells.fields), cells.values);
  auto staged = std::make_shared<Staged>(
      Staged{connection, entity, std::move(record), is_new, std::move(cells), std::move(row), options.source_to_be});
  Edit edit;
  if (!is_new) edit.record = staged->record.id;
  staged->plan = std::make_unique<Plan>(connection,
                                        ImportRequest{.entity = &entity,
                                                      .file = staged->row->name(),
                                                      .default_source = options.source,
                                                      .answers = {},
                                                      .columns = {},
                                                      .cleared = staged->cells.cleared,
                                                      .edit = std::move(edit)},
                                        *staged->row);
  return staged;
}

Cells cells_of(db::Connection& connection, const Entity& entity, const EditWords& words, std::int64_t record) {
  Cells cells;
  for (const FieldWord& word : words.fields) {
    const Field& field = *word.field;
    if (std::find(cells.fields.begin(), cells.fields.end(), &field) != cells.fields.end()) continue;
    std::string value = word.value;
    if (field.type == FieldType::list) value = changed_list(connection, entity, record, words, field);
    if (value.empty()) cells.cleared.emplace_back(field.name);
    cells.put(field, std::move(value));
  }
  return cells;
}

bool has(const Cells& cells, const Field& field) {
  return std::find(cells.fields.begin(), cells.fields.end(), &field) != cells.fields.end();
}

/// What a link rests on is said by the link itself: the source states it, or it rests on none.
void say_basis(Cells& cells, const Entity& entity, bool sourced) {
  const Field* basis = entity.field("basis");
  if (basis != nullptr && !has(cells, *basis)) cells.put(*basis, sourced ? "stated" : "unsourced");
}

/// A pure link is known by its two records alone, so the row has to name them.
void say_key(db::Connection& connection, Cells& cells, const Entity& entity, std::int64_t record) {
  if (!entity.is_pure_link) return;
  for (const std::string_view name : words(entity.key)) {
    const Field& field = *entity.field(name);
    if (has(cells, field)) continue;
    const auto code = connection.text(
        fmt::format("SELECT x.code FROM main.{} AS t JOIN main.{} AS x ON x.id = t.{} WHERE {} = ?", entity.table,
                    entity_named(field.target).table, field.column, identifier(entity, "t")),
        record);
    cells.put(field, code.value_or(""));
  }
}

/// A new link of a list stands behind those that are there.
void say_position(db::Connection& connection, Cells& cells, const Entity& entity) {
  const Field* position = entity.field("position");
  const Field& owner = *entity.field(words(entity.key).front());
  if (!entity.is_pure_link || position == nullptr || has(cells, *position) || !has(cells, owner)) return;
  const auto at = std::find(cells.fields.begin(), cells.fields.end(), &owner) - cells.fields.begin();
  const NamedRecords found =
      find_named(connection, entity_named(owner.target), cells.values[static_cast<std::size_t>(at)]);
  if (found.ids.size() != 1) return;
  const auto last = connection.integer(
      fmt::format("SELECT max(position) FROM main.{} WHERE {} = ?", entity.table, owner.column), found.ids.front());
  cells.put(*position, std::to_string(last.value_or(0) + 1));
}

bool rests_on_source(const EditWords& words, const EditOptions& options) {
  const FieldWord* source = words.on(source_field());
  return source != nullptr ? !source->value.empty() : !options.source.empty() || !options.source_to_be.empty();
}

/// The value of a field of `row` as people write it.
std::string told(const Field& field, std::string_view row) {
  const std::string column = fmt::format("{}.{}", row, field.column);
  if (field.type != FieldType::reference) return column;
  return fmt::format("(SELECT code FROM main.{} WHERE id = {})", entity_named(field.target).table, column);
}

std::string listed_codes(const Field& field) {
  return fmt::format(
      "(SELECT group_concat(code, '; ') FROM (SELECT x.code FROM {} AS t JOIN temp.resolved AS r ON r.kind = {} "
      "AND r.value = t.value JOIN main.{} AS x ON x.id = r.target_id GROUP BY x.id ORDER BY min(t.position), x.code))",
      item_table(field), quoted(field.target), entity_named(field.target).table);
}

/// A new record, then each field that it has.
std::vector<ChangeRow> changes_of_new(const Staged& staged) {
  const WouldBeRow would_be = staged.would_be();
  const std::string label = would_be.label();
  const std::string entity(staged.entity.name);
  std::vector<ChangeRow> changes{{entity, label, "new", "", "", ""}};
  for (const Field* field : all_fields(staged.entity)) {
    const bool given =
        std::find(staged.cells.fields.begin(), staged.cells.fields.end(), field) != staged.cells.fields.end();
    if (field->type == FieldType::list && !given) continue;
    const std::string value = field->type == FieldType::list ? listed_codes(*field) : told(*field, "w");
    const auto text = staged.connection.text(fmt::format("SELECT {} FROM ({}) AS w", value, would_be.select()));
    if (text) changes.push_back({entity, label, "new", std::string(field->name), "", *text});
  }
  if (!staged.source_to_be.empty()) changes.push_back({entity, label, "new", "source", "", staged.source_to_be});
  return changes;
}

/// The fields of temp.change in their order; a version that changes rests on another source too.
std::vector<ChangeRow> changes_of_old(const Staged& staged) {
  std::vector<ChangeRow> changes;
  bool row_changes = false;
  const auto add = [&](const Field& field, std::string old_value, std::string new_value) {
    changes.push_back({std::string(staged.entity.name), staged.record.label, "change", std::string(field.name),
                       std::move(old_value), std::move(new_value)});
    row_changes = row_changes || field.type != FieldType::list;
  };
  for (const Field& field : staged.entity.fields) {
    db::Statement found = staged.connection.prepare("SELECT old, new FROM temp.change WHERE field = ?");
    found.bind(1, field.name);
    while (found.step()) add(field, found.text(0), found.text(1));
  }
  const bool source_changes =
      staged.connection.integer("SELECT 1 FROM temp.change WHERE field = ?", source_field().name).has_value();
  if (!row_changes && !source_changes) return changes;
  db::Statement sources =
      staged.connection.prepare(fmt::format("SELECT {}, ifnull(nullif(?2, ''), {}) FROM main.{} AS t JOIN ({}) AS w "
                                            "WHERE {} = ?1 AND (t.source_id IS NOT w.source_id OR ?2 <> '')",
                                            told(source_field(), "t"), told(source_field(), "w"), staged.entity.table,
                                            staged.would_be().select(), identifier(staged.entity, "t")));
  sources.bind_all(staged.record.id, std::string_view(staged.source_to_be));
  while (sources.step()) add(source_field(), sources.text(0), sources.text(1));
  return changes;
}

void tell_broken_rule(const Staged& staged, const WouldBeRow& would_be, std::vector<Problem>& problems) {
  auto rule = would_be.broken_rule();
  if (!rule) return;
  std::replace(rule->begin(), rule->end(), '_', ' ');
  problems.push_back({.line = 1,
                      .column = {},
                      .value = {},
                      .code = "rule",
                      .message = fmt::format("a rule of the schema is broken: {}", *rule),
                      .hint = fmt::format("`iscm fields {}` tells the rules", staged.entity.name)});
}

bool is_listed(const Entity& kind) {
  const auto all = entities();
  return std::any_of(all.begin(), all.end(), [&](const Entity& entity) {
    return std::any_of(entity.fields.begin(), entity.fields.end(),
                       [&](const Field& field) { return field.type == FieldType::list && field.target == kind.name; });
  });
}

/// An alias that is a code or name finds that record and never this one; one of two records finds neither, but in a
/// list, where it may stand for several.
void tell_bad_alias(const Staged& staged, const WouldBeRow& would_be, std::vector<Problem>& problems) {
  const Field* alias = staged.entity.field("alias");
  if (alias == nullptr) return;
  const auto owner = std::find_if(staged.entity.fields.begin(), staged.entity.fields.end(),
                                  [](const Field& field) { return field.type == FieldType::reference; });
  db::Statement row =
      staged.connection.prepare(fmt::format("SELECT alias, {} FROM ({})", owner->column, would_be.select()));
  row.step();
  const Entity& kind = entity_named(owner->target);
  const NamedRecords found = find_named(staged.connection, kind, row.text(0));
  for (const std::int64_t id : found.ids) {
    const bool is_alias = found.tier == NameTier::alias;
    if (is_alias && (id == row.integer(1) || is_listed(kind))) continue;
    const auto code = staged.connection.text(fmt::format("SELECT code FROM main.{} WHERE id = ?", kind.table), id);
    problems.push_back({.line = 1,
                        .column = "alias",
                        .value = row.text(0),
                        .code = "taken",
                        .message = fmt::format("\"{}\" is {} of the {} {} already", row.text(0),
                                               is_alias ? "another name" : "the code or name", kind.name, *code),
                        .hint = "an alias is a name that no other record has"});
  }
}

/// What the pipeline found, and what only the whole row can break.
std::vector<Problem> problems_of(const Staged& staged) {
  std::vector<Problem> problems = staged.plan->problems();
  if (!problems.empty()) return problems;
  const WouldBeRow would_be = staged.would_be();
  tell_broken_rule(staged, would_be, problems);
  tell_bad_alias(staged, would_be, problems);
  if (staged.is_new) return problems;
  if (const auto twin = would_be.twin()) {
    problems.push_back({.line = 1,
                        .column = {},
                        .value = {},
                        .code = "taken",
                        .message = fmt::format("another {} would be the same: {}", staged.entity.name, *twin),
                        .hint = fmt::format("no two have the same {}", fmt::join(words(staged.entity.key), ", "))});
  }
  return problems;
}

/// What was added to a list stands behind what was there.
void put_behind(db::Connection& connection, const Entity& entity, const Field& field, std::int64_t record,
                std::int64_t revision) {
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
  db::Statement change = staged.connection.prepare("SELECT old, new FROM temp.change WHERE field = 'name'");
  if (!change.step()) return {};
  const bool lost =
      needs_alias(staged.connection, staged.entity, staged.record.id, change.text(0), "name", change.text(1));
  return lost ? change.text(0) : "";
}

std::vector<const Field*> lists_added_to(const EditWords& words) {
  std::vector<const Field*> fields;
  for (const FieldWord& word : words.fields) {
    const FieldWord* first = words.on(*word.field);
    if (first->way != FieldWord::Way::set && word.way == FieldWord::Way::add) fields.push_back(word.field);
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

/// A code is changed by `rename`, which keeps the old one as an alias.
void refuse_code(const Entity& entity, const EditWords& words, const EditedRecord& record) {
  const Field* code = entity.field("code");
  const FieldWord* word = code == nullptr ? nullptr : words.on(*code);
  if (word == nullptr || word->value == record.label) return;
  throw Error(Exit::usage, "a code is not set, but renamed",
              fmt::format("`iscm rename {} {} {}`", entity.name, record.label, word->value));
}

[[noreturn]] void refuse_existing(const Entity& entity, const std::string& label, const std::string& more) {
  throw Error(Exit::refused, fmt::format("{} {} exists already{}", entity.name, label, more),
              fmt::format("`iscm set {} {} FIELD=VALUE` changes it", entity.name, label));
}

/// A record that is called as the new one would be.
void refuse_known_name(db::Connection& connection, const Entity& entity, const EditWords& words) {
  if (!entity.has_code()) return;
  for (const FieldWord& word : words.fields) {
    const bool is_name =
        word.field->tier == NameTier::code || (word.field->tier == NameTier::name && entity.identity == Identity::name);
    if (!is_name || word.value.empty()) continue;
    const NamedRecords found = find_named(connection, entity, word.value);
    if (found.ids.empty()) continue;
    const auto code =
        connection.text(fmt::format("SELECT code FROM main.{} WHERE id = ?", entity.table), found.ids.front());
    const bool same = *code == word.value;
    refuse_existing(entity, *code, same ? "" : fmt::format(", and is called \"{}\"", word.value));
  }
}

/// The words of the key as fields of the new record.
EditWords with_key_as_fields(const Entity& entity, const EditWords& words) {
  EditWords all{{}, {}};
  const auto put = [&](const Field& field, const std::string& value) {
    if (words.on(field) != nullptr) {
      throw Error(Exit::usage, fmt::format("{} is given twice", field.name), "leave one of them");
    }
    all.fields.push_back({&field, FieldWord::Way::set, value});
  };
  if (entity.has_code()) {
    if (!words.key.empty()) put(*entity.field("code"), fmt::format("{}", fmt::join(words.key, " ")));
  } else {
    const auto names = core::words(entity.key);
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

EditPlan plan_set(db::Connection& connection, const Entity& entity, const EditWords& words,
                  const EditOptions& options) {
  const EditedRecord record = record_of(connection, entity, words);
  refuse_code(entity, words, record);
  if (words.fields.empty()) {
    throw Error(Exit::usage, fmt::format("what of {} {} is to be set?", entity.name, record.label),
                fmt::format("write FIELD=VALUE; `iscm fields {}` lists the fields", entity.name));
  }
  EditPlan plan;
  Cells cells = cells_of(connection, entity, words, record.id);
  say_key(connection, cells, entity, record.id);
  auto staged = stage(connection, entity, record, false, cells, options);
  const bool sourced = rests_on_source(words, options);
  if (staged->plan->problems().empty() && staged->plan->changes_anything() && entity.field("basis") != nullptr) {
    say_basis(cells, entity, sourced);
    staged = stage(connection, entity, record, false, cells, options);
  }
  plan.problems = problems_of(*staged);
  if (!plan.problems.empty()) return plan;
  plan.changes = changes_of_old(*staged);
  if (plan.changes.empty()) return plan;
  plan.unsourced = !sourced && entity.name != source_field().target;
  const std::string name = lost_name(*staged);
  keep_old_name(plan, *staged, name, options.keep_alias);
  const auto lists = lists_added_to(words);
  plan.write = [staged, lists, name, keep = options.keep_alias && !name.empty()](std::int64_t revision) {
    staged->plan->apply(revision);
    const std::int64_t id = staged->record.id;
    for (const Field* field : lists) put_behind(staged->connection, staged->entity, *field, id, revision);
    if (keep) add_former_name(staged->connection, staged->entity, id, name, revision);
  };
  return plan;
}

EditPlan plan_add(db::Connection& connection, const Entity& entity, const EditWords& typed,
                  const EditOptions& options) {
  const EditWords words = with_key_as_fields(entity, typed);
  refuse_known_name(connection, entity, words);
  Cells cells = cells_of(connection, entity, words, 0);
  const bool sourced = rests_on_source(words, options);
  say_basis(cells, entity, sourced);
  say_position(connection, cells, entity);
  const auto staged = stage(connection, entity, {}, true, std::move(cells), options);
  EditPlan plan;
  plan.problems = problems_of(*staged);
  if (!plan.problems.empty()) return plan;
  const WouldBeRow would_be = staged->would_be();
  if (const auto twin = would_be.twin()) refuse_existing(entity, *twin, "");
  if (const auto stint = would_be.stint_in_question()) {
    refuse_existing(entity, *stint, ", and may be the same: a start is unknown");
  }
  plan.changes = changes_of_new(*staged);
  plan.unsourced = !sourced && entity.name != source_field().target;
  plan.write = [staged](std::int64_t revision) { staged->plan->apply(revision); };
  return plan;
}

}  // namespace iscm::core
