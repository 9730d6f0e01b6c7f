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
constexpr std::string_view kAll = "all";  ///< the name of a reading that leaves nothing to say
constexpr std::string_view kFolder = "schema/metrics/";

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// How many steps a reading is from the plainest.
std::size_t steps(const Reading& reading) {
  return std::accumulate(reading.choices.begin(), reading.choices.end(), std::size_t{0});
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

/// Every reading at all dates of a metric that asks these questions, the plainest first.
std::vector<Reading> all_readings(const std::vector<std::string>& asked) {
  std::vector<Reading> readings(1);
  for (std::size_t i = 0; i < kQuestions; ++i) {
    if (!has(asked, kAsked[i].name)) continue;
    multiply(readings, kAsked[i].choices.size() - 1,
             [i](Reading& reading, std::size_t other) { reading.choices[i] = other + 1; });
  }
  std::stable_sort(readings.begin(), readings.end(),
                   [](const Reading& left, const Reading& right) { return steps(left) < steps(right); });
  return readings;
}

/// Leaves only the claims with these codes, in their own order.
/// `other` are the codes of the other kind of claims, for which the command has, or lacks, an option.
void choose(std::vector<Claim>& claims, const std::vector<std::string>& codes, std::string_view what,
            const std::vector<std::string>& other, std::string_view is_called, std::string_view option) {
  if (codes.empty()) return;
  std::vector<std::string> known;
  for (const Claim& claim : claims) known.push_back(claim.code);
  for (const std::string& code : codes) {
    if (has(known, code)) continue;
    if (!other.empty() && std::all_of(codes.begin(), codes.end(), [&](const auto& each) { return has(other, each); })) {
      throw Error(Exit::refused, fmt::format("\"{}\" is a {}, not a {}", code, is_called, what),
                  fmt::format("`iscm reconcile {}{}`", option, fmt::join(codes, " ")));
    }
    constexpr const char* kBoth =
        "`iscm reconcile` lists the published figures, `iscm reconcile --mechanisms` the mechanisms";
    throw Error(Exit::refused, fmt::format("no {} \"{}\"", what, code), text::did_you_mean_or(code, known, kBoth));
  }
  std::erase_if(claims, [&](const Claim& claim) { return !has(codes, claim.code); });
}

constexpr std::string_view kFigure = "published figure";
constexpr std::string_view kMechanism = "mechanism with a published number of States";
constexpr std::string_view kMechanismsWithNumber = "SELECT code FROM mechanisms WHERE constituent_states IS NOT NULL";

std::vector<std::string> texts(sqlite::Connection& connection, std::string_view query) {
  std::vector<std::string> found;
  sqlite::Statement rows = connection.prepare(query);
  while (rows.step()) found.push_back(rows.text(0));
  return found;
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
  return labels.empty() ? std::string(kAll) : model::joined(labels);
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
  choose(claims, codes, kFigure, texts(connection, kMechanismsWithNumber), kMechanism, "--mechanisms ");
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
  choose(claims, codes, kMechanism, texts(connection, "SELECT code FROM published_figures"), kFigure, "");
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
  first_year_ = bounds.integer(0);
  last_year_ = bounds.integer(1);
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

std::vector<Metrics::Spell> Metrics::spells(const Claim& claim, const Reading& reading) {
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
  const auto year = [&rows](int column) {
    return rows.is_null(column) ? std::nullopt : std::optional(rows.integer(column));
  };
  std::vector<Spell> spells;
  while (rows.step()) spells.push_back({{rows.text(0), rows.text(1)}, year(2), year(3)});
  return spells;
}

std::vector<Counted> Metrics::rows(const Claim& claim, const Reading& reading) {
  std::vector<Counted> counted;
  for (Spell& spell : spells(claim, reading)) {
    if (counted.empty() || counted.back().key != spell.counted.key) counted.push_back(std::move(spell.counted));
  }
  return counted;
}

/// How many keys count at the end of each year, from the first to the last.
std::vector<std::int64_t> Metrics::by_year(const std::vector<Spell>& spells) const {
  const auto years = static_cast<std::size_t>(last_year_ - first_year_ + 1);
  std::vector<std::int64_t> counts(years, 0);
  std::vector<bool> holds(years, false);
  for (std::size_t i = 0; i < spells.size(); ++i) {
    const std::int64_t from = std::max(spells[i].since.value_or(first_year_), first_year_) - first_year_;
    const std::int64_t to = std::min(spells[i].until.value_or(last_year_ + 1), last_year_ + 1) - first_year_;
    for (std::int64_t year = from; year < to; ++year) holds[static_cast<std::size_t>(year)] = true;
    if (i + 1 < spells.size() && spells[i + 1].counted.key == spells[i].counted.key) continue;
    for (std::size_t year = 0; year < years; ++year) counts[year] += holds[year] ? 1 : 0;
    holds.assign(years, false);
  }
  return counts;
}

bool Metrics::asks_for_date(const Claim& claim) const {
  return has(find(claim)->asked, kAsOf) && last_year_ >= first_year_;
}

std::vector<Reading> Metrics::readings(const Claim& claim) {
  return all_readings(find(claim)->asked);
}

std::size_t Metrics::count_readings(const Claim& claim) {
  const auto years = asks_for_date(claim) ? static_cast<std::size_t>(last_year_ - first_year_ + 1) : 0;
  return readings(claim).size() * (1 + years);
}

std::vector<Tried> Metrics::try_readings(const Claim& claim, const std::function<bool()>& goes_on) {
  // A reading as of a year is one step from the plainest more than the same at all dates.
  struct Step {
    std::size_t steps;
    Tried tried;
  };
  std::vector<Step> found;
  for (const Reading& reading : readings(claim)) {
    const std::vector<Spell> spells = this->spells(claim, reading);
    std::int64_t keys = 0;
    for (std::size_t i = 0; i < spells.size(); ++i) {
      keys += i == 0 || spells[i].counted.key != spells[i - 1].counted.key ? 1 : 0;
    }
    const std::string name = this->name(claim, reading);
    found.push_back({steps(reading), {name, keys}});
    if (asks_for_date(claim)) {
      const std::vector<std::int64_t> counts = by_year(spells);
      for (std::size_t end = counts.size(); end > 0;) {
        std::size_t begin = end - 1;
        while (begin > 0 && counts[begin - 1] == counts[end - 1]) --begin;
        const std::int64_t first = first_year_ + static_cast<std::int64_t>(begin);
        const std::int64_t last = first_year_ + static_cast<std::int64_t>(end) - 1;
        const std::string when =
            first == last ? fmt::format("as of {}", first) : fmt::format("as of any year from {} to {}", first, last);
        found.push_back({steps(reading) + 1,
                         {name == kAll ? when : fmt::format("{}, {}", name, when), counts[end - 1], end - begin}});
        end = begin;
      }
    }
    if (!goes_on()) break;
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Step& left, const Step& right) { return left.steps < right.steps; });
  std::vector<Tried> tried;
  for (Step& step : found) tried.push_back(std::move(step.tried));
  return tried;
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
