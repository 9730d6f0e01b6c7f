#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/entities.hpp"
#include "sqlite/connection.hpp"

namespace iscm::query {

/// What `list` shows: of which entity, which rows, which fields, in what order.
struct ListRequest {
  const model::Entity* entity = nullptr;
  std::vector<std::string> filters;  ///< field=value, field=a,b, field=2010..2015, field=, field~text
  std::vector<std::string> columns;  ///< empty: Entity::columns
  std::vector<std::string> sort;     ///< field or -field; empty: by code, or by the key of a link
  std::optional<std::int64_t> limit;
  bool unused = false;  ///< only sources on which nothing stands
};

/// The fields that the request shows, in order. Throws Error(Exit::usage) for an unknown one.
std::vector<const model::Field*> listed_fields(const ListRequest& request);

/// The rows, one column for each of listed_fields(): records by their codes, lists joined with "; ".
/// Throws Error(Exit::usage) for an unknown field or a filter that is none, Error(Exit::refused) for an unknown record.
sqlite::Statement list_rows(sqlite::Connection& connection, const ListRequest& request);

/// One row with one column `count`: how many rows list_rows() gives. Throws as it does.
sqlite::Statement count_rows(sqlite::Connection& connection, const ListRequest& request);

/// What to tell somebody whose filters may have meant something else: a name that no record has in the field that was
/// asked, with the record that is called so after all; and where nothing was found at all, the field that asks for what
/// was probably wanted. The filters are those that read_filter() understands.
std::vector<std::string> filter_notes(sqlite::Connection& connection, const model::Entity& entity,
                                      const std::vector<std::string>& filters, bool found_nothing);

}  // namespace iscm::query
