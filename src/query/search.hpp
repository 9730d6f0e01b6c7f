#pragma once

// Records by any part of their names, best first: what somebody types who does not know the code.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sqlite/connection.hpp"

namespace iscm::query {

/// A record that a search found, by the best of its names.
struct Hit {
  std::string kind;
  std::string code;
  std::string name;
  std::string found_by;  ///< the field by which it was found, or "alias"
  std::string match;     ///< what that field says
};

/// What a search found: the best hits, and how many there are in all.
struct Hits {
  std::vector<Hit> best;
  std::int64_t total = 0;
};

/// Every record with a code, name or alias that is the text, begins with it, has it at the start of a word, contains
/// it, or contains all its words, in this order; of those that are the text, codes before names before aliases. Case,
/// accents and punctuation do not count. Addresses are found only as a whole. At most `limit` hits, each record once.
/// Throws Error(Exit::usage) for a text without a letter or digit.
Hits search(sqlite::Connection& connection, std::string_view text, std::int64_t limit);

}  // namespace iscm::query
