#pragma once

// Inputs of several tables, each of another entity: the sheets of a workbook, the files of a folder or of a data
// package.

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "model/entities.hpp"

namespace iscm::cli {

/// One table of such an input.
struct InputPart {
  std::string file;
  std::string sheet;            ///< of a workbook; else empty
  const model::Entity* entity;  ///< null for evidence
  std::string title;            ///< for people: "sheet theme", "record/theme.csv"
};

/// Whether FILE has several tables: --sheet all is given, or it is a folder or a datapackage.json.
bool has_parts(const Invocation& invocation);

/// The tables of FILE, in an order in which each finds what it names. Of a folder they are the files whose name or
/// header is that of an entity, of a data package its resources; notes say which files are passed over. Throws
/// Error(Exit::usage) if another option is about one table, Error(Exit::refused) if there is none, or if a sheet or
/// resource fits no entity, and what reading throws.
std::vector<InputPart> parts_of(const Invocation& invocation);

}  // namespace iscm::cli
