#include "cli/import_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "cli/rows.hpp"
#include "core/import/template.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"

namespace iscm::cli {
namespace {

/// The column of the header that is called so, case and accents aside; empty where there is none.
std::string column_called(std::span<const std::string> header, const std::string& name) {
  if (std::find(header.begin(), header.end(), name) != header.end()) return name;
  const std::string key = text::fold(name);
  for (const std::string& column : header) {
    if (!key.empty() && text::fold(column) == key) return column;
  }
  return {};
}

std::string column_named(std::span<const std::string> header, std::string_view option, const std::string& name) {
  std::string column = column_called(header, name);
  if (!column.empty()) return column;
  const std::string guess = text::did_you_mean(name, std::vector<std::string>(header.begin(), header.end()));
  throw Error(Exit::usage, fmt::format("{} {}: the file has no such column", option, name),
              guess.empty() ? fmt::format("its columns are {}", fmt::join(header, ", ")) : guess);
}

/// "Column=field", split at the last = sign: no field has one in its name.
core::ColumnMapping mapping_of(std::span<const std::string> header, const std::string& value) {
  const auto equals = value.rfind('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == value.size()) {
    throw Error(Exit::usage, fmt::format("--map {}: this is not COLUMN=FIELD", value),
                "for example --map \"Official name=name\"");
  }
  return {column_named(header, "--map", value.substr(0, equals)), value.substr(equals + 1)};
}

}  // namespace

std::vector<std::string> named_columns(const Invocation& invocation) {
  std::vector<std::string> names;
  for (const std::string& value : invocation.all("--map")) names.push_back(value.substr(0, value.rfind('=')));
  for (const std::string& value : invocation.all("--ignore")) {
    names.push_back(value);
    for (std::string& name : split_list(value)) names.push_back(std::move(name));
  }
  return names;
}

core::ColumnChoices column_choices(const Invocation& invocation, std::span<const std::string> header) {
  core::ColumnChoices choices;
  for (const std::string& value : invocation.all("--map")) choices.mapped.push_back(mapping_of(header, value));
  for (const std::string& value : invocation.all("--ignore")) {
    // A name may have commas too.
    const bool whole = !column_called(header, value).empty();
    for (const std::string& name : whole ? std::vector<std::string>{value} : split_list(value)) {
      choices.ignored.push_back(column_named(header, "--ignore", name));
    }
  }
  std::set<std::string> seen;
  const auto once = [&](const std::string& column) {
    if (seen.insert(column).second) return;
    throw Error(Exit::usage, fmt::format("column \"{}\" is named twice by --map and --ignore", column),
                "say one thing of it");
  };
  for (const core::ColumnMapping& mapping : choices.mapped) once(mapping.column);
  for (const std::string& column : choices.ignored) once(column);
  return choices;
}

void refuse_unknown_fields(const core::Entity& entity, const core::ColumnChoices& choices) {
  for (const core::ColumnMapping& mapping : choices.mapped) core::field_named(entity, mapping.field);
}

Exit print_template(const Invocation& invocation) {
  const core::Template made = core::template_of(core::entity_named(invocation.get("--template")));
  const std::vector<std::string_view> header(made.header.begin(), made.header.end());
  print_texts(invocation, header, {made.example}, out::Format::csv);
  return Exit::done;
}

}  // namespace iscm::cli
