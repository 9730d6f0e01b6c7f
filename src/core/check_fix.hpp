#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "core/entities.hpp"
#include "read/row_source.hpp"

namespace iscm::core {

/// The repairs of one kind of record, as an input that can be planned like any other: a row for each record, its code
/// and what its fields should be.
struct Repair {
  const Entity* entity;
  std::unique_ptr<std::string> text;  ///< what `rows` reads
  std::unique_ptr<read::RowSource> rows;
};

/// What a check would have instead of what it found, for the findings in temp.finding that are not waived. Only records
/// with a code are told apart for certain; `by_hand` counts the findings about others, and those without a value.
std::vector<Repair> repairs_of(db::Connection& connection, const Check& check, std::int64_t& by_hand);

}  // namespace iscm::core
