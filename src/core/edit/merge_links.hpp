#pragma once

#include <string>
#include <vector>

#include "core/edit/merge_fields.hpp"
#include "core/edit/referring.hpp"

namespace iscm::core {

/// The rows that refer to the record that goes by one column. Those that would be the same as a row that refers to the
/// other one (a twin) fold into that; the others move.
class MovedRows {
public:
  MovedRows(const Pair& pair, Referring by);

  /// Tells what moves and what folds, and the conflicts of twins. Fields that were chosen are struck from `keep`.
  void plan(Keep& keep, EditPlan& plan);

  /// Does it.
  void write(std::int64_t revision) const;

private:
  struct Column {
    std::string name;
    std::string field;     ///< "membership.valid_to"
    bool from_goes_first;  ///< chosen: the value of the row that goes
  };

  void find_twins();
  void find_undated_twins();
  void tell_twins(Keep& keep, EditPlan& plan);
  void tell_conflicts(const Column& column, const Field& field, EditPlan& plan) const;
  void tell_moves(EditPlan& plan) const;
  void fold(std::int64_t revision) const;
  void move_links(std::int64_t revision) const;
  [[nodiscard]] std::string twins() const;
  [[nodiscard]] std::string merged_value(const Column& column, const std::string& from, const std::string& into) const;

  const Pair& pair_;
  Referring by_;
  std::string twin_table_;  ///< temp table of gone, stays: the keys of twins as numbers
  bool has_twins_ = false;
  std::vector<Column> columns_;  ///< whose values of twins are put together
};

}  // namespace iscm::core
