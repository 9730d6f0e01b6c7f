#include "cli/import_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "cli/import_options.hpp"
#include "error.hpp"
#include "import/evidence.hpp"
#include "import/header.hpp"
#include "query/export.hpp"
#include "read/table.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPackageFile = "datapackage.json";

bool is_package(const std::string& file) {
  return fs::path(file).filename() == kPackageFile;
}

bool is_folder(const std::string& file) {
  std::error_code failure;
  return fs::is_directory(file, failure);
}

void refuse_options_of_one_table(const Invocation& invocation, bool has_sheets) {
  std::vector<std::string> options = {"--as",        "--map",      "--ignore",   "--plan",      "--rejects",
                                      "--questions", "--complete", "--template", "--output",    "--format",
                                      "--matrix",    "--split",    "--sections", "--fill-down", "--transposed"};
  if (!has_sheets) options.emplace_back("--sheet");
  for (const std::string& option : options) {
    if (!invocation.has(option)) continue;
    throw Error(Exit::usage, fmt::format("{} does not go with {}", option, has_sheets ? "--sheet all" : "a folder"),
                has_sheets ? "name one sheet: --sheet NAME" : "name one file of it");
  }
}

/// The part that a table is, by its header and by what it is called.
InputPart part_of(const Invocation& invocation, const std::string& file, const std::string& sheet) {
  const auto rows = open_input(invocation, file, sheet);
  const std::vector<std::string> names(rows->header().begin(), rows->header().end());
  const std::string place = sheet.empty() ? file : fmt::format("{}:{}", file, sheet);
  return {file, sheet, import::is_evidence(names) ? nullptr : &import::recognize(place, sheet, names, {}),
          sheet.empty() ? file : fmt::format("sheet {}", sheet)};
}

std::vector<InputPart> sheets(const Invocation& invocation, const std::string& file) {
  if (file == "-") {
    throw Error(Exit::usage, "--sheet all: standard input can be read only once", "save it as a file, and give that");
  }
  std::vector<InputPart> parts;
  for (const std::string& name : read::sheets_of(file)) parts.push_back(part_of(invocation, file, name));
  return parts;
}

/// The paths of the resources of a data package, as it gives them. Throws Error(Exit::refused) if it is none, or has
/// files that are not within its folder.
std::vector<std::string> resources(const fs::path& description) {
  const auto refuse = [&](const std::string& what) {
    throw Error(Exit::refused, fmt::format("{}: {}", description.string(), what),
                "give the files of the package one by one");
  };
  constexpr std::uintmax_t most = std::uintmax_t{16} << 20U;
  std::error_code failure;
  const std::uintmax_t size = fs::file_size(description, failure);
  if (failure) refuse(failure.message());
  if (size > most) refuse(fmt::format("has more than {} MB", most >> 20U));
  std::ifstream stream(description, std::ios::binary);
  const auto package = nlohmann::json::parse(stream, nullptr, false);
  if (!package.is_object() || !package.contains("resources") || !package["resources"].is_array()) {
    refuse("is no description of a data package");
  }
  std::vector<std::string> paths;
  for (const nlohmann::json& resource : package["resources"]) {
    const bool has_path = resource.is_object() && resource.contains("path") && resource["path"].is_string();
    if (!has_path) refuse("a resource has no path, or several");
    paths.push_back(resource["path"].get<std::string>());
    const fs::path path = fs::path(paths.back()).lexically_normal();
    if (path.empty() || path.is_absolute() || *path.begin() == ".." || paths.back().find("://") != std::string::npos) {
      refuse(fmt::format("\"{}\" is not a file in its folder", text::visible(paths.back())));
    }
    const fs::path file = description.parent_path() / path;
    if (fs::exists(file, failure) && !fs::is_regular_file(file, failure)) {
      refuse(fmt::format("\"{}\" is no ordinary file", text::visible(paths.back())));
    }
  }
  return paths;
}

/// The names of the files and folders in a folder, in their order; those that begin with a point are none.
std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  std::error_code failure;
  for (auto entry = fs::directory_iterator(folder, failure); !failure && entry != fs::directory_iterator();
       entry.increment(failure)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with('.')) names.insert(name);
  }
  if (failure) throw Error(Exit::refused, fmt::format("{}: {}", folder.string(), failure.message()));
  return names;
}

/// Whether the name of a file is that of an entity, or of evidence.
bool is_named_after_entity(const fs::path& path) {
  const std::string stem = path.stem().string();
  return stem == query::kEvidence || model::find_entity(stem) != nullptr;
}

bool may_be_table(const fs::path& path) {
  constexpr std::array endings = {".csv", ".tsv", ".json", ".ndjson", ".jsonl", ".xlsx", ".ods", ".txt"};
  const std::string ending = text::ascii_lower(path.extension().string());
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

/// The part that a file of a folder is; nothing if it fits no entity and is not named after one.
std::optional<InputPart> part_in_folder(const Invocation& invocation, const fs::path& path) {
  if (!is_named_after_entity(path) && !may_be_table(path)) return std::nullopt;
  try {
    return part_of(invocation, path.string(), "");
  } catch (const Error& error) {
    if (error.exit() != Exit::refused || is_named_after_entity(path)) throw;
    return std::nullopt;
  }
}

void note_passed_over(const std::vector<std::string>& names, bool is_package) {
  if (names.empty()) return;
  const char* const why = names.size() == 1 ? "it is no table of the record" : "they are no tables of the record";
  write::note(fmt::format("passed over, as {}: {}", is_package ? "datapackage.json does not name them" : why,
                          text::visible(fmt::format("{}", fmt::join(names, ", ")))));
}

std::vector<InputPart> files(const Invocation& invocation, const std::string& file) {
  const fs::path folder = is_package(file) ? fs::path(file).parent_path() : fs::path(file);
  std::set<std::string> rest = names_in(folder.empty() ? fs::path(".") : folder);
  std::vector<InputPart> parts;
  std::vector<std::string> passed;
  const bool has_description = rest.find(std::string(kPackageFile)) != rest.end();
  if (rest.erase(std::string(kPackageFile)) > 0) {
    rest.erase("metadata.json");
    for (const std::string& path : resources(folder / kPackageFile)) {
      parts.push_back(part_of(invocation, (folder / path).string(), ""));
      rest.erase(fs::path(path).lexically_normal().begin()->string());
    }
    passed.assign(rest.begin(), rest.end());
  } else {
    for (const std::string& name : rest) {
      const fs::path path = folder / name;
      std::optional<InputPart> part;
      std::error_code failure;
      if (fs::is_regular_file(path, failure)) part = part_in_folder(invocation, path);
      if (part) {
        parts.push_back(*part);
      } else {
        passed.push_back(name);
      }
    }
  }
  note_passed_over(passed, has_description);
  if (parts.empty()) {
    throw Error(Exit::refused, fmt::format("{}: no file in it is a table of the record", file),
                "`iscm export all -o DIR` writes such a folder; give one file, with --as ENTITY");
  }
  return parts;
}

}  // namespace

bool has_parts(const Invocation& invocation) {
  const std::string file = invocation.argument(0);
  return invocation.get("--sheet") == "all" || is_folder(file) || is_package(file);
}

std::vector<InputPart> parts_of(const Invocation& invocation) {
  const std::string file = invocation.argument(0);
  const bool is_file = !is_folder(file) && !is_package(file);
  refuse_options_of_one_table(invocation, is_file);
  std::vector<InputPart> parts = is_file ? sheets(invocation, file) : files(invocation, file);
  std::vector<const model::Entity*> order = query::import_order();
  order.push_back(nullptr);  // evidence
  const auto rank = [&](const InputPart& part) { return std::find(order.begin(), order.end(), part.entity); };
  std::stable_sort(parts.begin(), parts.end(),
                   [&](const InputPart& one, const InputPart& other) { return rank(one) < rank(other); });
  return parts;
}

}  // namespace iscm::cli
