#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/entities.hpp"
#include "core/show_relations.hpp"
#include "db/connection.hpp"

namespace iscm::core {

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
  std::vector<const Field*> fields;  ///< one for each value of a row; without of.near, unless finer records are in
  std::vector<ShownRow> rows;        ///< by role, class and what identifies them
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
  const Entity* entity;
  std::string code;
  std::string name;                  ///< empty where it has none
  std::vector<const Field*> fields;  ///< all_fields(*entity)
  ShownRow values;
  std::vector<FieldsOfSource> sources;   ///< by the version that set each field
  std::optional<MemberFigures> members;  ///< of mechanisms
  std::vector<ShownGroup> groups;
};

/// Reads the record with this id, which exists.
ShownRecord read_record(db::Connection& connection, const Entity& entity, std::int64_t id);

/// The record as one JSON object, the same keys for every record of a kind: `fields` with a key for each field,
/// `sources` with the fields that stand on each, `members` of a mechanism, `links` with a key for each group. Ends with
/// a line break.
std::string record_as_json(const ShownRecord& record);

/// The record for people, in lines of at most `width` columns where they can be; 0: as wide as needed. Values of other
/// people's making are made visible.
std::string record_as_text(const ShownRecord& record, std::size_t width);

}  // namespace iscm::core
