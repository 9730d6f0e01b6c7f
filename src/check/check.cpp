#include "check/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "check/views.hpp"
#include "error.hpp"
#include "model/entities.hpp"
#include "text/suggest.hpp"

namespace iscm::check {
namespace {

constexpr std::array<std::string_view, 3> kSeverities = {"error", "warning", "note"};

/// The places of a finding's columns in the result of a query.
struct Columns {
  std::optional<int> key, field, message, hint, entity, value;
};

Columns columns_of(const sqlite::Statement& rows, const Check& check) {
  Columns columns;
  const std::array<std::pair<std::string_view, std::optional<int>*>, 6> known = {{{"key", &columns.key},
                                                                                  {"field", &columns.field},
                                                                                  {"message", &columns.message},
                                                                                  {"hint", &columns.hint},
                                                                                  {"entity", &columns.entity},
                                                                                  {"value", &columns.value}}};
  for (int i = 0; i < rows.columns(); ++i) {
    for (const auto& [name, place] : known) {
      if (rows.column_name(i) == name) *place = i;
    }
  }
  for (const auto& [name, place] : known) {
    const bool needed = name == "key" || name == "message";
    if (needed && !*place) {
      throw Error(Exit::refused, fmt::format("the query of {} returns no column \"{}\"", check.name, name));
    }
  }
  return columns;
}

std::string text_in(const sqlite::Statement& rows, std::optional<int> column) {
  return column ? rows.text(*column) : std::string();
}

std::optional<std::string> value_in(const sqlite::Statement& rows, std::optional<int> column) {
  if (!column || rows.is_null(*column)) return std::nullopt;
  return rows.text(*column);
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
  const Columns columns = columns_of(rows, check);
  while (rows.step()) {
    Finding finding{.check = check.name,
                    .severity = check.severity,
                    .entity = text_in(rows, columns.entity),
                    .key = text_in(rows, columns.key),
                    .field = text_in(rows, columns.field),
                    .message = text_in(rows, columns.message),
                    .hint = text_in(rows, columns.hint),
                    .value = value_in(rows, columns.value)};
    if (finding.entity.empty()) finding.entity = check.entity;
    require_known_entity(finding.entity, fmt::format("the check {} returns", check.name));
    sink(finding);
  }
}

}  // namespace iscm::check
