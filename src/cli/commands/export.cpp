#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/rows.hpp"
#include "history/at_time.hpp"
#include "query/datapackage.hpp"
#include "query/export.hpp"
#include "text/suggest.hpp"
#include "text/visible.hpp"
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
    throw Error(Exit::refused, fmt::format("{}: the published table was not imported into it", invocation.database),
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

/// What a format's files are called: mechanism.csv.
std::string ending_of(write::Format format, const std::string& name) {
  if (format == write::Format::markdown) return "md";
  if (format == write::Format::table) return "txt";
  return name;
}

void export_entity(const Invocation& invocation, sqlite::Connection& connection, const model::Entity& entity) {
  Invocation titled = invocation;
  titled.title = entity.plural;
  sqlite::Statement rows = query::export_rows(connection, entity);
  print_rows(titled, rows);
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
    write_rows(*sink, write::Format::json, options, rows);
    before = ",\n";
  }
  sink->write("\n}\n");
  sink->finish();
}

/// The folder for the files; one that this made is removed again where they cannot be written.
class Folder {
public:
  explicit Folder(std::filesystem::path path) : path_(std::move(path)) {
    std::error_code failure;
    made_ = std::filesystem::create_directory(path_, failure);
    if (failure || !std::filesystem::is_directory(path_)) {
      const bool exists = std::filesystem::exists(std::filesystem::symlink_status(path_));
      throw Error(exists ? Exit::refused : Exit::failed,
                  exists ? fmt::format("{}: is no folder", path_.string())
                         : fmt::format("{}: {}", path_.string(), failure.message()),
                  "give a folder with -o: each entity becomes a file there");
    }
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code in_use;
    if (made_) std::filesystem::remove(path_, in_use);  // which a folder with files in it withstands
  }

private:
  std::filesystem::path path_;
  bool made_ = false;
};

/// A file of its own beside those of the entities.
struct ExtraFile {
  std::string name;
  std::string text;
};

/// All files are written before the first gets its name.
void export_all_into(const Invocation& invocation, sqlite::Connection& connection, write::Format format,
                     const std::vector<ExtraFile>& extra = {}) {
  const std::filesystem::path folder = invocation.get("--output");
  if (folder.empty()) throw Error(Exit::usage, "-o names no folder", "give the path of one");
  const Folder made(folder);
  std::vector<std::unique_ptr<write::Sink>> files;
  std::vector<std::string_view> names;
  for (const model::Entity* entity : query::import_order()) {
    Invocation one = invocation;
    one.title = entity->plural;
    one.options["--output"] =
        folder / fmt::format("{}.{}", entity->name, ending_of(format, invocation.get("--format")));
    files.push_back(open_output(one));
    sqlite::Statement rows = query::export_rows(connection, *entity);
    write_rows(*files.back(), format, writer_options(one), rows);
    names.push_back(entity->name);
  }
  for (const ExtraFile& file : extra) {
    Invocation one = invocation;
    one.options["--output"] = folder / file.name;
    files.push_back(open_output(one));
    files.back()->write(file.text);
  }
  for (const auto& file : files) file->finish();
  write::note(fmt::format("wrote {} files into {}, to be imported in this order: {}", files.size(),
                          text::visible(folder.string()), fmt::join(names, ", ")));
}

void export_all(const Invocation& invocation, sqlite::Connection& connection) {
  const write::Format format = format_of(invocation);
  if (invocation.has("--output")) return export_all_into(invocation, connection, format);
  if (format == write::Format::json) return export_all_as_json(invocation, connection);
  throw Error(Exit::usage, fmt::format("as {}, the whole record is several files", invocation.get("--format")),
              "give a folder with -o DIR, or --format json for one object");
}

/// The files of all entities as CSV, and what tells other programs what they are.
void export_package(const Invocation& invocation, sqlite::Connection& connection) {
  Invocation files = invocation;
  files.options["--format"] = "csv";
  const std::int64_t revision = invocation.has("--known-at")
                                    ? history::revision_at(connection, invocation.get("--known-at"))
                                    : connection.integer("SELECT max(id) FROM revisions").value_or(0);
  const query::PackageNote note{.made_at = now(),
                                .revision = revision,
                                .licence = invocation.get("--licence"),
                                .database = std::filesystem::path(invocation.database).stem().string()};
  export_all_into(files, connection, write::Format::csv,
                  {{"datapackage.json", query::datapackage_json(connection, note)},
                   {"metadata.json", query::datasette_metadata(connection, note)}});
  if (note.licence.empty()) write::note("no licence is stated; --licence CC-BY-4.0, or an address, states one");
}

/// Whether the whole record is asked for as a Data Package; it needs a folder.
bool is_package(const Invocation& invocation) {
  const bool package = invocation.get("--format") == kPackage;
  if (package && invocation.argument(0) != kAll) {
    throw Error(Exit::usage, "a data package is of the whole record", "`iscm export all --format datapackage -o DIR`");
  }
  if (package && !invocation.has("--output")) {
    throw Error(Exit::usage, "a data package is a folder of files", "give a folder with -o DIR");
  }
  if (package && invocation.has("--excel")) {
    throw Error(Exit::usage, "a data package is for programs: --excel does not go with it",
                "leave it out, or write CSV: `iscm export all --excel -o DIR`");
  }
  if (!package && invocation.has("--licence")) {
    throw Error(Exit::usage, "--licence goes with --format datapackage");
  }
  if (invocation.has("--licence")) query::refuse_odd_licence(invocation.get("--licence"));
  return package;
}

const model::Entity& exported_entity(const std::string& name) {
  if (const model::Entity* entity = model::find_entity(name)) return *entity;
  std::vector<std::string> known;
  for (const model::Entity& entity : model::entities()) known.emplace_back(entity.name);
  known.emplace_back(kAll);
  known.emplace_back(kSourceTable);
  const std::string guess = text::did_you_mean(name, known);
  throw Error(Exit::usage, fmt::format("unknown export \"{}\"", name),
              guess.empty() ? "give an entity (`iscm fields` lists them), all or source-table" : guess);
}

}  // namespace

Exit run_export(const Invocation& invocation) {
  const std::string what = invocation.argument(0);
  if (what == kSourceTable) return export_source_table(invocation);
  const bool package = is_package(invocation);
  const model::Entity* entity = what == kAll ? nullptr : &exported_entity(what);
  Invocation asked = invocation;
  asked.options.try_emplace("--format", "csv");
  if (!package) format_of(asked);
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  // All of it as it was at one moment.
  const sqlite::Transaction moment(connection, sqlite::Transaction::Kind::read);
  if (package) {
    export_package(asked, connection);
  } else if (entity == nullptr) {
    export_all(asked, connection);
  } else {
    export_entity(asked, connection, *entity);
  }
  return Exit::done;
}

}  // namespace iscm::cli
