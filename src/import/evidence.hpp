#pragma once

// A file of evidence, as `export evidence` writes it: a row for each fact and source. It changes no field: what the
// record has not is cited.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "history/citations.hpp"
#include "import/staging.hpp"
#include "read/row_source.hpp"
#include "sqlite/connection.hpp"

namespace iscm::import {

/// Whether a header is one of a file of evidence: entity, record, field and source are among its columns.
bool is_evidence(std::span<const std::string> header);

/// What such a file would add. Rows without a source say that there is none, and add nothing.
struct EvidencePlan {
  struct Row {
    const model::Entity* entity = nullptr;
    std::vector<std::int64_t> key;
    history::Citation citation;
  };

  std::vector<Row> cited;
  std::int64_t known = 0;  ///< rows whose source the record has for the fact
  std::vector<Problem> problems;
};

/// Reads the rows: problems are an unknown entity, record, field or source, and a value that the record has not or not
/// any more.
EvidencePlan plan_evidence(sqlite::Connection& connection, read::RowSource& rows);

/// Cites what is new under this open revision.
void write_evidence(sqlite::Connection& connection, const EvidencePlan& plan, std::int64_t revision);

}  // namespace iscm::import
