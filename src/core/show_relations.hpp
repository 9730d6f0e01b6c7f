#pragma once

#include <string>
#include <vector>

#include "core/entities.hpp"

namespace iscm::core {

/// One way in which rows of an entity belong to a record: memberships to a mechanism by their field `mechanism`.
struct RowsOf {
  const Entity* entity;  ///< of the rows
  const Field* near;     ///< their field that refers to the record, a reference or a list
  bool takes_in_finer;   ///< also those of the records below it: of theme and region, as totals do
  std::string key;       ///< what the group is called, the same for good: "memberships", "members_by_region"
};

/// Every group of rows that `show` gives with a record of this kind, derived from the fields that refer to it. A new
/// entity or field appears by itself. What a list field holds comes first, then other names, then all else.
std::vector<RowsOf> rows_of(const Entity& entity);

/// Whether `links` are what a list field of the entity holds: mechanism-themes, of the field `themes`.
bool is_list_of(const Entity& entity, const Entity& links);

/// The record on the other side of a link: the member of a membership that is seen from its mechanism. Null where the
/// rows are records of their own, with a code.
const Field* far_field(const RowsOf& rows);

/// The field that divides the records of a kind into classes: the type of a mechanism, the kind of a member. Null where
/// there is none.
const Field* class_field(const Entity& entity);

/// The choices among the fields that identify a row, by which people group: the role of a membership.
std::vector<const Field*> role_fields(const Entity& entity);

}  // namespace iscm::core
