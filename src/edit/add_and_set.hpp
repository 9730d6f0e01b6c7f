#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "edit/edit_plan.hpp"
#include "edit/whole_row.hpp"
#include "history/changes.hpp"
#include "import/plan.hpp"
#include "import/staging.hpp"
#include "model/entities.hpp"
#include "model/find_record.hpp"
#include "model/words.hpp"
#include "read/row_source.hpp"
#include "sqlite/connection.hpp"

namespace iscm::edit {

/// Changes fields of a record that there is. Throws Error (model/find_record.hpp) where it does not find the one.
EditPlan plan_set(sqlite::Connection& connection, const model::Entity& entity, const model::EditWords& words,
                  const EditOptions& options);

/// Makes a record or link. The words of the key are the code, or those that identify a link. Throws
/// Error(Exit::refused) where there is one already, which it names.
EditPlan plan_add(sqlite::Connection& connection, const model::Entity& entity, const model::EditWords& words,
                  const EditOptions& options);

/// The one row that an edit is, for the pipeline of import: a column for each field that was typed.
class EditRow : public read::RowSource {
public:
  EditRow(std::vector<std::string> header, std::vector<std::string> cells);

  [[nodiscard]] std::span<const std::string> header() const override { return header_; }
  bool next() override;
  [[nodiscard]] std::size_t line() const override { return 1; }
  [[nodiscard]] std::span<const std::string_view> cells() const override { return views_; }

private:
  std::vector<std::string> header_;
  std::vector<std::string> cells_;
  std::vector<std::string_view> views_;
  bool given_ = false;
};

/// The cells of the one row that an edit is.
struct Cells {
  std::vector<const model::Field*> fields;
  std::vector<std::string> values;
  std::vector<std::string> cleared;

  void put(const model::Field& field, std::string value) {
    fields.push_back(&field);
    values.push_back(std::move(value));
  }

  [[nodiscard]] bool has(const model::Field& field) const;
};

/// An edit that is with the pipeline of import. It lives until it is written.
struct Staged {
  sqlite::Connection& connection;
  const model::Entity& entity;
  model::Record record;  ///< of a new one only the label, once it is known
  bool is_new;
  Cells cells;
  std::unique_ptr<EditRow> row;
  std::string source_to_be;  ///< code of the source that it would rest on, once that is made
  std::unique_ptr<import::Plan> plan{};

  [[nodiscard]] WouldBeRow would_be() const { return {plan->job(), is_new}; }
};

/// The cells that the typed words give: lists as what they would be, the record (0: a new one) being as it is.
Cells cells_of(sqlite::Connection& connection, const model::Entity& entity, const model::EditWords& words,
               std::int64_t record);

/// Fills in the two records of a pure link, by which alone it is known.
void say_key(sqlite::Connection& connection, Cells& cells, const model::Entity& entity, std::int64_t record);

/// Fills in the place of a new link of a list: behind those that are there.
void say_position(sqlite::Connection& connection, Cells& cells, const model::Entity& entity);

/// Hands the row to the pipeline of import. What it takes the place of is void.
std::shared_ptr<Staged> stage(sqlite::Connection& connection, const model::Entity& entity, model::Record record,
                              bool is_new, Cells cells, const EditOptions& options);

/// What the staged edit would change, field by field; of a new record, itself and each field that it has.
std::vector<history::ChangeRow> staged_changes(const Staged& staged);

/// What the pipeline found, and what only the whole row can break.
std::vector<import::Problem> staged_problems(const Staged& staged);

}  // namespace iscm::edit
