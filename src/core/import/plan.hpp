#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/import/job.hpp"
#include "core/import/questions.hpp"
#include "core/import/stage.hpp"
#include "read/row_source.hpp"

namespace iscm::core {

/// A row that was typed: nothing needs to find its record, and it is not kept as a row of a file.
struct Edit {
  std::optional<std::int64_t> record;  ///< that it changes; nothing: it is new
};

struct ImportRequest {
  const Entity* entity = nullptr;
  std::string file;            ///< as messages and the record name it
  std::string default_source;  ///< code of the source of rows that name none; may be empty
  std::vector<Answer> answers;
  ColumnChoices columns;               ///< for columns whose names do not tell
  bool clear_empty = false;            ///< every empty cell clears its field, those that tell the record apart
  std::vector<std::string> cleared{};  ///< fields whose empty cells clear them
  std::vector<const Entity*> creatable{};  ///< kinds of which an unknown value is a new record
  std::optional<Edit> edit{};          ///< the only row is an edit, not a line of a file
};

struct Counts {
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t unchanged = 0;
  std::int64_t rejected = 0;  ///< rows with at least one problem
  std::int64_t created = 0;   ///< records of other kinds that values of the rows need
  std::int64_t learned = 0;   ///< answers that become aliases
};

/// What an input would do to the record: read, mapped, resolved and compared, with every problem of every row. Making
/// a plan reads the database and writes temporary tables alone. One plan at a time for a
/// connection: the next one takes its tables.
class Plan {
public:
  /// Throws Error(Exit::refused) where the input cannot be read at all; everything else is in problems().
  Plan(db::Connection& connection, ImportRequest request, read::RowSource& rows);
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  [[nodiscard]] const Counts& counts() const { return counts_; }
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }
  [[nodiscard]] bool changes_anything() const {
    return counts_.added + counts_.changed + counts_.created + counts_.learned > 0;
  }

  /// What would change, a row each: line, action (new or change), record, field, old, new.
  [[nodiscard]] db::Statement changes();

  /// Rows that would change without a source: their new version rests on none.
  [[nodiscard]] std::int64_t changes_without_source();

  /// The values of which a person has to say what they mean.
  [[nodiscard]] std::vector<Question> questions();

  /// Writes the plan under an open revision and keeps the rows as they were read. Throws where there are problems.
  void apply(std::int64_t revision);

private:
  void identify();
  void count();
  void keep_rows(std::int64_t revision);

  ImportRequest request_;
  read::RowSource& rows_;
  Job job_;
  Counts counts_;
  std::vector<Problem> problems_;
};

/// What a reader of files found wrong, as a problem of the import.
Problem problem_of(const read::Problem& problem);

/// Makes fold(), slug(), tidy(), broken_rule() and split_text() callable in SQL of this connection.
void add_import_functions(db::Connection& connection);

}  // namespace iscm::core
