#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iscm::core {

/// One way to answer a question that a total leaves open.
struct Choice {
  std::string_view word;   ///< as typed: --count territories
  std::string_view label;  ///< in the name of a reading; empty: goes without saying
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

/// Every reading of a metric that asks these questions, as of each of the years too where it asks that; those that
/// answer in the plainest way come first, of equal ones the latest year.
std::vector<Reading> all_readings(const std::vector<std::string>& asked, const std::vector<std::string>& years);

}  // namespace iscm::core
