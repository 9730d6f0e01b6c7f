#pragma once

// The facts of a row and what each rests on. A fact is a filled field, or a link or other name as a whole. It counts
// from the version that set it, not from the newest version of its row; beside the source with which it was set it has
// those that were cited for it since (citations.hpp). evidence.hpp sums them up over the record.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "history/citations.hpp"
#include "history/versions.hpp"
#include "model/sql_of.hpp"
#include "schema/tables.hpp"
#include "sqlite/connection.hpp"

namespace iscm::history {

/// Which version set a fact, and its source. Both point into the row that was asked about: what a merge took from
/// another record was set there.
struct Fact {
  const VersionedRow* row = nullptr;
  const Version* set_by = nullptr;
  std::optional<std::int64_t> source;  ///< null: unsourced
};

/// The version that set the value that a column has in the last version. A value that an undo brought back was set by
/// the version that had it before, and one that a merge took over by a version of the row that was merged. A fact that
/// was set without a source has the one that was given since by a version that changed nothing else, or that of the
/// same fact in a row that was merged into this one.
Fact fact_of(const VersionedRow& row, std::size_t column);

/// The same for the row as a whole: the version that inserted it; if an undo brought it back, the first.
Fact whole_row(const VersionedRow& row);

/// Whether each row of this table is a fact as a whole: links and other names, which have no code.
bool is_fact(const schema::TrackedTable& table);

/// Whether a column of a link says what it links. Such columns are one fact with the link.
bool is_in_key(const schema::TrackedTable& table, const model::FieldColumn& column);

/// Whether the field (by its name) says something that needs a source: not a code, a note, a place in a list or the
/// wording of a source.
bool is_fact(std::string_view field);

/// What a fact rests on: the source that was given when it was set, or one that was cited since; each once, with the
/// places and notes of all citations, "; " between.
struct Backing {
  std::int64_t source = 0;
  std::int64_t revision = 0;
  std::string place{};
  std::string note{};
};

/// A fact of a row, with all that it rests on.
struct SourcedFact {
  std::string_view field;               ///< of a row as a whole the name of its entity
  std::optional<std::size_t> column{};  ///< of field_columns(); nothing: the row as a whole
  std::int64_t set_by = 0;              ///< the revision
  std::vector<Backing> backings{};      ///< that with which it was set first; none: it is unsourced

  /// Each source once; 0 if there is none.
  [[nodiscard]] std::vector<std::int64_t> sources() const;
  [[nodiscard]] bool has(std::int64_t source) const;
};

/// The facts of the rows of one table.
class FactTable {
public:
  explicit FactTable(const schema::TrackedTable& table);

  /// How many facts the rows `r` of a query have.
  [[nodiscard]] std::string count() const;

  /// The facts of a row with these citations.
  [[nodiscard]] std::vector<SourcedFact> of(const VersionedRow& row, const std::vector<Citation>& citations) const;

  /// Calls visit(row, facts) for the rows that satisfy the condition, as they were known after revision `until`.
  template <typename Visit>
  void for_each(sqlite::Connection& connection, const std::string& condition, std::int64_t until, Visit visit) const {
    Citations citations(connection, table_.name);
    for_each_row(connection, table_, condition, {.until = until},
                 [&](const VersionedRow& row) { visit(row, of(row, citations.of(row.key))); });
  }

  /// Its columns that are facts of their own, of field_columns().
  [[nodiscard]] const std::vector<model::FieldColumn>& columns() const { return columns_; }
  [[nodiscard]] const std::vector<std::size_t>& facts() const { return facts_; }
  /// Whether each row is a fact as a whole.
  [[nodiscard]] bool has_whole() const { return whole_; }
  [[nodiscard]] const std::string& name() const { return name_; }

private:
  const schema::TrackedTable& table_;
  bool whole_;
  std::string name_;  ///< of the entity
  std::vector<model::FieldColumn> columns_;
  std::vector<std::size_t> facts_;
  std::vector<std::size_t> keys_;  ///< columns that say what a link joins
};

}  // namespace iscm::history
