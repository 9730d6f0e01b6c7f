#include "cli/plan_options.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cli/environment.hpp"
#include "error.hpp"
#include "text/partial_date.hpp"

namespace iscm::cli {
namespace {

import::Mode mode_of(const Invocation& invocation){const std::string mode = invocation.get("--mode", "upsert");
if (mode == "upsert") return import::Mode::upsert;
if (mode == "add") return import::Mode::add;
if (mode == "update") return import::Mode::update;
throw Error(Exit::usage, fmt::format("--mode: unknown value \"{}\"", mode), "one of upsert, add, update");
}  // namespace

/// Where no date is given, a link that a complete file has not is known to have ended by today.
std::string end_date(const Invocation& invocation) {
  constexpr std::size_t kDay = 10;
  if (!invocation.has("--end-date")) return now().substr(0, kDay);
  std::string date = invocation.get("--end-date");
  if (text::is_partial_date(date)) return date;
  throw Error(Exit::usage, fmt::format("--end-date: \"{}\" is no date", date), "a date as 2013, 2013-05 or 2013-05-14");
}

import::Completeness completeness(const Invocation& invocation,
                                  const model::Entity& entity){import::Completeness complete;
complete.lists = invocation.has("--complete");
if (!complete.lists) return complete;
if (entity.is_pure_link) {
  throw Error(Exit::usage, fmt::format("--complete: a file of {} only adds and changes", entity.plural),
              "the column of the list in a file of the records themselves is the whole list");
}
if (!invocation.has("--end-missing")) return complete;
const model::Field* ending = import::ending_field(entity);
if (ending == nullptr) {
  throw Error(Exit::usage,
              fmt::format("--end-missing: a {} does not end: it has neither a status nor an end", entity.name),
              fmt::format("look at what --complete lists; `iscm remove {}` takes one out", entity.name));
}
complete.ends = true;
if (ending->type == model::FieldType::date) complete.end_date = end_date(invocation);
return complete;
}  // namespace iscm::cli

void refuse_together(const Invocation& invocation, std::string_view one, std::string_view other, std::string_view why) {
  if (!invocation.has(one) || !invocation.has(other)) return;
  throw Error(Exit::usage, fmt::format("{} and {} do not go together", one, other), std::string(why));
}

void refuse_without(const Invocation& invocation, std::string_view one, std::string_view other) {
  if (!invocation.has(one) || invocation.has(other)) return;
  throw Error(Exit::usage, fmt::format("{} is for {}", one, other), fmt::format("add {}", other));
}

}  // namespace

void add_plan_options(const Invocation& invocation, import::ImportRequest& request) {
  request.mode = mode_of(invocation);
  request.clear_empty = invocation.has("--clear-empty");
  request.skips_rejected = invocation.has("--skip-rejected");
  request.complete = completeness(invocation, *request.entity);
}

void refuse_contradictions(const Invocation& invocation) {
  static_cast<void>(mode_of(invocation));
  refuse_without(invocation, "--end-missing", "--complete");
  refuse_without(invocation, "--end-date", "--end-missing");
  refuse_together(invocation, "--end-missing", "--skip-rejected",
                  "a rejected row may speak of a record that seems to be missing; correct the rows first");
  refuse_together(invocation, "--plan", "--apply",
                  "--plan saves the changes for `iscm apply FILE`; --apply writes them");
  if (invocation.has("--end-missing") && mode_of(invocation) == import::Mode::add) {
    throw Error(Exit::usage, "--end-missing and --mode add do not go together", "to end a record is to change it");
  }
}

std::unique_ptr<write::AtomicFile> begin_file(const Invocation& invocation, std::string_view option) {
  if (!invocation.has(option)) return nullptr;
  const std::string file = invocation.get(option);
  std::error_code absent;
  if (std::filesystem::equivalent(file, invocation.database, absent)) {
    throw Error(Exit::refused, fmt::format("{}: is the database itself", file),
                fmt::format("give another name with {}", option));
  }
  return std::make_unique<write::AtomicFile>(
      file, invocation.has("--force") ? write::Existing::replace : write::Existing::refuse);
}

}  // namespace iscm::cli
