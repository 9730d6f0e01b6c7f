#pragma once

#include <optional>
#include <string>

#include "import/staging.hpp"
#include "schema/tables.hpp"

namespace iscm::edit {

/// A row of one entity as an edit that stands in temp.input would leave it.
class WouldBeRow {
public:
  /// `is_new` if there is no such record yet.
  WouldBeRow(import::Job& job, bool is_new);

  /// A SELECT of the whole row, under the names of its columns.
  [[nodiscard]] const std::string& select() const { return select_; }

  /// What people call it.
  [[nodiscard]] std::string label() const;

  /// The label of another record with one of its unique keys; nothing where there is none.
  [[nodiscard]] std::optional<std::string> twin() const;

  /// The label of a link that may be the same stint: of the same records and role, where either start is unknown,
  /// unless the one that there is ended before this one began. Nothing where there is none, or it is no dated link.
  [[nodiscard]] std::optional<std::string> stint_in_question() const;

private:
  [[nodiscard]] std::optional<std::string> other(const std::string& condition) const;

  sqlite::Connection& connection_;
  const model::Entity& entity_;
  bool is_new_;
  schema::TrackedTable table_;
  std::string select_;
};

}  // namespace iscm::edit
