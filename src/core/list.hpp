#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/entities.hpp"
#include "db/connection.hpp"

namespace iscm::core {

/// What `list` shows: of which entity, which rows, which fields, in what order.
struct ListRequest {
  const Entity* entity = nullptr;
  std::vector<std::string> filters;  ///< field=value, field=a,b, field=2010..2015, field=, field~text
  std::vector<std::string> columns;  ///< empty: Entity::columns
  std::vector<std::string> sort;     ///< field or -field; empty: by code, or by the key of a link
  std::optional<std::int64_t> limit;
  bool unused = false;  ///< only sources on which nothing stands
};

/// The fields that the request shows, in order. Throws Error(Exit::usage) for an unknown one.
std::vector<const Field*> listed_fields(const ListRequest& request);

/// The rows, one column for each of listed_fields(): records by their codes, lists joined with "; ".
/// Throws Error(Exit::usage) for an unknown field or a filter that is none, Error(Exit::refused) for an unknown record.
db::Statement list_rows(db::Connection& connection, const ListRequest& request);

/// One row with one column `count`: how many rows list_rows() gives. Throws as it does.
db::Statement count_rows(db::Connection& connection, const ListRequest& request);

}  // namespace iscm::core
