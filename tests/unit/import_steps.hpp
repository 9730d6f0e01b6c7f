#pragma once

// The import at work on the small record (small_record.hpp), a step at a time: a test runs the steps up to the one that
// it is about, and looks at the temporary tables that this step fills.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "import/answers.hpp"
#include "import/header.hpp"
#include "import/identify.hpp"
#include "import/resolve.hpp"
#include "import/staging.hpp"
#include "read/bytes.hpp"
#include "read/csv.hpp"
#include "small_record.hpp"

namespace iscm::test {

/// The rows of a query, each in a line, with | between its values and - for NULL.
inline std::string rows_of(sqlite::Connection& connection, const std::string& sql) {
  std::string text;
  sqlite::Statement rows = connection.prepare(sql);
  while (rows.step()) {
    for (int column = 0; column < rows.columns(); ++column) {
      text += (column == 0 ? "" : "|") + (rows.is_null(column) ? "-" : rows.text(column));
    }
    text += '\n';
  }
  return text;
}

struct ImportSteps {
  /// Reads and stages a table of comma-separated text.
  ImportSteps(std::string_view entity, std::string text, std::vector<import::Answer> answers = {},
              const import::ColumnChoices& choices = {})
      : connection(small_record()),
        csv(std::move(text)),
        source(read::open_csv(read::memory_bytes(csv, "test.csv"), "test.csv")),
        job{.connection = connection,
            .entity = model::entity_named(entity),
            .columns = {},
            .answers = std::move(answers)} {
    job.columns = import::map_columns(job.entity, source->header(), choices, problems);
    job.cells = import::CellReader(job.columns, {}, {});
    import::stage_tables(job);
    import::fill_input(job, *source);
    import::load_answers(job);
  }

  /// Which record each row is, and which records its cells name.
  void match() {
    const bool by_name = job.entity.identity == model::Identity::name;
    if (by_name) import::identify_by_name(job);
    if (by_name) import::give_codes(job);
    import::resolve_references(job);
    import::resolve_lists(job);
    if (!by_name) import::identify_by_key(job);
    if (!by_name) import::give_codes(job);
  }

  std::string rows(const std::string& sql) { return rows_of(connection, sql); }
  std::string problems_found() {
    return rows("SELECT line, field, value, code FROM temp.problem ORDER BY line, field");
  }

  sqlite::Connection connection;
  std::string csv;
  std::unique_ptr<read::RowSource> source;
  std::vector<import::Problem> problems;  ///< of the header
  import::Job job;
};

}  // namespace iscm::test
