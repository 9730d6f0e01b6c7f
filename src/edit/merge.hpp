#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "edit/add_and_set.hpp"
#include "model/find_record.hpp"
#include "model/sql_of.hpp"
#include "sqlite/connection.hpp"

namespace iscm::edit {

/// Which of two records a value is kept of, by field: "status" of the records, "membership.valid_to" of their links.
using Keep = std::map<std::string, std::string, std::less<>>;

/// Understands "status=from,membership.valid_to=into". Throws Error(Exit::usage) where it is anything else.
Keep read_keep(std::string_view list);

/// Makes two records one: everything that refers to `from`, whatever it is, refers to `into`; of two links that are
/// then the same one stays, with what the other knew beside; values that only `from` has are taken; its code and names
/// become aliases; it goes. Values that both have and that differ are problems of the plan until `keep` chooses; names
/// are none, as the other one becomes an alias. What imports said of `from` stays as it was said.
/// Throws Error(Exit::refused) where one of the two is not found, they are the same, or one lies below the other with
/// others between.
EditPlan plan_merge(sqlite::Connection& connection, const model::Entity& entity, std::string_view from,
                    std::string_view into, const Keep& keep, const EditOptions& options);

/// The two records of a merge.
struct Pair {
  sqlite::Connection& connection;
  const model::Entity& entity;
  model::EditedRecord from, into;
};

/// What becomes of the fields of the record that stays.
struct MergedFields {
  std::vector<const model::Field*> taken;  ///< from the one that goes
  std::vector<std::string> names;          ///< code and names that the record that stays would lose
};

/// Decides field by field, and tells changes and conflicts in the plan. Fields that were chosen are struck from `keep`.
MergedFields merge_fields(const Pair& pair, Keep& keep, EditPlan& plan);

/// Writes them, once the record that goes is gone (a code of its own kind may be unique): its values stand in
/// temp.merged_record, which keep_values() filled before.
void keep_values(const Pair& pair);
void write_fields(const Pair& pair, const MergedFields& fields, std::int64_t revision);

/// A conflict, as a problem that says how to choose.
import::Problem conflict(const std::string& field, std::string_view record, const std::string& from,
                         const std::string& into);

/// The rows that refer to the record that goes by one column. Those that would be the same as a row that refers to the
/// other one (a twin) fold into that; the others move.
class MovedRows {
public:
  MovedRows(const Pair& pair, model::Referring by);

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
  void tell_conflicts(const Column& column, const model::Field& field, EditPlan& plan) const;
  void tell_moves(EditPlan& plan) const;
  void fold(std::int64_t revision) const;
  void move_links(std::int64_t revision) const;
  [[nodiscard]] std::string twins() const;
  [[nodiscard]] std::string merged_value(const Column& column, const std::string& from, const std::string& into) const;

  const Pair& pair_;
  model::Referring by_;
  std::string twin_table_;  ///< temp table of gone, stays: the keys of twins as numbers
  bool has_twins_ = false;
  std::vector<Column> columns_;  ///< whose values of twins are put together
};

/// Keeps in merged_rows which rows of a table become one, for those who ask later who said what the one that stays has.
/// `key` is the table's; `pairs` stands behind FROM, with the row that goes as x and the one that stays as y.
void keep_merged(sqlite::Connection& connection, std::string_view table, const std::vector<std::string>& key,
                 std::string_view pairs, std::int64_t revision);

}  // namespace iscm::edit
