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

/// The cells of the one row.
struct Cells {
  std::vector<const Field*> fields;
  std::vector<std::string> values;
  std::vector<std::string> cleared;

  void put(const Field& field, std::string value) {
    fields.push_back(&field);
    values.push_back(std::move(value));
  }
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

/// Gives the edit to the pipeline.
std::shared_ptr<Staged> stage(db::Connection& connection, const Entity& entity, EditedRecord record, bool is_new,
                              Cells cells, const EditOptions& options);

/// The cells that the words make of this record (0: a new one). Throws Error(Exit::refused) where a text has blanks
/// that would not be kept.
Cells cells_of(db::Connection& connection, const Entity& entity, const EditWords& words, std::int64_t record);

/// Whether what is written rests on a source.
bool rests_on_source(const EditWords& words, const EditOptions& options);

/// What a link rests on is said by the link itself: the source states it, or it rests on none.
void say_basis(Cells& cells, const Entity& entity, bool sourced);

/// A pure link is known by its two records alone, so the row has to name them.
void say_key(db::Connection& connection, Cells& cells, const Entity& entity, std::int64_t record);

/// A new link of a list stands behind those that are there.
void say_position(db::Connection& connection, Cells& cells, const Entity& entity);

/// A new record, then each field that it has.
std::vector<ChangeRow> changes_of_new(const Staged& staged);

/// The fields that change, in their order; a version that changes rests on another source too.
std::vector<ChangeRow> changes_of_old(const Staged& staged);

/// What the pipeline found, and what only the whole row can break.
std::vector<Problem> problems_of(const Staged& staged);

}  // namespace iscm::core
