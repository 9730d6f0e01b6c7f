#include "core/edit/edit_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/edit/other_name.hpp"
#include "core/edit/source.hpp"
#include "core/edit/staged.hpp"
#include "core/field_rules.hpp"
#include "core/names.hpp"
#include "error.hpp"

namespace iscm::core {
namespace {

bool rests_on_source(const EditWords& words, const EditOptions& options) {
  const FieldWord* source = words.on(source_field());
  return source != nullptr ? !source->value.empty() : !options.source.empty() || !options.source_to_be.empty();
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

void tell_squeezed(EditPlan& plan, const EditWords& words) {
  std::vector<std::string_view> names;
  for (const FieldWord& word : words.fields) {
    if (word.is_squeezed) names.push_back(word.field->name);
  }
  if (names.empty()) return;
  plan.notes.push_back(
      fmt::format("in {}, several blanks or a tab are written as one blank, as in an import", fmt::join(names, ", ")));
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
    const bool is_code = word.field->tier == NameTier::code && word.field->name != "code";
    const std::string has =
        is_code ? fmt::format("has this {}", word.field->name) : fmt::format("is called \"{}\"", word.value);
    refuse_existing(entity, *code, same ? "" : fmt::format(", and {}", has));
  }
}

/// What a new record has to have and nobody gave stands as empty cells, so that the pipeline tells of all of it. Its
/// code comes of the rest, where there is any.
void ask_for_required(Cells& cells, const Entity& entity) {
  for (const Field& field : entity.fields) {
    if (field.required && field.fallback.empty() && field.name != "code" && !cells.has(field)) cells.put(field, {});
  }
  if (cells.fields.empty()) cells.put(*entity.field("code"), {});
}

/// A source that is known by its address alone gets the code that --source would give it.
void say_code_of_address(db::Connection& connection, Cells& cells, const Entity& entity, const EditWords& words) {
  if (entity.name != source_field().target || cells.has(*entity.field("code")) || cells.has(*entity.field("title"))) {
    return;
  }
  const FieldWord* address = words.on(*entity.field("url"));
  if (address == nullptr || !broken_rule(*address->field, address->value).empty()) return;
  const EditSource source = source_named(connection, address->value);
  if (!source.id) cells.put(*entity.field("code"), source.code);
}

/// The words of the key as fields of the new record.
EditWords with_key_as_fields(const Entity& entity, const EditWords& words) {
  EditWords all{{}, {}};
  const auto put = [&](const Field& field, const std::string& value) {
    if (words.on(field) != nullptr) {
      throw Error(Exit::usage, fmt::format("{} is given twice", field.name), "leave one of them");
    }
    all.fields.push_back(field_word(field, FieldWord::Way::set, value));
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
  plan.problems = staged_problems(*staged);
  if (!plan.problems.empty()) return plan;
  plan.changes = staged_changes(*staged);
  if (plan.changes.empty()) return plan;
  plan.unsourced = !sourced && entity.name != source_field().target;
  tell_squeezed(plan, words);
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
  plan.unsourced = !sourced && entity.name != source_field().target;
  tell_squeezed(plan, words);
  plan.write = [staged](std::int64_t revision) { staged->plan->apply(revision); };
  return plan;
}

}  // namespace iscm::core
