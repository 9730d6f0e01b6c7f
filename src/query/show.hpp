#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/entities.hpp"
#include "sqlite/connection.hpp"

namespace iscm::query {

/// One way in which rows of an entity belong to a record: memberships to a mechanism by their field `mechanism`.
struct RowsOf {
  const model::Entity* entity;  ///< of the rows
  const model::Field* near;     ///< their field that refers to the record, a reference or a list
  bool takes_in_finer;          ///< also those of the records below it: of theme and region, as totals do
  std::string key;              ///< what the group is called, the same for good: "memberships", "members_by_region"
};

/// Every group of rows that `show` gives with a record of this kind, derived from the fields that refer to it. A new
/// entity or field appears by itself. What a list field holds comes first, then other names, then all else.
std::vector<RowsOf> rows_of(const model::Entity& entity);

/// Whether `links` are what a list field of the entity holds: mechanism-themes, of the field `themes`.
bool is_list_of(const model::Entity& entity, const model::Entity& links);

/// The record on the other side of a link: the member of a membership that is seen from its mechanism. Null where the
/// rows are records of their own, with a code.
const model::Field* far_field(const RowsOf& rows);

/// The field that divides the records of a kind into classes: the type of a mechanism, the kind of a member. Null where
/// there is none.
const model::Field* class_field(const model::Entity& entity);

/// The choices among the fields that identify a row, by which people group: the role of a membership.
std::vector<const model::Field*> role_fields(const model::Entity& entity);

/// A record that a field refers to.
struct Referred {
  std::string code;
  std::string name;         ///< empty where it has none
  std::string class_value;  ///< of its class_field(): "RCP"; empty where it has none
};

/// The value of a field: nothing, a number, a text, the record referred to, or the codes of a list.
using ShownValue = std::variant<std::monostate, std::int64_t, std::string, Referred, std::vector<std::string>>;

using ShownRow = std::vector<ShownValue>;

/// The rows that belong to the record in one way.
struct ShownGroup {
  RowsOf of;
  std::vector<const model::Field*>
      fields;                  ///< one for each value of a row; without of.near, unless finer records are in
  std::vector<ShownRow> rows;  ///< by role, class and what identifies them
};

/// The published number of constituent States against those on the list, by both ways to read it.
struct MemberFigures {
  std::optional<std::int64_t> published;
  std::int64_t listed;   ///< States and territories in the role of member, past members included
  std::int64_t current;  ///< those of them whose membership has no end
};

/// A source, by its code, and the fields of the record that stand on it; empty: on none.
struct FieldsOfSource {
  std::string code;
  std::vector<std::string> fields;
};

/// A record with all that belongs to it.
struct ShownRecord {
  const model::Entity* entity;
  std::string code;
  std::string name;                         ///< empty where it has none
  std::vector<const model::Field*> fields;  ///< all_fields(*entity)
  ShownRow values;
  std::vector<FieldsOfSource> sources;   ///< by the version that set each field
  std::optional<MemberFigures> members;  ///< of mechanisms
  std::vector<ShownGroup> groups;
};

/// Reads the record with this id, which exists.
ShownRecord read_record(sqlite::Connection& connection, const model::Entity& entity, std::int64_t id);

/// The record as one JSON object, the same keys for every record of a kind: `fields` with a key for each field,
/// `sources` with the fields that stand on each, `members` of a mechanism, `links` with a key for each group. Ends with
/// a line break.
std::string record_as_json(const ShownRecord& record);

/// The record for people, in lines of at most `width` columns where they can be; 0: as wide as needed. Values of other
/// people's making are made visible.
std::string record_as_text(const ShownRecord& record, std::size_t width);

}  // namespace iscm::query
