#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/output.hpp"
#include "query/schema_help.hpp"
#include "write/format.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

constexpr std::string_view kMermaid = "mermaid";

using Rows = std::vector<std::vector<Table::Value>>;

void list_tables(const Invocation& invocation, sqlite::Connection& connection) {
  Rows rows;
  for (const query::SchemaTable& table : query::schema_tables(connection)) {
    rows.push_back({table.name, table.is_view ? "view" : "table", table.meaning});
  }
  print(invocation, Table{{"table", "kind", "meaning"}, std::move(rows)});
  if (prints_table(invocation)) {
    write::note("earlier versions of rows are in TABLE_history; `iscm schema TABLE` shows columns, joins and examples");
  }
}

/// Everything, a column each: for programs and spreadsheets.
void list_columns(const Invocation& invocation, const std::vector<query::SchemaColumn>& columns) {
  Rows rows;
  for (const query::SchemaColumn& column : columns) {
    rows.push_back({column.name, column.type, column.in_key ? "yes" : "no", column.required ? "yes" : "no",
                    column.meaning, column.rule, column.refers_to});
  }
  print(invocation, Table{{"column", "type", "key", "required", "meaning", "rule", "refers_to"}, std::move(rows)});
}

void write_columns(const Invocation& invocation, write::Sink& sink, const std::vector<query::SchemaColumn>& columns) {
  const auto writer = write::make_writer(write::Format::table, sink, writer_options(invocation));
  writer->begin(std::vector<write::Column>{{"column"}, {"type"}, {"meaning"}, {"rule"}});
  for (const query::SchemaColumn& column : columns) {
    const std::string type = fmt::format("{}{}", column.type,
                                         column.in_key     ? ", key"
                                         : column.required ? ", required"
                                                           : "");
    writer->row(std::vector<write::Cell>{std::string_view(column.name), std::string_view(type),
                                         std::string_view(column.meaning), std::string_view(column.rule)});
  }
  writer->end();
}

/// For people: columns, joins, and queries to begin with.
void describe_table(const Invocation& invocation, sqlite::Connection& connection, const query::SchemaTable& table,
                    const std::vector<query::SchemaColumn>& columns) {
  const auto sink = open_output(invocation);
  sink->write(fmt::format("{}{}: {}\n\n", table.name, table.is_view ? " (a view)" : "", table.meaning));
  write_columns(invocation, *sink, columns);
  const std::vector<std::string> joins = query::schema_joins(connection, table.name);
  if (!joins.empty()) sink->write("\nWhat joins to what:\n\n");
  for (const std::string& join : joins) sink->write(fmt::format("  {}\n", join));
  const std::vector<query::SchemaExample> examples = query::schema_examples(table.name);
  if (!examples.empty()) sink->write("\nQueries to begin with, for iscm sql:\n");
  for (const query::SchemaExample& example : examples) {
    sink->write(fmt::format("\n-- {}\n{};\n", example.question, example.sql));
  }
  sink->finish();
}

Exit run(const Invocation& invocation) {
  const bool picture = invocation.get("--format") == kMermaid;
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  if (invocation.arguments.empty() && !picture) {
    list_tables(invocation, connection);
    return Exit::done;
  }
  query::SchemaTable table;
  if (!invocation.arguments.empty()) table = query::schema_table(connection, invocation.argument(0));
  if (picture) {
    print(invocation, query::schema_as_mermaid(connection, table.name));
    return Exit::done;
  }
  const std::vector<query::SchemaColumn> columns = query::schema_columns(connection, table.name);
  if (prints_table(invocation)) {
    describe_table(invocation, connection, table, columns);
  } else {
    list_columns(invocation, columns);
  }
  return Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm schema", "the tables and views, for those who write SQL"},
    {"iscm schema memberships", "its columns, its joins, and three queries to begin with"},
    {"iscm schema --format mermaid", "a picture of tables and references, as text"},
};
constexpr Argument kArguments[] = {
    Argument{"TABLE", "a table or view; if not given, they are listed"}.optional(),
};
constexpr OwnFormat kFormats[] = {
    {"mermaid", "tables and references as a picture in text, in the language of Mermaid"},
};

}  // namespace

extern const Command kSchema{
    .name = "schema",
    .summary = "tables, columns and joins, with queries",
    .synonyms = "tables",
    .examples = kExamples,
    .arguments = kArguments,
    .run = run,
    .prints_rows = true,
    .own_formats = kFormats,
};

}  // namespace iscm::cli
