#pragma once

// A record as programs read it.

#include <string>

#include "query/show.hpp"

namespace iscm::query {

/// The record as one JSON object and a line break, with the same keys for every record of a kind: `fields` with a key
/// for each field, `sources` with the fields for which each is the evidence, `members` of a mechanism, `links` with a
/// key for each group.
std::string record_as_json(const ShownRecord& record);

}  // namespace iscm::query
