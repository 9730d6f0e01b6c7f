#pragma once

#include <string>
#include <vector>

#include "core/edit/merge.hpp"
#include "core/edit/record.hpp"

namespace iscm::core {

/// The two records of a merge.
struct Pair {
  db::Connection& connection;
  const Entity& entity;
  EditedRecord from, into;
};

/// What becomes of the fields of the record that stays.
struct MergedFields {
  std::vector<const Field*> taken;  ///< from the one that goes
  std::vector<std::string> names;   ///< code and names that the record that stays would lose
};

/// Decides field by field, and tells changes and conflicts in the plan. Fields that were chosen are struck from `keep`.
MergedFields merge_fields(const Pair& pair, Keep& keep, EditPlan& plan);

/// Writes them, once the record that goes is gone (a code of its own kind may be unique): its values stand in
/// temp.merged_record, which keep_values() filled before.
void keep_values(const Pair& pair);
void write_fields(const Pair& pair, const MergedFields& fields, std::int64_t revision);

/// A conflict, as a problem that says how to choose.
Problem conflict(const std::string& field, std::string_view record, const std::string& from, const std::string& into);

}  // namespace iscm::core
