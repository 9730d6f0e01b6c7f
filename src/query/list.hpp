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
  std::vector<std::string> filters;  ///< as read_filters() takes them
  std::vector<std::string> columns;  ///< names of fields; empty: Entity::columns
  std::vector<std::string> sort;     ///< field or -field; empty: by code, or by the key of a link
  std::optional<std::int64_t> limit;
  bool unused = false;        ///< only sources that are the evidence for nothing
  std::string today{};        ///< YYYY-MM-DD: what that word means in a filter; empty if there are no filters
  bool past_included = true;  ///< whether the links that are over are among those that filters find
};

/// The fields that the request shows, in order. Throws Error(Exit::usage) for an unknown one.
std::vector<const model::Field*> listed_fields(const ListRequest& request);

/// The rows, with a column for each of listed_fields(), as shown_value() gives it.
/// Throws Error(Exit::usage) for an unknown field and for what is not a filter, Error(Exit::refused) for an unknown
/// record.
sqlite::Statement list_rows(sqlite::Connection& connection, const ListRequest& request);

/// One row with one column `count`: how many rows list_rows() gives. Throws as it does.
sqlite::Statement count_rows(sqlite::Connection& connection, const ListRequest& request);

/// Of an entity with dates, the rows with neither start nor end among those of list_rows(): "13 of 15 memberships".
/// Empty if there are none. Throws as list_rows() does.
std::string undated_rows(sqlite::Connection& connection, const ListRequest& request);

/// What to tell people whose filters may have meant something else: that links count in any role and on any basis; that
/// no record has a name in the field that was asked, with the record that has it in another field; and if nothing was
/// found at all, the field that they probably meant. The filters are those that read_filters() understands.
std::vector<std::string> filter_notes(sqlite::Connection& connection, const ListRequest& request, bool found_nothing);

}  // namespace iscm::query
