#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/output.hpp"
#include "history/at_time.hpp"
#include "query/datapackage.hpp"
#include "query/export.hpp"
#include "text/suggest.hpp"
#include "text/visible.hpp"
#include "write/format.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

constexpr std::string_view kAll = "all";
constexpr std::string_view kPackage = "datapackage";
constexpr std::string_view kSourceTable = "source-table";
constexpr std::string_view kSourceTableFile = "source-table.tsv";

/// The texts of a JSON array.
std::vector<std::string> texts(sqlite::Connection& connection, std::string_view array) {
  std::vector<std::string> all;
  sqlite::Statement elements = connection.prepare("SELECT value FROM json_each(?) ORDER BY key");
  elements.bind(1, array);
  while (elements.step()) all.push_back(elements.text(0));
  return all;
}

void write_row(write::RowWriter& writer, const std::vector<std::string>& cells) {
  writer.row(std::vector<write::Cell>(cells.begin(), cells.end()));
}

/// The rows as they were read, not as they were understood: the published table byte for byte.
Exit export_source_table(const Invocation& invocation) {
  const write::Format format = format_of(invocation, write::Format::tsv);
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  sqlite::Statement table = connection.prepare(
      "SELECT i.id, i.header, i.ends_with_newline FROM imports AS i JOIN revisions AS r ON r.id = i.revision "
      "WHERE i.file = ? AND r.kind = 'seed' ORDER BY i.id DESC LIMIT 1");
  table.bind(1, kSourceTableFile);
  if (!table.step()) {
    throw Error(Exit::refused, fmt::format("{}: does not contain the published table", invocation.database),
                "`iscm init` makes a file with it");
  }
  const std::int64_t import = table.integer(0);
  std::vector<write::Column> columns;
  for (const std::string& name : texts(connection, table.text(1))) columns.push_back({name, false});

  const auto sink = open_output(invocation);
  write::WriterOptions options = writer_options(invocation);
  options.final_newline = format == write::Format::table || table.integer(2) == 1;
  const auto writer = write::make_writer(format, *sink, options);
  writer->begin(columns);
  sqlite::Statement rows = connection.prepare("SELECT cells FROM imported_rows WHERE import_id = ? ORDER BY line");
  rows.bind(1, import);
  while (rows.step()) write_row(*writer, texts(connection, rows.text(0)));
  writer->end();
  sink->finish();
  return Exit::done;
}

/// The ending of the names of files of a format: mechanism.csv.
std::string_view ending_of(write::Format format) {
  if (format == write::Format::markdown) return "md";
  if (format == write::Format::table) return "txt";
  return write::format_names()[static_cast<std::size_t>(format)];
}

void export_evidence(const Invocation& invocation, sqlite::Connection& connection) {
  sqlite::Statement rows = query::evidence_rows(connection);
  print(invocation.titled(std::string(query::kEvidence)), rows);
}

void export_entity(const Invocation& invocation, sqlite::Connection& connection, const model::Entity& entity) {
  sqlite::Statement rows = query::export_rows(connection, entity);
  print(invocation.titled(std::string(entity.plural)), rows);
}

/// One object: the name of each entity with the array of its records, an order in which they can be imported.
void export_all_as_json(const Invocation& invocation, sqlite::Connection& connection) {
  const auto sink = open_output(invocation);
  write::WriterOptions options = writer_options(invocation);
  options.final_newline = false;
  std::string_view before = "{\n";
  for (const model::Entity* entity : query::import_order()) {
    sink->write(fmt::format("{}\"{}\": ", before, entity->name));
    sqlite::Statement rows = query::export_rows(connection, *entity);
    write(*sink, invocation, rows, options);
    before = ",\n";
  }
  sink->write(fmt::format("{}\"{}\": ", before, query::kEvidence));
  sqlite::Statement evidence = query::evidence_rows(connection);
  write(*sink, invocation, evidence, options);
  sink->write("\n}\n");
  sink->finish();
}

/// The folder for the files; if it is new and they cannot be written, it is removed again.
class Folder {
public:
  explicit Folder(std::filesystem::path path) : path_(std::move(path)) {
    std::error_code failure;
    made_ = std::filesystem::create_directory(path_, failure);
    if (failure || !std::filesystem::is_directory(path_)) {
      const bool exists = std::filesystem::exists(std::filesystem::symlink_status(path_));
      throw Error(exists ? Exit::refused : Exit::failed,
                  exists ? fmt::format("{}: is not a folder", path_.string())
                         : fmt::format("{}: {}", path_.string(), failure.message()),
                  "give a folder with -o: each entity becomes a file there");
    }
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code in_use;
    if (made_) std::filesystem::remove(path_, in_use);  // fails if there are files in it
  }

private:
  std::filesystem::path path_;
  bool made_ = false;
};

/// A file besides those of the entities.
struct ExtraFile {
  std::string name;
  std::string text;
};

/// All files are written before the first gets its name.
void export_all_into(const Invocation& invocation, sqlite::Connection& connection,
                     const std::vector<ExtraFile>& extra = {}) {
  const std::filesystem::path folder = invocation.get("--output");
  const write::Format format = format_of(invocation);
  const Folder made(folder);
  std::vector<std::unique_ptr<write::Sink>> files;
  std::vector<std::string_view> names;
  for (const model::Entity* entity : query::import_order()) {
    const std::string name = fmt::format("{}.{}", entity->name, ending_of(format));
    const Invocation one = invocation.with("--output", folder / name).titled(std::string(entity->plural));
    files.push_back(open_output(one));
    sqlite::Statement rows = query::export_rows(connection, *entity);
    write(*files.back(), one, rows, writer_options(one));
    names.push_back(entity->name);
  }
  const Invocation evidence =
      invocation.with("--output", folder / fmt::format("{}.{}", query::kEvidence, ending_of(format)))
          .titled(std::string(query::kEvidence));
  files.push_back(open_output(evidence));
  sqlite::Statement facts = query::evidence_rows(connection);
  write(*files.back(), evidence, facts, writer_options(evidence));
  names.push_back(query::kEvidence);
  for (const ExtraFile& file : extra) {
    files.push_back(open_output(invocation.with("--output", folder / file.name)));
    files.back()->write(file.text);
  }
  for (const auto& file : files) file->finish();
  write::note(fmt::format("wrote {} files to {}; import them in this order: {}", files.size(),
                          text::visible(folder.string()), fmt::join(names, ", ")));
}

void export_all(const Invocation& invocation, sqlite::Connection& connection) {
  const write::Format format = format_of(invocation);
  if (invocation.has("--output")) return export_all_into(invocation, connection);
  if (format == write::Format::json) return export_all_as_json(invocation, connection);
  throw Error(Exit::usage, fmt::format("as {}, the whole record needs several files", ending_of(format)),
              "give a folder with -o DIR, or --format json for one object");
}

/// The files of all entities as CSV, and their description for other programs.
void export_package(const Invocation& invocation, sqlite::Connection& connection) {
  const Invocation files = invocation.with("--format", "csv");
  const std::int64_t revision = invocation.has("--known-at")
                                    ? history::revision_at(connection, invocation.get("--known-at"))
                                    : connection.integer("SELECT max(id) FROM revisions").value_or(0);
  const query::PackageNote note{.made_at = now(),
                                .revision = revision,
                                .licence = invocation.get("--licence"),
                                .database = std::filesystem::path(invocation.database).stem().string()};
  export_all_into(files, connection,
                  {{"datapackage.json", query::datapackage_json(connection, note)},
                   {"metadata.json", query::datasette_metadata(connection, note)}});
  if (note.licence.empty()) write::note("no licence is stated; --licence CC-BY-4.0, or a web address, states one");
}

const model::Entity& exported_entity(const std::string& name) {
  if (const model::Entity* entity = model::find_entity(name)) return *entity;
  std::vector<std::string> known;
  for (const model::Entity& entity : model::entities()) known.emplace_back(entity.name);
  known.emplace_back(kAll);
  known.emplace_back(kSourceTable);
  known.emplace_back(query::kEvidence);
  throw Error(Exit::usage, fmt::format("unknown export \"{}\"", name),
              text::did_you_mean_or(name, known, "give an entity (`iscm fields` lists them), all or source-table"));
}

Exit run(const Invocation& invocation) {
  const std::string what = invocation.argument(0);
  if (what == kSourceTable) return export_source_table(invocation);
  const bool package = invocation.get("--format") == kPackage;
  if (invocation.has("--licence")) query::refuse_odd_licence(invocation.get("--licence"));
  const bool evidence = what == query::kEvidence;
  const model::Entity* entity = what == kAll || evidence ? nullptr : &exported_entity(what);
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  // All of it as it was at one moment.
  const sqlite::Transaction moment(connection, sqlite::Transaction::Kind::read);
  if (package) {
    export_package(invocation, connection);
  } else if (evidence) {
    export_evidence(invocation, connection);
  } else if (entity == nullptr) {
    export_all(invocation, connection);
  } else {
    export_entity(invocation, connection, *entity);
    note_empty_at_date(invocation, *entity);
  }
  return Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm export mechanism -o mechanism.csv", "every mechanism with all its fields, as import reads them"},
    {"iscm export all -o record", "the whole record: a file for each entity, in the folder record"},
    {"iscm export all --format json", "the same as one JSON object"},
    {"iscm export all --format datapackage -o record",
     "the same with datapackage.json, and metadata.json for Datasette"},
    {"iscm export evidence -o evidence.csv", "what each fact rests on: a row for each fact and source"},
    {"iscm export source-table --format tsv -o table.tsv", "the published table, byte for byte"},
};
constexpr Argument kArguments[] = {
    {"ENTITY|all", "what to write; or evidence, or source-table: the published table as it was imported"},
};
constexpr Option kOptions[] = {
    value("--licence", "LICENCE", "the licence of the data: a short name such as CC-BY-4.0, or a web address")
        .needs("--format=datapackage"),
};
constexpr OwnFormat kFormats[] = {
    {"datapackage", "for all: CSV files, and a description of them for other programs", "ENTITY|all=all --output"},
};

}  // namespace

extern const Command kExport{
    .name = "export",
    .summary = "write records to files that import can read",
    .synonyms = "dump save download backup",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
    .own_formats = kFormats,
    .default_format = "csv",
    .times = Times::any,
};

}  // namespace iscm::cli
