#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/import/job.hpp"
#include "out/row_writer.hpp"
#include "read/row_source.hpp"

namespace iscm::core {

/// The columns that write_rejects() adds.
std::span<const std::string_view> rejects_columns();

/// Whether a column is one of those that write_rejects() adds: an import passes over them.
bool is_rejects_column(std::string_view name);

/// Writes every rejected row as it was read, with the line on which it stood and what is wrong with it: columns
/// iscm_line, iscm_column, iscm_code and iscm_message. Where a row could not be divided into as many cells as there are
/// columns, these stay empty and iscm_raw has it as it stands in the input. Gives the number of rows.
std::int64_t write_rejects(Job& job, const read::RowSource& rows, out::RowWriter& writer);

}  // namespace iscm::core
