#pragma once

#include "core/import/job.hpp"

namespace iscm::core {

/// Gives temp.input its columns id_<field>, once names are resolved: the record that the cell of the field names, where
/// temp.resolved knows exactly one. `fields` are the mapped references, `source` perhaps among them.
///
/// id_source is there always: a row that names no source rests on that of the whole file. Throws Error(Exit::refused)
/// where there is none of that code.
void add_id_columns(Job& job, const std::vector<const Field*>& fields);

}  // namespace iscm::core
