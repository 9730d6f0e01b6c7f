// The other shapes of a table, read from CSV.
#include <set>

#include "error.hpp"
#include "read/csv.hpp"
#include "read/groups.hpp"
#include "read/list_cells.hpp"
#include "read/matrix.hpp"
#include "read/table_end.hpp"
#include "read/transposed.hpp"
#include "reading.hpp"

namespace iscm::fuzz {
namespace {

std::unique_ptr<read::RowSource> shaped(unsigned choice, std::unique_ptr<read::RowSource> rows) {
  const std::size_t last = rows->header().size() - 1;
  const auto is_name = [](std::string_view text) { return text.size() % 3 == 1; };
  switch (choice % 6) {
    case 0:
      return read::with_groups(std::move(rows), {.filled = {0, last / 2}, .section = {}});
    case 1:
      return read::with_groups(std::move(rows), {.filled = {last}, .section = "section"});
    case 2:
      return read::with_list_cells(std::move(rows), last, is_name);
    case 3:
      return read::with_marks_as_rows(std::move(rows),
                                      {.names = {"a", "b", "c", "d"},
                                       .label = choice % 2 == 0 ? std::optional(last / 2) : std::nullopt,
                                       .ignored = {last},
                                       .tick = "t",
                                       .marks = {{"o", "p"}, {"-", ""}},
                                       .meaning = [](std::string_view) { return ""; }});
    case 4:
      return read::transposed(std::move(rows));
    default:
      return rows;
  }
}

/// Each row is as wide as the header and has a line and places of its own.
void run(std::string_view input) {
  if (input.empty()) return;
  const auto choice = static_cast<unsigned char>(input[0]);
  read::CsvOptions options;
  options.pads_lone_cells = (choice & 64U) != 0;
  auto plain = read::open_csv(read::memory_bytes(input.substr(1), "fuzz"), "fuzz", options);
  if (plain->header().empty()) return;
  const auto rows = shaped(choice, read::without_talk_below(std::move(plain), (choice & 128U) != 0));
  std::set<std::size_t> lines;
  while (rows->next()) {
    require(rows->cells().size() == rows->header().size(), "a row is as wide as the header");
    require(lines.insert(rows->line()).second, "no two rows have one line");
    require(read::physical_line(rows->line()) >= 1, "a row has a line");
    for (std::size_t i = 0; i < rows->header().size(); ++i) {
      require(!rows->cell_place(rows->line(), i).empty(), "a cell has a place");
    }
  }
  require(!rows->next(), "the end stays the end");
  for (const read::Problem& problem : rows->problems()) require(!problem.code.empty(), "a problem has a code");
  for (const read::Note& note : rows->notes()) require(!note.message.empty(), "a note says something");
}

}  // namespace
}  // namespace iscm::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    iscm::fuzz::run({reinterpret_cast<const char*>(data), size});
  } catch (const iscm::Error&) {
    return 0;  // too large
  }
  return 0;
}
