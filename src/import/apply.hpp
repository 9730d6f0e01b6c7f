#pragma once

#include <cstdint>

#include "import/staging.hpp"
#include "read/row_source.hpp"

// Writing a plan. You need this header when a plan is made, nothing blocks it, and a revision is open.

namespace iscm::import {

/// Writes new records (of other kinds too), changes, links of lists and aliases under this revision: one statement for
/// each table and kind of change. Throws Error(Exit::failed) if a name led to a record that is not there.
void write_changes(Job& job, std::int64_t revision);

/// Keeps that a file was imported; its header and the fields of its columns as JSON arrays.
void keep_file(Job& job, std::string_view name, const read::FileFacts& facts, std::string_view header,
               std::string_view mapping, std::int64_t revision);

/// Keeps the file and its rows as they were read, those that were rejected too.
void keep_rows(Job& job, std::string_view file, const read::RowSource& rows, std::int64_t revision);

}  // namespace iscm::import
