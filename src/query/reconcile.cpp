#include "query/reconcile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "error.hpp"
#include "model/entities.hpp"
#include "model/sql_file.hpp"
#include "model/sql_of.hpp"
#include "text/suggest.hpp"

namespace iscm::query {
namespace {

constexpr Choice kCount[] = {{"states", "States", R"(["state"])"},
                             {"territories", "States and territories", R"(["state","territory"])"}};
constexpr Choice kRoles[] = {{"members", "members", R"(["member"])"},
                             {"observers", "with observers", R"(["member","observer"])"},
                             {"partners", "with observers and partners", R"(["member","observer","partner"])"}};
constexpr Choice kThemes[] = {{"finer", "", "finer"}, {"exact", "without finer themes", "exact"}};
constexpr Choice kStatus[] = {
    {"all", "", R"(["active","dormant","ended","unknown"])"},
    {"active", "active ones", R"(["active"])"},
    {"active-or-unknown", "active ones and those of unknown status", R"(["active","unknown"])"}};

constexpr ReadingChoice kAsked[kQuestions] = {{"count", "--count", kCount},
                                              {"roles", "--roles", kRoles},
                                              {"themes", "--themes", kThemes},
                                              {"status", "--status", kStatus}};

constexpr std::string_view kAsOf = "as_of";
constexpr std::string_view kFolder = "schema/metrics/";

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// How many steps a reading is from the plainest.
std::size_t steps(const Reading& reading) {
  return std::accumulate(reading.choices.begin(), reading.choices.end(), std::size_t{0}) + !reading.as_of.empty();
}

/// Adds to the readings each of them `times` times, changed by `change(reading, i)`.
void multiply(std::vector<Reading>& readings, std::size_t times, const auto& change) {
  const std::vector<Reading> before = readings;
  for (std::size_t i = 0; i < times; ++i) {
    for (Reading reading : before) {
      change(reading, i);
      readings.push_back(std::move(reading));
    }
  }
}

/// Every reading of a metric that asks these questions, and the same as of each of the years if it asks for that; the
/// plainest first, of equally plain ones the latest year.
std::vector<Reading> all_readings(const std::vector<std::string>& asked, const std::vector<std::string>& years) {
  std::vector<Reading> readings(1);
  for (std::size_t i = 0; i < kQuestions; ++i) {
    if (!has(asked, kAsked[i].name)) continue;
    multiply(readings, kAsked[i].choices.size() - 1,
             [i](Reading& reading, std::size_t other) { reading.choices[i] = other + 1; });
  }
  if (has(asked, kAsOf)) {
    multiply(readings, years.size(), [&](Reading& reading, std::size_t year) { reading.as_of = years[year]; });
  }
  std::stable_sort(readings.begin(), readings.end(), [](const Reading& left, const Reading& right) {
    if (steps(left) != steps(right)) return steps(left) < steps(right);
    if (left.as_of.empty() != right.as_of.empty()) return left.as_of.empty();
    return left.as_of > right.as_of;
  });
  return readings;
}

/// Leaves only the claims with these codes, in their own order.
void choose(std::vector<Claim>& claims, const std::vector<std::string>& codes, std::string_view what) {
  if (codes.empty()) return;
  std::vector<std::string> known;
  for (const Claim& claim : claims) known.push_back(claim.code);
  for (const std::string& code : codes) {
    if (has(known, code)) continue;
    constexpr const char* kAll =
        "`iscm reconcile` lists the published figures, `iscm reconcile --mechanisms` the mechanisms";
    throw Error(Exit::refused, fmt::format("no {} \"{}\"", what, code), text::did_you_mean_or(code, known, kAll));
  }
  std::erase_if(claims, [&](const Claim& claim) { return !has(codes, claim.code); });
}

std::string scope_of(const std::string& types, const std::string& theme) {
  return types.empty() || theme.empty() ? types + theme : fmt::format("{}: {}", types, theme);
}

}  // namespace

std::span<const ReadingChoice> questions() {
  return kAsked;
}

std::string Reading::name(const std::vector<std::string>& asked) const {
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < kQuestions; ++i) {
    const std::string_view label = kAsked[i].choices[choices[i]].label;
    if (has(asked, kAsked[i].name) && !label.empty()) labels.emplace_back(label);
  }
  if (!as_of.empty()) labels.push_back("as of " + as_of);
  return labels.empty() ? "all" : model::joined(labels);
}

std::vector<Claim> published_claims(sqlite::Connection& connection, const std::vector<std::string>& codes) {
  sqlite::Statement rows = connection.prepare(R"(
      SELECT f.code, f.metric, f.figure, ifnull(f.explanation, ''), ifnull(h.code, ''),
        (SELECT json_group_array(code) FROM (
          SELECT t.code FROM published_figure_types AS l JOIN mechanism_types AS t ON t.id = l.type_id
          WHERE l.published_figure_id = f.id ORDER BY l.position, t.code)),
        (SELECT group_concat(code, ', ') FROM (
          SELECT t.code FROM published_figure_types AS l JOIN mechanism_types AS t ON t.id = l.type_id
          WHERE l.published_figure_id = f.id ORDER BY l.position, t.code))
      FROM published_figures AS f LEFT JOIN themes AS h ON h.id = f.theme_id ORDER BY f.code)");
  std::vector<Claim> claims;
  while (rows.step()) {
    claims.push_back({.code = rows.text(0),
                      .metric = rows.text(1),
                      .scope = scope_of(rows.text(6), rows.text(4)),
                      .published = rows.integer(2),
                      .explanation = rows.text(3),
                      .types = rows.is_null(6) ? std::string() : rows.text(5),
                      .theme = rows.text(4)});
  }
  choose(claims, codes, "published figure");
  return claims;
}

std::vector<Claim> mechanism_claims(sqlite::Connection& connection, const std::vector<std::string>& codes) {
  sqlite::Statement rows = connection.prepare(
      "SELECT m.code, t.code, m.constituent_states, (SELECT count(*) FROM memberships AS l"
      " WHERE l.mechanism_id = m.id AND l.role = 'member' AND l.basis = 'inferred')"
      " FROM mechanisms AS m JOIN mechanism_types AS t ON t.id = m.type_id"
      " WHERE m.constituent_states IS NOT NULL ORDER BY m.code");
  std::vector<Claim> claims;
  while (rows.step()) {
    claims.push_back({.code = rows.text(0),
                      .metric = "constituent_states",
                      .scope = rows.text(1),
                      .published = rows.integer(2),
                      .mechanism = rows.text(0),
                      .inferred = rows.integer(3)});
  }
  choose(claims, codes, "mechanism with a published number of States");
  return claims;
}

Metrics::Metrics(sqlite::Connection& connection) : connection_(connection) {
  for (const model::SqlFile& file : model::embedded_sql_files(kFolder)) {
    const std::string readings = file.value("readings");
    const auto asked = model::words(readings);
    metrics_.push_back({file.name,
                        {asked.begin(), asked.end()},
                        file.value("needs"),
                        file.sql,
                        file.sql.find(":types") != std::string::npos});
  }
  sqlite::Statement bounds = connection.prepare(R"(
      SELECT min(year), max(year) FROM (
        SELECT year_established AS year FROM mechanisms
        UNION ALL SELECT CAST(substr(valid_from, 1, 4) AS INTEGER) FROM memberships
        UNION ALL SELECT CAST(substr(valid_to, 1, 4) AS INTEGER) FROM memberships))");
  if (!bounds.step() || bounds.is_null(0)) return;
  for (std::int64_t year = bounds.integer(1); year >= bounds.integer(0); --year) years_.push_back(std::to_string(year));
}

const Metrics::Metric* Metrics::find(const Claim& claim) const {
  const auto found =
      std::find_if(metrics_.begin(), metrics_.end(), [&](const Metric& metric) { return metric.name == claim.metric; });
  return found == metrics_.end() ? nullptr : &*found;
}

std::string Metrics::obstacle(const Claim& claim) const {
  const Metric* metric = find(claim);
  if (metric == nullptr) {
    std::vector<std::string> known;
    for (const Metric& candidate : metrics_) {
      if (candidate.needs != "mechanism") known.push_back(candidate.name);
    }
    return fmt::format("there is no metric \"{}\"; the metrics are {}", claim.metric, model::joined(known));
  }
  const bool lacking =
      (metric->needs == "theme" && claim.theme.empty()) || (metric->needs == "mechanism" && claim.mechanism.empty());
  if (lacking) return fmt::format("{} needs a {}", metric->name, metric->needs);
  // A part of the claim that the metric does not know would be ignored, and the number be that of another claim.
  if (!claim.theme.empty() && metric->needs != "theme") return fmt::format("{} takes no theme", metric->name);
  if (!claim.types.empty() && !metric->by_type) return fmt::format("{} takes no type", metric->name);
  return {};
}

std::vector<Counted> Metrics::rows(const Claim& claim, const Reading& reading) {
  const Metric& metric = *find(claim);
  sqlite::Statement rows = connection_.prepare(metric.sql);
  if (metric.by_type && !claim.types.empty()) rows.bind(":types", std::string_view(claim.types));
  if (metric.needs == "theme") rows.bind(":theme", std::string_view(claim.theme));
  if (metric.needs == "mechanism") rows.bind(":mechanism", std::string_view(claim.mechanism));
  for (const std::string& asked : metric.asked) {
    for (std::size_t i = 0; i < kQuestions; ++i) {
      const ReadingChoice& question = questions()[i];
      if (question.name == asked) rows.bind(":" + asked, question.choices[reading.choices[i]].value);
    }
    if (asked == "as_of" && !reading.as_of.empty()) rows.bind(":as_of", std::string_view(reading.as_of));
  }
  std::vector<Counted> counted;
  while (rows.step()) counted.push_back({rows.text(0), rows.text(1)});
  return counted;
}

std::vector<Reading> Metrics::readings(const Claim& claim, bool with_years) {
  return all_readings(find(claim)->asked, with_years ? years_ : std::vector<std::string>());
}

std::vector<std::string> Metrics::asked(const Claim& claim) const {
  const Metric* metric = find(claim);
  return metric == nullptr ? std::vector<std::string>() : metric->asked;
}

std::string Metrics::name(const Claim& claim, const Reading& reading) const {
  return reading.name(find(claim)->asked);
}

Outcome reconcile(Metrics& metrics, const Claim& claim, const Reading& reading) {
  if (const std::string obstacle = metrics.obstacle(claim); !obstacle.empty()) {
    return {std::nullopt, "cannot be computed", obstacle};
  }
  const auto recorded = static_cast<std::int64_t>(metrics.rows(claim, reading).size());
  if (recorded == claim.published) {
    const bool says_why = !claim.explanation.empty() || claim.inferred == 0;
    return {
        recorded, "match",
        says_why ? claim.explanation : fmt::format("by inference: no source states {} of the members", claim.inferred)};
  }
  return {recorded, claim.explanation.empty() ? "differs" : "explained", claim.explanation};
}

}  // namespace iscm::query
