#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/rows.hpp"

namespace iscm::cli {
namespace {

constexpr std::string_view kSourceTable = "source-table";
constexpr std::string_view kSourceTableFile = "source-table.tsv";

/// The texts of a JSON array.
std::vector<std::string> texts(db::Connection& connection, std::string_view array) {
  std::vector<std::string> all;
  db::Statement elements = connection.prepare("SELECT value FROM json_each(?) ORDER BY key");
  elements.bind(1, array);
  while (elements.step()) all.push_back(elements.text(0));
  return all;
}

void write_row(out::RowWriter& writer, const std::vector<std::string>& cells) {
  writer.row(std::vector<out::Cell>(cells.begin(), cells.end()));
}

/// The rows as they were read, not as they were understood: the published table byte for byte.
Exit export_source_table(const Invocation& invocation) {
  const out::Format format = format_of(invocation, out::Format::tsv);
  db::Connection connection = open_database(invocation, db::Intent::read);
  db::Statement table = connection.prepare(
      "SELECT i.id, i.header, i.ends_with_newline FROM imports AS i JOIN revisions AS r ON r.id = i.revision "
      "WHERE i.file = ? AND r.kind = 'seed' ORDER BY i.id DESC LIMIT 1");
  table.bind(1, kSourceTableFile);
  if (!table.step()) {
    throw Error(Exit::refused, fmt::format("{}: the published table was not imported into it", invocation.database),
                "`iscm init` makes a file with it");
  }
  const std::int64_t import = table.integer(0);
  std::vector<out::Column> columns;
  for (const std::string& name : texts(connection, table.text(1))) columns.push_back({name, false});

  const auto sink = open_output(invocation);
  out::WriterOptions options = writer_options(invocation);
  options.final_newline = format == out::Format::table || table.integer(2) == 1;
  const auto writer = out::make_writer(format, *sink, options);
  writer->begin(columns);
  db::Statement rows = connection.prepare("SELECT cells FROM imported_rows WHERE import_id = ? ORDER BY line");
  rows.bind(1, import);
  while (rows.step()) write_row(*writer, texts(connection, rows.text(0)));
  writer->end();
  sink->finish();
  return Exit::done;
}

}  // namespace

Exit run_export(const Invocation& invocation) {
  if (invocation.argument(0) == kSourceTable) return export_source_table(invocation);
  throw Error(Exit::usage, fmt::format("unknown export \"{}\"", invocation.argument(0)),
              fmt::format("`iscm export {}` writes the published table", kSourceTable));
}

}  // namespace iscm::cli
