#include "query/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "model/field_types.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"

namespace iscm::query {
namespace {

/// Between the parts of a key: no value has this character.
constexpr std::string_view kBetween = " || char(31) || ";

/// A list that is kept as links is compared as these.
bool is_compared_as_links(const model::Field& field) {
  return field.type == model::FieldType::list && model::entity_of_table(field.link_table) != nullptr;
}

/// Compares the rows of one entity on both sides. The tables temp.older_side and temp.newer_side have a row for each
/// record: key, record, label and a column for each compared field.
class EntityDiff {
public:
  EntityDiff(sqlite::Connection& connection, const model::Entity& entity, int part)
      : connection_(connection), entity_(entity), part_(part), key_(model::key_fields(entity)) {
    if (entity.has_code()) key_ = {entity.field("code")};
    for (const model::Field& field : entity.fields) {
      const bool in_key = std::find(key_.begin(), key_.end(), &field) != key_.end();
      if (!in_key && !is_compared_as_links(field)) compared_.push_back(&field);
    }
  }

  void compare(const std::string& older, const std::string& newer) {
    read_side("older_side", older);
    read_side("newer_side", newer);
    find_missing("removed", "older_side", "newer_side", "label, NULL");
    find_missing("new", "newer_side", "older_side", "NULL, label");
    find_changed();
  }

private:
  /// The value of a field of `t` in a schema: codes, never ids.
  std::string value(const model::Field& field, const std::string& schema) const {
    const std::string column = fmt::format("t.{}", field.column);
    if (field.target.empty()) return column;
    const std::string target = fmt::format("{}.{}", schema, model::entity_named(field.target).table);
    if (field.type == model::FieldType::reference) return model::code_by_id(target, column);
    return fmt::format(
        "(SELECT group_concat(code, '; ') FROM (SELECT r.code FROM {}.{} AS l JOIN {} AS r ON r.id = l.{}"
        " WHERE l.{} = t.id ORDER BY r.code))",
        schema, field.link_table, target, field.column, model::owner_column(entity_));
  }

  std::string key_text(const std::string& schema, std::string_view between) const {
    std::vector<std::string> parts;
    for (const model::Field* field : key_) parts.push_back(fmt::format("ifnull({}, '')", value(*field, schema)));
    return model::joined(parts, between);
  }

  void read_side(std::string_view side, const std::string& schema) {
    const model::Field* label = entity_.has_code() ? model::label_field(entity_) : nullptr;
    std::string columns;
    std::string values;
    for (std::size_t i = 0; i < compared_.size(); ++i) {
      columns += fmt::format(", f{}", i);
      values += ", " + value(*compared_[i], schema);
    }
    connection_.run(fmt::format("DROP TABLE IF EXISTS temp.{}", side));
    connection_.run(
        fmt::format("CREATE TEMP TABLE {} (key PRIMARY KEY, record, label{}) WITHOUT ROWID", side, columns));
    connection_.run(fmt::format("INSERT INTO temp.{} SELECT {}, rtrim({}), {}{} FROM {}.{} AS t", side,
                                key_text(schema, kBetween), key_text(schema, " || ' ' || "),
                                label == nullptr ? "NULL" : fmt::format("t.{}", label->column), values, schema,
                                entity_.table));
  }

  void find_missing(std::string_view action, std::string_view from, std::string_view in, std::string_view values) {
    connection_.run(
        fmt::format("INSERT INTO temp.difference SELECT {}, '{}', record, '{}', 0, NULL, {} FROM temp.{}"
                    " WHERE key NOT IN (SELECT key FROM temp.{})",
                    part_, entity_.name, action, values, from, in));
  }

  void find_changed() {
    for (std::size_t i = 0; i < compared_.size(); ++i) {
      connection_.run(
          fmt::format("INSERT INTO temp.difference SELECT {0}, '{1}', b.record, 'change', {2}, '{3}', a.f{4},"
                      " b.f{4} FROM temp.older_side AS a JOIN temp.newer_side AS b ON b.key = a.key"
                      " WHERE a.f{4} IS NOT b.f{4}",
                      part_, entity_.name, i + 1, compared_[i]->name, i));
    }
  }

  sqlite::Connection& connection_;
  const model::Entity& entity_;
  int part_;
  std::vector<const model::Field*> key_;
  std::vector<const model::Field*> compared_;
};

}  // namespace

Differences compare_records(sqlite::Connection& connection, const std::string& older, const std::string& newer) {
  connection.run("DROP TABLE IF EXISTS temp.difference");
  connection.run("CREATE TEMP TABLE difference (part, entity, record, action, place, field, old, new)");
  int part = 0;
  for (const model::Entity& entity : model::entities()) EntityDiff(connection, entity, part++).compare(older, newer);
  sqlite::Statement counts = connection.prepare(
      "SELECT count(*) FILTER (WHERE action = 'new'), count(*) FILTER (WHERE action = 'removed'),"
      " count(*) FILTER (WHERE action = 'change') FROM temp.difference");
  counts.step();
  return {counts.integer(0), counts.integer(1), counts.integer(2)};
}

sqlite::Statement difference_rows(sqlite::Connection& connection) {
  return connection.prepare(
      "SELECT entity, record, action, field, old, new FROM temp.difference ORDER BY part, record, place, action DESC");
}

}  // namespace iscm::query
