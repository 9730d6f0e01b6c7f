#include "query/reconcile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <tuple>

#include "check/findings.hpp"
#include "check/views.hpp"
#include "check/waive.hpp"
#include "cli/checks.hpp"
#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/output.hpp"
#include "text/partial_date.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

using Claims = std::vector<query::Claim>;

std::size_t choice_of(const query::ReadingChoice& question, std::string_view word) {
  const auto found = std::find_if(question.choices.begin(), question.choices.end(),
                                  [&](const auto& choice) { return choice.word == word; });
  return static_cast<std::size_t>(found - question.choices.begin());
}

/// The totals of the text count only States, the column of the table States and territories: these are the defaults.
query::Reading reading_of(const Invocation& invocation) {
  query::Reading reading;
  for (std::size_t i = 0; i < query::kQuestions; ++i) {
    const query::ReadingChoice& question = query::questions()[i];
    const bool counts = question.name == "count";
    const std::string_view fallback =
        counts && invocation.has("--mechanisms") ? "territories" : question.choices[0].word;
    const bool is_given = invocation.has(question.option);
    reading.choices[i] = choice_of(question, is_given ? invocation.get(question.option) : std::string(fallback));
  }
  reading.as_of = invocation.get("--as-of");
  return reading;
}

Table::Value number_or_null(std::optional<std::int64_t> number) {
  if (!number) return std::monostate{};
  return *number;
}

Table::Value text_or_null(const std::string& text) {
  if (text.empty()) return std::monostate{};
  return text;
}

/// The figures under the chosen reading.
void print_figures(const Invocation& invocation, query::Metrics& metrics, const Claims& claims,
                   const query::Reading& reading) {
  Table table{{"code", "metric", "scope", "published", "recorded", "difference", "status", "explanation"}};
  for (const query::Claim& claim : claims) {
    const query::Outcome outcome = query::reconcile(metrics, claim, reading);
    std::optional<std::int64_t> difference;
    if (outcome.recorded) difference = *outcome.recorded - claim.published;
    table.rows.push_back({claim.code, claim.metric, text_or_null(claim.scope), claim.published,
                          number_or_null(outcome.recorded), number_or_null(difference), outcome.status,
                          text_or_null(outcome.explanation)});
  }
  print(invocation, table);
}

/// The rows behind each number, and those that only another reading counts, with the simplest such reading.
void print_counted(const Invocation& invocation, query::Metrics& metrics, const Claims& claims,
                   const query::Reading& chosen) {
  Table table{{"code", "published", "counted", "key", "name", "reading"}};
  for (const query::Claim& claim : claims) {
    if (!metrics.obstacle(claim).empty()) continue;
    std::vector<query::Reading> readings = metrics.readings(claim);
    readings.insert(readings.begin(), chosen);
    std::set<std::string> seen;
    for (std::size_t i = 0; i < readings.size(); ++i) {
      for (const query::Counted& row : metrics.rows(claim, readings[i])) {
        if (!seen.insert(row.key).second) continue;
        table.rows.push_back(
            {claim.code, claim.published, i == 0 ? "yes" : "no", row.key, row.name, metrics.name(claim, readings[i])});
      }
    }
  }
  print(invocation, table);
}

/// Which readings give the published number, out of how many: of many readings one matches by chance.
void note_matches(const query::Claim& claim, const std::vector<query::Tried>& tried) {
  std::size_t readings = 0;
  std::size_t matching = 0;
  const query::Tried* plainest = nullptr;
  const query::Tried* nearest = nullptr;
  for (const query::Tried& each : tried) {
    const std::int64_t difference = std::abs(each.recorded - claim.published);
    readings += each.readings;
    if (difference == 0) matching += each.readings;
    if (difference == 0 && plainest == nullptr) plainest = &each;
    if (nearest == nullptr || difference < std::abs(nearest->recorded - claim.published)) nearest = &each;
  }
  if (plainest == nullptr) {
    write::note(fmt::format("{}: none of {} readings gives {}; the nearest is {} ({})", claim.code, readings,
                            claim.published, nearest->recorded, nearest->name));
    return;
  }
  write::note(fmt::format("{}: {} of {} readings give{} {}; the plainest is \"{}\"", claim.code, matching, readings,
                          matching == 1 ? "s" : "", claim.published, plainest->name));
}

/// Each figure under every reading, those that match first; what they come to on standard error. A large record takes
/// longer than anybody waits: then what was tried is shown, and that it is not all.
void print_readings(const Invocation& invocation, query::Metrics& metrics, const Claims& claims) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::seconds kPatience{20};
  const auto end = Clock::now() + kPatience;
  const auto goes_on = [&] { return Clock::now() < end; };
  Table table{{"code", "published", "reading", "readings", "recorded", "difference", "matches"}};
  constexpr std::size_t kMostTold = 50;
  std::size_t told = 0;
  std::size_t left_out = 0;
  for (const query::Claim& claim : claims) {
    if (!metrics.obstacle(claim).empty()) continue;
    std::size_t untried = metrics.count_readings(claim);
    if (goes_on()) {
      const std::vector<query::Tried> tried = metrics.try_readings(claim, goes_on);
      for (const query::Tried& each : tried) {
        const std::int64_t difference = each.recorded - claim.published;
        untried -= each.readings;
        table.rows.push_back({claim.code, claim.published, each.name, static_cast<std::int64_t>(each.readings),
                              each.recorded, difference, difference == 0 ? "yes" : "no"});
      }
      if (++told <= kMostTold) note_matches(claim, tried);
    }
    left_out += untried;
  }
  // Within a code, those that match first: "yes" sorts after "no".
  std::stable_sort(table.rows.begin(), table.rows.end(), [](const auto& left, const auto& right) {
    return std::tie(left[0], right[6]) < std::tie(right[0], left[6]);
  });
  print(invocation, table);
  if (told > kMostTold) write::note(fmt::format("{} more: the column matches says it of each", told - kMostTold));
  if (left_out == 0) return;
  write::note(fmt::format("stopped after {} seconds: {} readings were not tried; name one figure to try its own",
                          kPatience.count(), left_out));
}

/// A waiver of a difference between published and listed States explains that difference.
void explain_by_waivers(sqlite::Connection& connection, Claims& claims) {
  const std::vector<check::Check> checks = check::checks_named(check::all_checks(), {"constituent-states"});
  check::add_check_views(connection);
  check::Findings findings(connection, today());
  findings.run(checks.front());
  for (const check::JudgedWaiver& judged : check::judged_waivers(connection, findings, checks)) {
    if (judged.state != "in force") continue;
    for (query::Claim& claim : claims) {
      if (claim.code == judged.waiver.key) claim.explanation = judged.waiver.reason;
    }
  }
}

/// Prints the reading by which these claims were counted.
void note_reading(const query::Metrics& metrics, const Claims& claims, const query::Reading& reading) {
  std::vector<std::string> asked;
  for (const query::Claim& claim : claims) {
    const std::vector<std::string> more = metrics.asked(claim);
    asked.insert(asked.end(), more.begin(), more.end());
  }
  const auto open = [&](std::string_view question, std::size_t choice) {
    return choice == 0 && std::find(asked.begin(), asked.end(), question) != asked.end();
  };
  std::string said = reading.name(asked);
  if (reading.as_of.empty()) said = said == "all" ? "all dates" : said + ", all dates";
  for (std::size_t i = 0; i < query::kQuestions; ++i) {
    const std::string_view question = query::questions()[i].name;
    if (question == "themes" && open(question, reading.choices[i])) said += ", a theme with its finer ones";
    if (question == "status" && open(question, reading.choices[i])) said += ", mechanisms of every status";
  }
  write::note("counted as: " + said);
}

/// Refuses an option that none of the claims depends on, as it would be ignored silently.
void refuse_unasked(const Invocation& invocation, const query::Metrics& metrics, const Claims& claims) {
  const auto is_asked = [&](std::string_view question) {
    return std::any_of(claims.begin(), claims.end(), [&](const query::Claim& claim) {
      const std::vector<std::string> asked = metrics.asked(claim);
      return std::find(asked.begin(), asked.end(), question) != asked.end();
    });
  };
  const auto refuse = [&](std::string_view option, std::string_view question) {
    if (!invocation.has(option) || claims.empty() || is_asked(question)) return;
    throw Error(Exit::usage, fmt::format("{} makes no difference to what is reconciled here", option),
                "leave it out: none of these numbers depends on it");
  };
  for (std::size_t i = 0; i < query::kQuestions; ++i) refuse(query::questions()[i].option, query::questions()[i].name);
  refuse("--as-of", "as_of");
}

bool differs_unexplained(query::Metrics& metrics, const Claims& claims, const query::Reading& reading) {
  return std::any_of(claims.begin(), claims.end(), [&](const query::Claim& claim) {
    return query::reconcile(metrics, claim, reading).status == "differs";
  });
}

Exit run(const Invocation& invocation) {
  const query::Reading reading = reading_of(invocation);
  // Here the date is one of the questions of a reading, asked together with the others, not a view of the whole record.
  sqlite::Connection connection = open_database(invocation.without("--as-of"), sqlite::Intent::read);
  sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::read);
  if (invocation.has("--as-of") && text::is_in_future(invocation.get("--as-of"), today())) {
    write::note(
        fmt::format("{} is in the future: counted is what would be true if nothing but what is recorded now "
                    "happened",
                    invocation.get("--as-of")));
  }
  query::Metrics metrics(connection);
  const bool of_mechanisms = invocation.has("--mechanisms");
  Claims claims = of_mechanisms ? query::mechanism_claims(connection, invocation.arguments)
                                : query::published_claims(connection, invocation.arguments);
  refuse_unasked(invocation, metrics, claims);
  if (of_mechanisms) explain_by_waivers(connection, claims);
  if (invocation.has("--readings")) {
    print_readings(invocation, metrics, claims);
  } else if (invocation.has("--rows")) {
    print_counted(invocation, metrics, claims, reading);
  } else {
    print_figures(invocation, metrics, claims, reading);
    note_reading(metrics, claims, reading);
  }
  return differs_unexplained(metrics, claims, reading) ? Exit::findings : Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm reconcile", "each published total compared with the record"},
    {"iscm reconcile irf-count --rows", "the rows behind a number, and those that count under another reading"},
    {"iscm reconcile rcp-states --readings", "the number under each reading, and which of them is the published one"},
    {"iscm reconcile --as-of 2015 --count territories", "a reading of your choice"},
    {"iscm reconcile --mechanisms", "the published number of constituent States of each mechanism"},
};
constexpr Argument kArguments[] = {
    Argument{"CODE", "a published figure, or a mechanism; if not given, all"}.optional().several(),
};
constexpr Option kOptions[] = {
    flag("--mechanisms", "the published numbers of constituent States instead of the published figures"),
    flag("--rows", "the rows behind each number, and those that another reading counts"),
    flag("--readings", "the number under every reading, those that match first, and how many were tried")
        .excludes("--rows --count --roles --status --themes --as-of"),
    choice("--count", "WHO", "states territories", "only States (the default for totals), or territories too")
        .begins("How it is counted"),
    choice("--roles", "ROLES", "members observers partners", "only members, or which others too"),
    choice("--status", "STATUS", "all active active-or-unknown", "mechanisms of which status"),
    choice("--themes", "THEMES", "finer exact", "a theme with its finer ones, or exactly it"),
    value("--as-of", "DATE", "what was true at the end of a year, or on a date; all dates if not given", Kind::date),
};

}  // namespace

extern const Command kReconcile{
    .name = "reconcile",
    .summary = "compare published totals with the record",
    .synonyms = "compare",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
};

}  // namespace iscm::cli
