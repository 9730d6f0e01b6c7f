#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/edit/edit_plan.hpp"
#include "core/edit/edit_row.hpp"
#include "core/edit/record.hpp"
#include "core/edit/would_be.hpp"
#include "core/import/plan.hpp"

namespace iscm::core {

/// The cells of the one row that an edit is.
struct Cells {
  std::vector<const Field*> fields;
  std::vector<std::string> values;
  std::vector<std::string> cleared;

  void put(const Field& field, std::string value) {
    fields.push_back(&field);
    values.push_back(std::move(value));
  }

  [[nodiscard]] bool has(const Field& field) const;
};

/// An edit that is with the pipeline of import. It lives until it is written.
struct Staged {
  db::Connection& connection;
  const Entity& entity;
  EditedRecord record;  ///< of a new one only the label, once it is known
  bool is_new;
  Cells cells;
  std::unique_ptr<EditRow> row;
  std::string source_to_be;  ///< code of the source that it would rest on, once that is made
  std::unique_ptr<Plan> plan{};

  [[nodiscard]] WouldBeRow would_be() const { return {connection, entity, cells.fields, cells.cleared, is_new}; }
};

/// The cells that the typed words give: lists as what they would be, the record (0: a new one) being as it is.
Cells cells_of(db::Connection& connection, const Entity& entity, const EditWords& words, std::int64_t record);

/// Fills in what a link rests on, where nobody says: the source states it, or it rests on none.
void say_basis(Cells& cells, const Entity& entity, bool sourced);

/// Fills in the two records of a pure link, by which alone it is known.
void say_key(db::Connection& connection, Cells& cells, const Entity& entity, std::int64_t record);

/// Fills in the place of a new link of a list: behind those that are there.
void say_position(db::Connection& connection, Cells& cells, const Entity& entity);

/// Hands the row to the pipeline of import. What it takes the place of is void.
std::shared_ptr<Staged> stage(db::Connection& connection, const Entity& entity, EditedRecord record, bool is_new,
                              Cells cells, const EditOptions& options);

/// What the staged edit would change, field by field; of a new record, itself and each field that it has.
std::vector<ChangeRow> staged_changes(const Staged& staged);

/// What the pipeline found, and what only the whole row can break.
std::vector<Problem> staged_problems(const Staged& staged);

}  // namespace iscm::core
