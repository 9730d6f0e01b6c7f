#pragma once

// The rows that refer to the two records of a merge: links, meetings, aliases, and what else the schema has. merge.hpp
// begins here; the fields of the records themselves are decided there.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "edit/edit_plan.hpp"
#include "model/find_record.hpp"
#include "model/sql_of.hpp"
#include "sqlite/connection.hpp"

namespace iscm::edit {

/// The two records of a merge: the source, which is removed, and the target, which is kept.
struct MergedPair {
  sqlite::Connection& connection;
  const model::Entity& entity;
  model::Record from, into;
};

/// From which of the two a value is kept ("from" or "into"), by field: "status" of the records, "membership.valid_to"
/// of links.
using MergeChoices = std::map<std::string, std::string, std::less<>>;

/// Two values of which only one can be kept, as a problem with the way to choose. `row` is the row that has them; empty
/// for the records themselves.
import::Problem value_conflict(const MergedPair& pair, const std::string& field, std::string_view row,
                               const std::string& from, const std::string& into);

/// Records in merged_rows which rows of a table became one, so that the evidence of the removed one is still found.
/// `key` is the table's key. `rows` follows FROM: the removed row as x, the kept one as y.
void record_merged_rows(sqlite::Connection& connection, std::string_view table, const std::vector<std::string>& key,
                        std::string_view rows, std::int64_t revision);

/// The rows that refer to the source by one column. If a row would then have the key of a row of the target, the two
/// are twins and become one; the others move to the target. Dated links of one role are twins too if their starts may
/// be the same, or if neither ended.
class MergedRows {
public:
  MergedRows(const MergedPair& pair, model::Referring by);

  /// Adds what moves and what becomes one to the plan, and the conflicts of twins for which there is no choice.
  void plan(const MergeChoices& choices, EditPlan& plan);

  void write(std::int64_t revision) const;

private:
  /// A column whose values of twins are put together.
  struct Column {
    const model::Field* field;
    bool prefers_from;  ///< chosen: the value of the source's row, if it has one
    [[nodiscard]] std::string value() const;
  };

  void find_twins();
  void find_undated_twins();
  void add_twins(std::string_view condition);
  [[nodiscard]] std::string same_role(std::string_view left, std::string_view right) const;
  void plan_twins(const MergeChoices& choices, EditPlan& plan);
  void plan_conflicts(const model::Field& field, EditPlan& plan) const;
  void refuse_second_open_links(EditPlan& plan) const;
  void plan_moves(EditPlan& plan) const;
  void join_twins(std::int64_t revision) const;
  void move_pure_links(std::int64_t revision) const;
  [[nodiscard]] bool is_put_together(const model::Field& field) const;
  [[nodiscard]] std::string entity_name() const;
  template <typename... More>
  [[nodiscard]] std::string sql(std::string_view query, const More&... more) const;

  const MergedPair& pair_;
  model::Referring by_;
  std::string twin_table_;  ///< temp table of (removed, kept): the keys of twins as numbers
  bool has_twins_ = false;
  std::vector<Column> columns_;
};

}  // namespace iscm::edit
