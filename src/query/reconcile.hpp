#pragma once

// Published figures beside what the record gives. A figure leaves questions open (does it count territories, observers,
// which mechanisms, as of when?); the answers to all of them are a reading. The metrics that count are the SQL files of
// schema/metrics.

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sqlite/connection.hpp"

namespace iscm::query {

/// One way to answer a question that a total leaves open.
struct Choice {
  std::string_view word;   ///< as typed: --count territories
  std::string_view label;  ///< in the name of a reading; empty: not mentioned
  std::string_view value;  ///< what the SQL of a metric gets
};

/// A question that a total leaves open, and its answers, the plainest first.
struct ReadingChoice {
  std::string_view name;    ///< the parameter of the SQL, without the colon
  std::string_view option;  ///< "--count"
  std::span<const Choice> choices;
};

/// count, roles, themes and status, in the order in which a reading names them.
std::span<const ReadingChoice> questions();

inline constexpr std::size_t kQuestions = 4;

/// An answer to every question: the place of a choice for each, and as of when.
struct Reading {
  std::array<std::size_t, kQuestions> choices{};
  std::string as_of;  ///< a year or date; empty: all dates

  /// "States, members, as of 2015": the answers to the questions that a metric asks (names of questions and "as_of").
  [[nodiscard]] std::string name(const std::vector<std::string>& asked) const;
};

/// A number that a source claims, and what it claims to count.
struct Claim {
  std::string code;
  std::string metric;
  std::string scope;  ///< for people: "RCP, IRF: labour-migration"
  std::int64_t published = 0;
  std::string explanation{};
  std::string types{};        ///< JSON array of codes; empty: all types
  std::string theme{};        ///< its code, or empty
  std::string mechanism{};    ///< its code, or empty
  std::int64_t inferred = 0;  ///< memberships of the mechanism that no source states: a match depends on these
};

/// A row that a metric counts.
struct Counted {
  std::string key;
  std::string name;
};

/// Every published figure of the record, by code; only those with these codes if any are given. Throws
/// Error(Exit::refused) with "did you mean" for an unknown one.
std::vector<Claim> published_claims(sqlite::Connection& connection, const std::vector<std::string>& codes);

/// The published number of States of every mechanism that has one, in the same form.
std::vector<Claim> mechanism_claims(sqlite::Connection& connection, const std::vector<std::string>& codes);

/// What a reading gives, or several that differ in the year alone.
struct Tried {
  std::string name;  ///< "States, members, as of any year from 2015 to 2025"
  std::int64_t recorded = 0;
  std::size_t readings = 1;  ///< how many that are
};

/// What the record gives for claims.
class Metrics {
public:
  explicit Metrics(sqlite::Connection& connection);

  /// Why a claim cannot be computed; empty if it can.
  [[nodiscard]] std::string obstacle(const Claim& claim) const;

  /// The rows that a claim counts under a reading. The claim must be computable.
  std::vector<Counted> rows(const Claim& claim, const Reading& reading);

  /// Every reading of a claim at all dates, the plainest first.
  std::vector<Reading> readings(const Claim& claim);

  /// Every reading of a claim, at all dates and as of each year from the first to the last in which anything began or
  /// ended, the plainest first; one line for years in a row that give the same number. Reads the record once for a
  /// reading at all dates, whatever the number of years. Stops after a reading at which `goes_on` says no.
  std::vector<Tried> try_readings(const Claim& claim, const std::function<bool()>& goes_on);
  /// How many readings that would be.
  std::size_t count_readings(const Claim& claim);

  /// The questions that its metric leaves open; none if it cannot be computed.
  [[nodiscard]] std::vector<std::string> asked(const Claim& claim) const;

  [[nodiscard]] std::string name(const Claim& claim, const Reading& reading) const;

private:
  struct Metric {
    std::string name;
    std::vector<std::string> asked;
    std::string needs;
    std::string sql;
    bool by_type = false;
  };
  /// A row of a metric: a key counts from the end of one year until that of another; null: always, for ever.
  struct Spell {
    Counted counted;
    std::optional<std::int64_t> since;
    std::optional<std::int64_t> until;
  };
  [[nodiscard]] const Metric* find(const Claim& claim) const;
  std::vector<Spell> spells(const Claim& claim, const Reading& reading);
  [[nodiscard]] std::vector<std::int64_t> by_year(const std::vector<Spell>& spells) const;
  [[nodiscard]] bool asks_for_date(const Claim& claim) const;

  sqlite::Connection& connection_;
  std::vector<Metric> metrics_;
  std::int64_t first_year_ = 0;  ///< in which anything began or ended
  std::int64_t last_year_ = -1;
};

/// A claim beside the record, under one reading.
struct Outcome {
  std::optional<std::int64_t> recorded;
  std::string status;  ///< match, differs, explained, cannot be computed
  std::string explanation;
};
Outcome reconcile(Metrics& metrics, const Claim& claim, const Reading& reading);

}  // namespace iscm::query
