#pragma once

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
  std::string match;     ///< what stands there
};

/// What a search found: the best hits, and how many there are in all.
struct Hits {
  std::vector<Hit> best;
  std::int64_t total = 0;
};

/// Every record of which a code, name or alias is the text, begins with it, has it at the start of a word, contains it,
/// or contains all its words, in this order, case, accents and punctuation aside; codes before names before aliases
/// where they are the text. Addresses are found only as a whole. At most `limit` hits, each record once.
/// Throws Error(Exit::usage) for a text without letter or digit.
Hits search(sqlite::Connection& connection, std::string_view text, std::int64_t limit);

}  // namespace iscm::query
