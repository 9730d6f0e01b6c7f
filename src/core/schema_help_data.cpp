#include "core/schema_help_data.hpp"

#include <algorithm>
#include <iterator>

namespace iscm::core {
namespace {

struct TableMeaning {
  std::string_view table;
  std::string_view meaning;
};

constexpr TableMeaning kTables[] = {
    {"revisions", "every change of the record: when, who, why, by which command, on what source"},
    {"imports", "every file that was imported: its digest, header and mapping"},
    {"imported_rows", "the rows of imported files, as they were read: what the source really said"},
    {"merged_rows", "the rows that merges made one, and which of them stays"},
    {"published_figure_types", "which types of mechanisms a published figure is about"},
    {"schema_migrations", "the steps that made this schema"},
    {"derived_objects", "which triggers and views the program built"},
    {"changes", "what every revision did: a row for each record that it inserted, updated or deleted"},
};

struct ColumnMeaning {
  std::string_view table;  // "" for every table
  std::string_view column;
  std::string_view meaning;
};

constexpr ColumnMeaning kColumns[] = {
    {"revisions", "made_at", "when, in UTC with milliseconds"},
    {"revisions", "kind", "command, migration, seed, undo, or outside: another program wrote"},
    {"revisions", "author", "who"},
    {"revisions", "command", "by which command"},
    {"revisions", "reason", "why"},
    {"revisions", "source_id", "on what evidence"},
    {"revisions", "undoes", "the revision that this one reverses"},
    {"revisions", "open", "1 while it is being written"},
    {"imports", "revision", "the revision that wrote it"},
    {"imports", "file", "its name"},
    {"imports", "sha256", "the digest of its bytes"},
    {"imports", "bytes", "its size"},
    {"imports", "delimiter", "what stood between its cells"},
    {"imports", "ends_with_newline", "1 where its last line ended with a line break"},
    {"imports", "entity", "what its rows are"},
    {"imports", "header", "its columns, a JSON array"},
    {"imports", "mapping", "which field each column became, a JSON object or array"},
    {"imported_rows", "import_id", "the file"},
    {"imported_rows", "line", "the line on which the row begins"},
    {"imported_rows", "cells", "its cells, a JSON array"},
    {"imported_rows", "record_id", "the id of the record that it became"},
    {"merged_rows", "table_name", "the table in which both stood"},
    {"merged_rows", "into_key1", "the key of the row that stays"},
    {"merged_rows", "into_key2", "its second column; where the key is one column, that again"},
    {"merged_rows", "revision", "the merge"},
    {"merged_rows", "from_key1", "the key of the row that went"},
    {"merged_rows", "from_key2", "its second column; where the key is one column, that again"},
    {"schema_migrations", "version", "its number"},
    {"schema_migrations", "name", "what it does"},
    {"schema_migrations", "sha256", "the digest of its text"},
    {"schema_migrations", "applied_at", "when, in UTC"},
    {"schema_migrations", "applied_by", "by which version of the program"},
    {"derived_objects", "sha256", "the digest of the schema that was built"},
    {"derived_objects", "built_by", "by which version of the program"},
    {"derived_objects", "names", "what was built"},
    {"published_figure_types", "published_figure_id", "the figure"},
    {"published_figure_types", "type_id", "a type that it is about"},
    {"changes", "revision", "the revision that did it"},
    {"changes", "table_name", "the table of the row"},
    {"changes", "record", "the row as people name it: its code, or the codes of what it links"},
    {"changes", "action", "insert, update or delete"},
    {"waivers", "fingerprint", "a digest of the finding: it returns when the row changes"},
    {"mechanism_overview", "regions", "codes of its regions, with ; between"},
    {"mechanism_overview", "themes", "codes of its themes, with ; between"},
    {"mechanism_overview", "secretariats", "codes of its secretariats, with ; between"},
    {"mechanism_overview", "published_members", "the number of constituent States, as published"},
    {"mechanism_overview", "listed_members", "the States and territories with role member"},
    {"theme_overview", "mechanisms_naming_it", "mechanisms that name this very theme"},
    {"theme_overview", "mechanisms", "those and the ones of its finer themes, each once"},
    {"theme_overview", "parent", "the code of the broader theme"},
    {"membership_overview", "mechanism", "the code of the mechanism"},
    {"membership_overview", "member", "the code of who takes part"},
    {"membership_overview", "mechanism_name", "the name of the mechanism"},
    {"membership_overview", "member_name", "the name of who takes part"},
    {"membership_overview", "member_kind", "what it is: state, territory or organization"},
    {"membership_overview", "source", "the code of the source"},
    {"membership_overview", "type", "RCP, IRF or GLOBAL"},
    {"mechanism_overview", "type", "RCP, IRF or GLOBAL"},
    {"", "id", "a number of this file alone: it never leaves it, and is never used again"},
    {"", "revision", "the revision that made this version of the row"},
    {"", "source_id", "on what evidence the row stands"},
    {"", "key", "the folded form by which the name is found: without case, accents and punctuation"},
    {"", "position", "its place in the published list, from 1"},
    {"", "published_name", "what the source wrote"},
    {"", "replaced_by", "the revision that ended this version"},
    {"", "action", "how it ended: update or delete"},
};

}  // namespace

std::string_view meaning_of_table(std::string_view table) {
  const auto* found = std::find_if(std::begin(kTables), std::end(kTables),
                                   [table](const TableMeaning& each) { return each.table == table; });
  return found == std::end(kTables) ? std::string_view() : found->meaning;
}

std::string_view meaning_of_column(std::string_view table, std::string_view column) {
  const auto* found = std::find_if(std::begin(kColumns), std::end(kColumns), [&](const ColumnMeaning& each) {
    return each.column == column && (each.table.empty() || each.table == table);
  });
  return found == std::end(kColumns) ? std::string_view() : found->meaning;
}

}  // namespace iscm::core
