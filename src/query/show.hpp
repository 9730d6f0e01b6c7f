#pragma once

// One record with all that belongs to it, as data: its fields with their sources, and the rows of every entity that
// refers to it. What belongs to a record follows from the description of the entities; a new entity or field appears
// by itself. show_text.hpp and show_json.hpp print it.

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
  std::string key;              ///< the name of the group, which never changes: "memberships", "members_by_region"
};

/// Every group of rows that `show` prints with a record of this kind: those behind its list fields first, then other
/// names, then all else.
std::vector<RowsOf> rows_of(const model::Entity& entity);

/// The field with the record on the other side of a link: the member of a membership that is seen from its mechanism.
/// Null if the rows are records, with a code.
const model::Field* far_field(const RowsOf& rows);

/// The field that divides the records of a kind into classes: the type of a mechanism, the kind of a member. Null if
/// there is none.
const model::Field* class_field(const model::Entity& entity);

/// What divides the rows of a group into classes: the value of a choice or reference of the rows (the role of a
/// membership), or the class of the records on their other side.
struct Divider {
  const model::Field* field = nullptr;
  const model::Field* far_class =
      nullptr;  ///< class_field() of the records that `field` refers to; null: its own value
};

/// The dividers of a group, in the order by which its rows are sorted: a class that is itself a record comes before the
/// role. Mechanisms are divided by type and role, but members by role and kind.
std::vector<Divider> dividers(const RowsOf& rows);

/// A record that a field refers to.
struct Referred {
  std::string code;
  std::string name;         ///< empty if it has none
  std::string class_value;  ///< of its class_field(): "RCP"; empty if it has none
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

/// The published number of States of a mechanism, and how many are on its list.
struct MemberFigures {
  std::optional<std::int64_t> published;
  std::int64_t listed;   ///< States and territories in the role of member, past members included
  std::int64_t current;  ///< those of them whose membership has no end
};

/// A source, by its code, and the fields of the record for which it is the evidence; the empty code: unsourced fields.
struct FieldsOfSource {
  std::string code;
  std::vector<std::string> fields;
};

struct ShownRecord {
  const model::Entity* entity;
  std::string code;
  std::string name;                         ///< empty if it has none
  std::vector<const model::Field*> fields;  ///< all_fields(*entity)
  ShownRow values;
  std::vector<FieldsOfSource> sources;   ///< by the version that set each field
  std::optional<MemberFigures> members;  ///< of mechanisms
  std::vector<ShownGroup> groups;
};

/// Reads the record with this id, which exists; all of it as of one moment if the caller holds a transaction.
ShownRecord read_record(sqlite::Connection& connection, const model::Entity& entity, std::int64_t id);

}  // namespace iscm::query
