#pragma once

// What the options of `iscm import` ask for, and the files besides the database that it reads and writes.

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "import/answers.hpp"
#include "import/header.hpp"
#include "import/plan.hpp"
#include "import/questions.hpp"
#include "read/row_source.hpp"
#include "write/sink.hpp"

namespace iscm::cli {

/// What another shape of a table asks of the reader.
struct InputShape {
  std::function<bool(std::span<const std::string_view>)> is_header{};  ///< in place of the test that open_input() has
  bool pads_lone_cells = false;                                        ///< the same
  bool is_matrix = false;                                              ///< as without_talk_below() has it
};

/// The place of the column that an option names: by its name, number or letters. Throws Error(Exit::usage) if there is
/// none, or if several have the name.
std::size_t column_named(std::span<const std::string> header, std::string_view option, const std::string& name);

/// Opens FILE of the invocation as --input-format, --encoding and --max-rows say, without what is written below the
/// table. The header is the first line in which
/// at least two cells and half of all are names of fields (of the entity of --as, else of any one entity) or of columns
/// that --map and --ignore name; else the first line; unless --header-row says which it is. `sheet`: which one of a
/// workbook, or empty. Throws what read::open_table() throws.
std::unique_ptr<read::RowSource> open_input(const Invocation& invocation, const std::string& file,
                                            const std::string& sheet, const InputShape& shape = {});

/// What --map, --ignore, --ignore-unknown and --set say about the columns of these rows. Throws Error(Exit::usage) for
/// a column that the header does not have (but the letters of one of a sheet, which has no name), and for one that is
/// named twice.
import::ColumnChoices column_choices(const Invocation& invocation, const read::RowSource& rows);

/// How --dates, --accept-dates, --empty, --literal, --strip-notes and --answers want the cells to be read. Throws
/// Error(Exit::usage) for a field that the entity does not have.
import::CellOptions cell_options(const Invocation& invocation, const model::Entity& entity);

/// Throws Error(Exit::usage) if a column is matched to a field that the entity does not have, or a value for all rows
/// is given of one that it does not have or that a column holds.
void refuse_impossible(const model::Entity& entity, std::span<const std::string> header,
                       const import::ColumnChoices& choices);

/// What --answers, --alias, --same and --new say. Throws Error if one of them is not possible.
std::vector<import::Answer> answers_of(const Invocation& invocation, sqlite::Connection& connection,
                                       const model::Entity& entity);

/// The entities that --create names. Throws Error(Exit::usage) for one whose records need more than a name.
std::vector<const model::Entity*> creatable_kinds(const Invocation& invocation);

/// Sets what --mode, --clear-empty, --complete, --end-missing and --skip-rejected ask for. Throws Error(Exit::usage) if
/// the records of this entity cannot be complete or end.
void add_plan_options(const Invocation& invocation, import::ImportRequest& request);

/// The file of --questions: the answers given so far, and every open question. It is opened before the work begins, so
/// that a path that cannot be written is refused first.
class QuestionFile {
public:
  /// Throws Error(Exit::refused) if the file exists and --force is not given.
  explicit QuestionFile(const Invocation& invocation);

  /// Writes the file, if --questions is given and there is a question.
  void write(const std::vector<import::Question>& questions);

private:
  const Invocation& invocation_;
  std::unique_ptr<write::Sink> sink_;
};

/// `import --template ENTITY`: prints a file to fill in.
Exit print_template(const Invocation& invocation);

}  // namespace iscm::cli
