#include "check/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "check/views.hpp"
#include "error.hpp"
#include "model/entities.hpp"
#include "text/suggest.hpp"

namespace iscm::check {
namespace {

constexpr std::array<std::string_view, 3> kSeverities = {"error", "warning", "note"};

/// The columns that the query of a check may return.
enum Column { kKey, kField, kMessage, kHint, kEntity, kValue };
constexpr std::array<std::string_view, 6> kColumns = {"key", "field", "message", "hint", "entity", "value"};

/// The place of each in the result; nothing if the query does not return it.
std::array<std::optional<int>, kColumns.size()> places_of(const sqlite::Statement& rows, const Check& check) {
  std::array<std::optional<int>, kColumns.size()> places;
  for (int i = 0; i < rows.columns(); ++i) {
    const auto* const known = std::find(kColumns.begin(), kColumns.end(), rows.column_name(i));
    if (known != kColumns.end()) places.at(static_cast<std::size_t>(known - kColumns.begin())) = i;
  }
  for (const Column needed : {kKey, kMessage}) {
    if (places.at(needed)) continue;
    throw Error(Exit::refused,
                fmt::format("the query of {} returns no column \"{}\"", check.name, kColumns.at(needed)));
  }
  return places;
}

/// What findings can be about beside the entities.
constexpr std::array<std::string_view, 3> kOtherEntities = {"any", kFile, "revision"};

void require_known_entity(const std::string& entity, const std::string& what) {
  std::vector<std::string> known(kOtherEntities.begin(), kOtherEntities.end());
  for (const model::Entity& other : model::entities()) known.emplace_back(other.name);
  if (std::find(known.begin(), known.end(), entity) != known.end()) return;
  const std::string guess = text::did_you_mean(entity, known);
  throw Error(Exit::refused, fmt::format("{} the entity \"{}\", which does not exist", what, entity),
              guess.empty() ? fmt::format("use one of {}", fmt::join(known, ", ")) : guess);
}

}  // namespace

std::span<const std::string_view> severities() {
  return kSeverities;
}

std::size_t rank_of(std::string_view severity) {
  return static_cast<std::size_t>(std::find(kSeverities.begin(), kSeverities.end(), severity) - kSeverities.begin());
}

Check read_check(const model::SqlFile& file) {
  Check check{.name = file.name,
              .title = file.value("title"),
              .severity = file.value("severity"),
              .entity = file.value("entity"),
              .definition = file.value("definition"),
              .sql = file.sql,
              .repair = file.value("fix")};
  for (const std::string_view key : {"title", "severity", "definition"}) {
    if (file.value(key).empty()) {
      throw Error(Exit::refused, fmt::format("the check {} has no line \"-- {}: ...\"", file.name, key));
    }
  }
  if (rank_of(check.severity) == kSeverities.size()) {
    throw Error(Exit::refused, fmt::format("the check {} has the severity \"{}\"", file.name, check.severity),
                fmt::format("it is one of {}", fmt::join(kSeverities, ", ")));
  }
  if (check.entity.empty()) check.entity = "any";
  require_known_entity(check.entity, fmt::format("the check {} is about", file.name));
  return check;
}

void run_check_sql(sqlite::Connection& connection, const Check& check, std::string_view today,
                   const FindingSink& sink) {
  add_check_tables(connection, check.sql);
  sqlite::Statement rows = connection.prepare(check.sql);
  if (check.sql.find(":today") != std::string::npos) rows.bind(":today", today);
  read_findings(rows, check, sink);
}

void read_findings(sqlite::Statement& rows, const Check& check, const FindingSink& sink) {
  const auto places = places_of(rows, check);
  const auto text = [&](Column column) { return places.at(column) ? rows.text(*places.at(column)) : std::string(); };
  while (rows.step()) {
    Finding finding{.check = check.name,
                    .severity = check.severity,
                    .entity = text(kEntity),
                    .key = text(kKey),
                    .field = text(kField),
                    .message = text(kMessage),
                    .hint = text(kHint)};
    if (places[kValue] && !rows.is_null(*places[kValue])) finding.value = text(kValue);
    if (finding.entity.empty()) finding.entity = check.entity;
    require_known_entity(finding.entity, fmt::format("the check {} returns", check.name));
    sink(finding);
  }
}

}  // namespace iscm::check
