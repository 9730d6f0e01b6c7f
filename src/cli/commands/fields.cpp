#include "model/field_types.hpp"

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/output.hpp"
#include "query/filter.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

void list_entities(const Invocation& invocation) {
  std::vector<std::vector<Table::Value>> rows;
  for (const model::Entity& entity : model::entities()) {
    rows.push_back({std::string(entity.name), std::string(entity.meaning),
                    fmt::format("{}", fmt::join(model::words(entity.key), ", "))});
  }
  print(invocation, Table{{"entity", "meaning", "key"}, std::move(rows)});
}

/// Everything, a column each: for programs and spreadsheets.
void list_fields(const Invocation& invocation, const model::Entity& entity) {
  std::vector<std::vector<Table::Value>> rows;
  for (const model::Field* field : model::all_fields(entity)) {
    rows.push_back({std::string(field->name), model::type_in_words(*field), std::string(field->meaning),
                    model::rule_in_words(*field), field->required ? "yes" : "no", std::string(field->fallback),
                    std::string(field->synonyms), std::string(field->example)});
  }
  print(invocation,
        Table{{"field", "type", "meaning", "rule", "required", "default", "synonyms", "example"}, std::move(rows)});
}

/// The same in columns that fit 80 characters without breaking words: the rule includes the type, the meaning includes
/// the example, and a required field has no default.
void describe_fields(const Invocation& invocation, const model::Entity& entity) {
  std::vector<std::vector<Table::Value>> rows;
  for (const model::Field* field : model::all_fields(entity)) {
    const std::string rule = model::rule_in_words(*field);
    const std::string example = field->example.empty() ? "" : fmt::format("; e.g. {}", field->example);
    rows.push_back({std::string(field->name), fmt::format("{}{}", field->meaning, example),
                    rule.empty() ? "any text" : rule,
                    field->required && field->fallback.empty() ? "(required)" : std::string(field->fallback),
                    std::string(field->synonyms)});
  }
  print(invocation, Table{{"field", "meaning", "rule", "default", "synonyms"}, std::move(rows)});
}

/// The filters by links, besides those by fields.
void note_links(const model::Entity& entity) {
  std::vector<std::string> links;
  for (const query::LinkedFilter& link : query::linked_filters(entity)) links.push_back(fmt::format("{}=", link.name));
  if (links.empty()) return;
  write::note(fmt::format("`iscm list {}` filters by links too: {}", entity.name, fmt::join(links, ", ")));
}

Exit run(const Invocation& invocation) {
  if (invocation.arguments.empty()) {
    list_entities(invocation);
    return Exit::done;
  }
  const model::Entity& entity = model::entity_named(invocation.argument(0));
  if (prints_table(invocation)) {
    describe_fields(invocation, entity);
    note_links(entity);
  } else {
    list_fields(invocation, entity);
  }
  return Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm fields", "the kinds of records and links"},
    {"iscm fields mechanism", "each field: its meaning, rule, synonyms and an example"},
    {"iscm fields membership --format csv", "for a spreadsheet"},
};
constexpr Argument kArguments[] = {
    Argument{"ENTITY", "mechanism, member, membership, ..."}.optional(),
};

}  // namespace

extern const Command kFields{
    .name = "fields",
    .summary = "what can be recorded, and by which rules",
    .synonyms = "columns",
    .examples = kExamples,
    .arguments = kArguments,
    .run = run,
    .prints_rows = true,
};

}  // namespace iscm::cli
