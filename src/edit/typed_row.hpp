#pragma once

// Typed words as the one row that an edit gives to the pipeline of import: a column for each field. `add` and `set`
// begin here.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/words.hpp"
#include "read/row_source.hpp"
#include "sqlite/connection.hpp"

namespace iscm::edit {

class TypedRow final : public read::RowSource {
public:
  TypedRow() : RowSource("the command line") {}

  /// Adds a cell; an empty one clears the field only if clear() says so.
  void put(const model::Field& field, std::string value);
  void clear(const model::Field& field) { cleared_.emplace_back(field.name); }

  /// The cell of this field; null if there is none.
  [[nodiscard]] const std::string* cell(const model::Field& field) const;
  [[nodiscard]] bool is_empty() const { return header_.empty(); }
  [[nodiscard]] const std::vector<std::string>& cleared() const { return cleared_; }

  [[nodiscard]] std::span<const std::string> header() const override { return header_; }
  bool next() override;
  [[nodiscard]] std::size_t line() const override { return 1; }
  [[nodiscard]] std::span<const std::string_view> cells() const override { return views_; }

private:
  std::vector<std::string> header_;
  std::vector<std::string> cells_;
  std::vector<std::string> cleared_;
  std::vector<std::string_view> views_;  ///< of cells_, once the row was read
  bool is_read_ = false;
};

/// The words of the key as fields of the new record. Throws Error(Exit::usage) if there are too many, or a field is
/// also given as FIELD=VALUE.
model::EditWords with_key_as_fields(const model::Entity& entity, const model::EditWords& words);

/// The row that changes this record.
std::unique_ptr<TypedRow> changed_row(sqlite::Connection& connection, const model::Entity& entity,
                                      const model::EditWords& words, std::int64_t record);

/// The row of a new record, with what follows from the words: the code of a source that has only its address, and the
/// last position of a list. Required fields that are missing are empty cells, so that the pipeline reports them all.
std::unique_ptr<TypedRow> new_row(sqlite::Connection& connection, const model::Entity& entity,
                                  const model::EditWords& words);

/// The whole list that a list field of the record (0: a new one) will be, in one cell: its links, changed by the words
/// for it (FIELD=, FIELD+=, FIELD-=) in their order. Empty: the list is cleared. Throws Error(Exit::refused) if
/// something is removed from it that is unknown or not in it.
std::string changed_list(sqlite::Connection& connection, const model::Entity& entity, std::int64_t record,
                         const model::EditWords& words, const model::Field& field);

}  // namespace iscm::edit
