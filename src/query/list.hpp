#pragma once

// The rows of one entity: filtered, with the columns and in the order that were asked for. `list` prints them, export
// writes all of them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/entities.hpp"
#include "sqlite/connection.hpp"

namespace iscm::query {

struct ListRequest {
  const model::Entity* entity = nullptr;
  std::vector<std::string> filters;  ///< as read_filter() takes them
  std::vector<std::string> columns;  ///< names of fields; empty: Entity::columns
  std::vector<std::string> sort;     ///< field or -field; empty: by code, or by the key of a link
  std::optional<std::int64_t> limit;
  bool unused = false;  ///< only sources that are the evidence for nothing
};

/// The fields that the request shows, in order. Throws Error(Exit::usage) for an unknown one.
std::vector<const model::Field*> listed_fields(const ListRequest& request);

/// The rows, with a column for each of listed_fields(), as shown_value() gives it.
/// Throws Error(Exit::usage) for an unknown field and for what is not a filter, Error(Exit::refused) for an unknown
/// record.
sqlite::Statement list_rows(sqlite::Connection& connection, const ListRequest& request);

/// One row with one column `count`: how many rows list_rows() gives. Throws as it does.
sqlite::Statement count_rows(sqlite::Connection& connection, const ListRequest& request);

/// What to tell people whose filters may have meant something else: that no record has a name in the field that was
/// asked, with the record that has it in another field; and if nothing was found at all, the field that they probably
/// meant. The filters are those that read_filter() understands.
std::vector<std::string> filter_notes(sqlite::Connection& connection, const model::Entity& entity,
                                      const std::vector<std::string>& filters, bool found_nothing);

}  // namespace iscm::query
