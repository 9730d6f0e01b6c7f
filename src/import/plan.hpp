#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "import/header.hpp"
#include "import/missing_records.hpp"
#include "import/nameless_columns.hpp"
#include "import/questions.hpp"
#include "import/rejected_rows.hpp"
#include "import/staging.hpp"
#include "read/row_source.hpp"

// The whole of an import: from a request and a reader of rows to what would change, and to writing it. Files, seeds,
// typed edits and saved plans all come this way.

namespace iscm::import {

struct SavedPlan;

/// A row that was typed: its record is known, and it is not kept as a row of a file.
struct Edit {
  std::optional<std::int64_t> record;  ///< that it changes; nothing: it is new
  bool is_another = false;             ///< it is known to be none of those that exist, however close its name or date
  std::string source_to_be{};          ///< code of a new source that the edit will make; may be empty
};

struct ImportRequest {
  const model::Entity* entity = nullptr;
  std::string file;            ///< as messages and the record name it
  std::string default_source;  ///< code of the source of rows that name none; may be empty
  std::string new_source{};    ///< the address or title of that source, if the import has to add it
  std::vector<Answer> answers;
  ColumnChoices columns;  ///< for columns whose names do not say which field they are
  CellOptions cells{};
  bool takes_acronyms = false;         ///< of new records that are called "Name (ACRONYM)"
  bool adds_to_lists = false;          ///< a list cell adds to the list, instead of being all of it
  bool clear_empty = false;            ///< every empty cell clears its field, except those that say which record it is
  std::vector<std::string> cleared{};  ///< fields whose empty cells clear them
  std::vector<const model::Entity*> creatable{};  ///< kinds of which an unknown value is a new record
  std::optional<Edit> edit{};                     ///< the only row is an edit, not a line of a file
  Mode mode = Mode::upsert;
  bool skips_rejected = false;  ///< the good rows may be applied even if others are rejected
  Completeness complete{};
  bool keeps_edits = false;          ///< what people have set since a seed did stays as it is (keep_edits.hpp)
  const SavedPlan* saved = nullptr;  ///< the rows are those of a saved plan (saved_plan_bind.hpp); outlives the plan
  /// Called with the current step and how many rows have been read; may be empty.
  std::function<void(const char* step, std::int64_t rows)> progress{};
};

struct Counts {
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t unchanged = 0;
  std::int64_t rejected = 0;  ///< rows with at least one problem
  std::int64_t created = 0;   ///< records of other kinds that values of the rows need
  std::int64_t learned = 0;   ///< answers that become aliases
  std::int64_t settled =
      0;                   ///< rows of which an answer says which record they are; kept with the rows as they were read
  std::int64_t taken = 0;  ///< items that lists lose
  std::int64_t missing = 0;  ///< records that a complete file has not
};

/// What an input would do to the record, with every problem of every row. Making a plan reads the database and writes
/// only temporary tables. A connection has one plan at a time: they share these tables.
///
/// Outside a transaction a plan begins one of its own, for reading, once the input is read. Whoever applies it ends
/// that with release(), takes the write lock, and asks is_current().
class Plan {
public:
  /// Throws Error(Exit::refused) if the input cannot be read at all; everything else is in problems().
  Plan(sqlite::Connection& connection, ImportRequest request, read::RowSource& rows);
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;
  ~Plan();

  [[nodiscard]] const Counts& counts() const { return counts_; }
  /// By line, the first 10,000: there may be millions.
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }
  /// How many there are.
  [[nodiscard]] std::int64_t problem_count() const { return problem_count_; }
  [[nodiscard]] bool changes_anything() const {
    return counts_.added + counts_.changed + counts_.created + counts_.learned + counts_.settled > 0;
  }
  /// Whether problems keep it from being applied: any at all, unless rejected rows are to be skipped; then those of
  /// the header and of a file that could not be read to its end.
  [[nodiscard]] bool is_blocked() const { return is_unreadable_ || (!request_.skips_rejected && problem_count_ > 0); }
  /// Whether what blocks it is more than rejected rows.
  [[nodiscard]] bool is_unreadable() const { return is_unreadable_; }

  /// What the steps that print and save a plan read, in temporary tables.
  [[nodiscard]] Job& job() { return job_; }
  [[nodiscard]] const ImportRequest& request() const { return request_; }
  [[nodiscard]] const read::RowSource& rows() const { return rows_; }

  /// What the reader skipped, and which characters in the cells nobody sees.
  [[nodiscard]] std::vector<read::Note> notes();

  /// Rows that would change without a source: their new version has none.
  [[nodiscard]] std::int64_t changes_without_source();

  /// The values of which a person has to say what they mean.
  [[nodiscard]] std::vector<Question> questions();

  /// Ends the reading transaction in which the plan was made, where it has one of its own.
  void release();
  /// Under the write lock: whether no other program has written since the plan was made. Else it is void.
  [[nodiscard]] bool is_current();

  /// Writes the plan under an open revision and keeps the rows as they were read. Throws where it is blocked.
  void apply(std::int64_t revision);

private:
  // The steps, in the order of the constructor; schema/import.sql says what each fills.
  void map_header();
  void prepare_cells();
  void stage();
  void take_answers();
  void find_records();
  void find_missing();
  void mark_cleared();
  void check_values();
  void ask_about_placeholders();
  void compare();
  void check_changes();
  void ask();
  [[nodiscard]] bool will_be_sourced() const;  ///< by a new source that the edit will make
  void add_evidence();
  void collect_problems();
  void name_places();
  void count();

  void identify();
  void hold_still(std::int64_t version);
  void report_step(const char* step) const;

  ImportRequest request_;
  read::RowSource& rows_;
  Job job_;
  NamelessColumns nameless_;
  Counts counts_;
  std::vector<Problem> problems_;
  std::int64_t problem_count_ = 0;
  bool is_unreadable_ = false;
  std::int64_t version_ = 0;  ///< of the database, as the plan has seen it
  std::optional<sqlite::Transaction> snapshot_;
};

/// What a reader of files found wrong, as a problem of the import.
Problem problem_of(const read::Problem& problem);

}  // namespace iscm::import
