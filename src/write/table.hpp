#pragma once

// Tables for people, as wide as their terminal.

#include <memory>

#include "write/row_writer.hpp"

namespace iscm::write {

std::unique_ptr<RowWriter> table_writer(Sink& sink, const WriterOptions& options);

}  // namespace iscm::write
