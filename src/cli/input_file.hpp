#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "model/entities.hpp"
#include "read/row_source.hpp"

namespace iscm::cli {

/// Opens FILE of the invocation as --input-format, --encoding and --max-rows say. The header is the first line in which
/// at least two cells and half of all are names of fields (of the entity of --as, else of any one entity) or stand
/// among `known_columns`, those that options of the command name; else the first line. Throws Error(Exit::usage) for
/// options that cannot be, else what read::open_table() throws.
std::unique_ptr<read::RowSource> open_input(const Invocation& invocation, const std::string& file,
                                            std::vector<std::string> known_columns);

/// Tells what the reader passed over, on standard error.
void tell_notes(const std::string& file, std::span<const read::Note> notes);

}  // namespace iscm::cli
