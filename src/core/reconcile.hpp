#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/reconcile_reading.hpp"
#include "db/connection.hpp"

namespace iscm::core {

/// A number that a source claims, and what it claims to count.
struct Claim {
  std::string code;
  std::string metric;
  std::string scope;  ///< for people: "RCP, IRF: labour-migration"
  std::int64_t published = 0;
  std::string explanation;
  std::string types;          ///< JSON array of codes; empty: of all types
  std::string theme;          ///< its code, or empty
  std::string mechanism;      ///< its code, or empty
  std::int64_t inferred = 0;  ///< memberships of the mechanism that no source states: what matches, does by inference
};

/// A row that a metric counts.
struct Counted {
  std::string key;
  std::string name;
};

/// Every published figure of the record, by code; those with these codes where some are given. Throws
/// Error(Exit::refused) with "did you mean" for an unknown one.
std::vector<Claim> published_claims(db::Connection& connection, const std::vector<std::string>& codes);

/// The published number of constituent States of every mechanism that has one, in the same form.
std::vector<Claim> mechanism_claims(db::Connection& connection, const std::vector<std::string>& codes);

/// What the record gives for claims: metrics are files of schema/metrics, so a claim needs no code of its own.
class Metrics {
public:
  explicit Metrics(db::Connection& connection);

  /// Why a claim cannot be computed; empty where it can.
  [[nodiscard]] std::string obstacle(const Claim& claim) const;

  /// The rows that a claim counts under a reading. The claim must be computable.
  std::vector<Counted> rows(const Claim& claim, const Reading& reading);

  /// Every reading of a claim, the plainest first; as of each year in which anything began or ended.
  std::vector<Reading> readings(const Claim& claim, bool with_years);

  /// The questions that its metric leaves open; none where it cannot be computed.
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
  [[nodiscard]] const Metric* find(const Claim& claim) const;

  db::Connection& connection_;
  std::vector<Metric> metrics_;
  std::vector<std::string> years_;
};

/// What became of a claim under one reading.
struct Outcome {
  std::optional<std::int64_t> recorded;
  std::string status;  ///< match, differs, explained, cannot be computed
  std::string explanation;
};
Outcome reconcile(Metrics& metrics, const Claim& claim, const Reading& reading);

}  // namespace iscm::core
