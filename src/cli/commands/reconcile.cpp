#include "query/reconcile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "check/check.hpp"
#include "check/views.hpp"
#include "check/waive.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/option_rules.hpp"
#include "cli/own_checks.hpp"
#include "cli/rows.hpp"
#include "text/partial_date.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

using Claims = std::vector<query::Claim>;

std::size_t choice_of(const query::ReadingChoice& question, const std::string& word) {
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    if (question.choices[i].word == word) return i;
    known.push_back(question.choices[i].word);
  }
  throw Error(Exit::usage, fmt::format("{} {} is no reading", question.option, word),
              fmt::format("give one of {}", fmt::join(known, ", ")));
}

/// Totals of the prose count States alone, the table's column States and territories: those are the defaults.
query::Reading reading_of(const Invocation& invocation) {
  query::Reading reading;
  for (std::size_t i = 0; i < query::kQuestions; ++i) {
    const query::ReadingChoice& question = query::questions()[i];
    const bool counts = question.name == "count";
    const std::string_view fallback =
        counts && invocation.has("--mechanisms") ? "territories" : question.choices[0].word;
    reading.choices[i] = choice_of(question, invocation.get(question.option, fallback));
  }
  reading.as_of = invocation.get("--as-of");
  if (invocation.has("--as-of") && !text::is_partial_date(reading.as_of)) {
    throw Error(Exit::usage, fmt::format("--as-of {} is no date", reading.as_of),
                "write it as 2015, 2015-06 or 2015-06-30; a year means its end");
  }
  return reading;
}

/// Results on their way out, in a TEMP table, so that numbers stay numbers in every format.
class Results {
public:
  Results(sqlite::Connection& connection, std::string_view columns, std::size_t count)
      : connection_(connection), insert_(make(connection, columns, count)) {}

  template <typename... Values>
  void add(const Values&... values) {
    insert_.bind_all(values...);
    insert_.run();
  }

  void print(const Invocation& invocation, std::string_view order = "rowid") {
    sqlite::Statement rows = connection_.prepare(fmt::format("SELECT * FROM temp.result ORDER BY {}", order));
    print_rows(invocation, rows);
  }

private:
  static sqlite::Statement make(sqlite::Connection& connection, std::string_view columns, std::size_t count) {
    connection.run(fmt::format("CREATE TEMP TABLE result ({})", columns));
    std::string places = "?";
    for (std::size_t i = 1; i < count; ++i) places += ", ?";
    return connection.prepare(fmt::format("INSERT INTO temp.result VALUES ({})", places));
  }

  sqlite::Connection& connection_;
  sqlite::Statement insert_;
};

sqlite::Value number_or_null(std::optional<std::int64_t> number) {
  if (!number) return std::monostate{};
  return *number;
}

sqlite::Value text_or_null(const std::string& text) {
  if (text.empty()) return std::monostate{};
  return std::string_view(text);
}

/// The figures under the chosen reading.
void print_figures(const Invocation& invocation, sqlite::Connection& connection, query::Metrics& metrics,
                   const Claims& claims, const query::Reading& reading) {
  Results results(connection, "code, metric, scope, published, recorded, difference, status, explanation", 8);
  for (const query::Claim& claim : claims) {
    const query::Outcome outcome = query::reconcile(metrics, claim, reading);
    std::optional<std::int64_t> difference;
    if (outcome.recorded) difference = *outcome.recorded - claim.published;
    results.add(std::string_view(claim.code), std::string_view(claim.metric), text_or_null(claim.scope),
                claim.published, number_or_null(outcome.recorded), number_or_null(difference),
                std::string_view(outcome.status), text_or_null(outcome.explanation));
  }
  results.print(invocation);
}

/// The rows behind each number, and beside them those that count under another reading alone, the plainest of those.
void print_counted(const Invocation& invocation, sqlite::Connection& connection, query::Metrics& metrics,
                   const Claims& claims, const query::Reading& chosen) {
  Results results(connection, "code, published, counted, key, name, reading", 6);
  for (const query::Claim& claim : claims) {
    if (!metrics.obstacle(claim).empty()) continue;
    std::vector<query::Reading> readings = metrics.readings(claim, false);
    readings.insert(readings.begin(), chosen);
    std::set<std::string> seen;
    for (std::size_t i = 0; i < readings.size(); ++i) {
      for (const query::Counted& row : metrics.rows(claim, readings[i])) {
        if (!seen.insert(row.key).second) continue;
        results.add(std::string_view(claim.code), claim.published, std::string_view(i == 0 ? "yes" : "no"),
                    std::string_view(row.key), std::string_view(row.name),
                    std::string_view(metrics.name(claim, readings[i])));
      }
    }
  }
  results.print(invocation);
}

void tell_matches(const query::Claim& claim, const std::vector<std::string>& matching,
                  const std::pair<std::int64_t, std::string>& nearest) {
  if (matching.empty()) {
    write::note(fmt::format("{}: nothing yields {}; the nearest is {} ({})", claim.code, claim.published, nearest.first,
                            nearest.second));
    return;
  }
  const std::size_t others = matching.size() - 1;
  const std::string more =
      others == 0 ? std::string() : fmt::format(", and under {} other reading{}", others, others == 1 ? "" : "s");
  write::note(fmt::format("{}: {} is \"{}\"{}", claim.code, claim.published, matching.front(), more));
}

/// Each figure under every reading, those that match first; on standard error the plainest that does.
void print_readings(const Invocation& invocation, sqlite::Connection& connection, query::Metrics& metrics,
                    const Claims& claims) {
  Results results(connection, "code, published, reading, recorded, difference, matches", 6);
  std::int64_t place = 0;
  for (const query::Claim& claim : claims) {
    if (!metrics.obstacle(claim).empty()) continue;
    std::vector<std::string> matching;
    std::optional<std::pair<std::int64_t, std::string>> nearest;
    for (const query::Reading& reading : metrics.readings(claim, true)) {
      const auto recorded = static_cast<std::int64_t>(metrics.rows(claim, reading).size());
      const std::string name = metrics.name(claim, reading);
      const std::int64_t difference = recorded - claim.published;
      if (difference == 0) matching.push_back(name);
      if (!nearest || std::abs(difference) < std::abs(nearest->first - claim.published)) nearest = {recorded, name};
      results.add(std::string_view(claim.code), claim.published, std::string_view(name), recorded, difference,
                  std::string_view(difference == 0 ? "yes" : "no"));
      ++place;
    }
    tell_matches(claim, matching, *nearest);
  }
  results.print(invocation, "code, matches DESC, rowid");
}

/// A difference between published and listed States that was accepted as a finding is explained by that.
void explain_by_waivers(sqlite::Connection& connection, Claims& claims) {
  const std::vector<check::Check> checks = check::checks_named(check::all_checks(), {"constituent-states"});
  check::add_check_views(connection);
  check::Findings findings(connection, today());
  findings.run(checks.front());
  for (const check::StandingWaiver& standing : check::standing_waivers(connection, findings, checks)) {
    if (standing.state != "in force") continue;
    for (query::Claim& claim : claims) {
      if (claim.code == standing.waiver.key) claim.explanation = standing.waiver.reason;
    }
  }
}

/// Output that counts says by which reading: the answers to what these claims ask.
void tell_reading(const query::Metrics& metrics, const Claims& claims, const query::Reading& reading) {
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
  write::note("read as: " + said);
}

/// A choice that none of the claims leaves open would be passed over in silence.
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

}  // namespace

Exit run_reconcile(const Invocation& invocation) {
  const query::Reading reading = reading_of(invocation);
  if (invocation.has("--readings")) {
    refuse_options(invocation, {"--rows"}, "and --readings are two answers", "give one of them");
    refuse_options(invocation, {"--count", "--roles", "--status", "--themes", "--as-of"}, "does not go with --readings",
                   "--readings tries them all; without it, the choice is yours");
  }
  format_of(invocation);
  // Here the date is one of the questions of a reading, asked together with the others, not a view of the whole record.
  Invocation undated = invocation;
  undated.options.erase("--as-of");
  sqlite::Connection connection = open_database(undated, sqlite::Intent::read);
  sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::read);
  query::Metrics metrics(connection);
  const bool of_mechanisms = invocation.has("--mechanisms");
  Claims claims = of_mechanisms ? query::mechanism_claims(connection, invocation.arguments)
                                : query::published_claims(connection, invocation.arguments);
  refuse_unasked(invocation, metrics, claims);
  if (of_mechanisms) explain_by_waivers(connection, claims);
  if (invocation.has("--readings")) {
    print_readings(invocation, connection, metrics, claims);
  } else if (invocation.has("--rows")) {
    print_counted(invocation, connection, metrics, claims, reading);
  } else {
    print_figures(invocation, connection, metrics, claims, reading);
    tell_reading(metrics, claims, reading);
  }
  return differs_unexplained(metrics, claims, reading) ? Exit::findings : Exit::done;
}

}  // namespace iscm::cli
