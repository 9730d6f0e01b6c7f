#include "core/show.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/fields.hpp"
#include "core/filter.hpp"
#include "core/history/source_facts.hpp"
#include "core/names.hpp"

namespace iscm::core {
namespace {

constexpr std::string_view kBetweenCodes = "; ";  // of shown_value(), for a list

/// "This row of temp.facts_on is of the row t of the entity."
std::string fact_key(const Entity& entity) {
  std::string key = "s.key1 = t.id";
  if (entity.is_pure_link) {
    int place = 0;
    key.clear();
    for (const std::string_view name : words(entity.key)) {
      key += fmt::format("{}s.key{} = t.{}", key.empty() ? "" : " AND ", ++place, entity.field(name)->column);
    }
  }
  return fmt::format("s.table_name = '{}' AND {}", entity.table, key);
}

/// One SELECT over the rows of an entity that reads every field, what it refers to included. Without joins: where the
/// tables are views (at_time.hpp), SQLite would read the whole of what it joins.
class RowQuery {
public:
  RowQuery(const Entity& entity, std::vector<const Field*> fields) : entity_(entity), fields_(std::move(fields)) {
    for (const Field* field : fields_) add(*field);
  }

  [[nodiscard]] std::string sql() const {
    return fmt::format("SELECT {} FROM {} AS t", fmt::join(columns_, ", "), entity_.table);
  }

  /// The expression for the class of the record that a field refers to.
  static std::string class_of(const Field& reference) {
    const Field* field = class_field(entity_named(reference.target));
    if (field == nullptr) return "NULL";
    if (field->type == FieldType::choice) return of_target(reference, fmt::format("r.{}", field->column));
    return of_target(reference, fmt::format("(SELECT code FROM {} WHERE id = r.{})", entity_named(field->target).table,
                                            field->column));
  }

  [[nodiscard]] ShownRow read(const db::Statement& statement) const {
    ShownRow row;
    int column = 0;
    for (const Field* field : fields_) {
      row.push_back(read_value(statement, *field, column));
      column += field->type == FieldType::reference ? 3 : 1;
    }
    return row;
  }

private:
  /// An expression over the record r that a field refers to.
  static std::string of_target(const Field& reference, const std::string& expression) {
    return fmt::format("(SELECT {} FROM {} AS r WHERE r.id = t.{})", expression, entity_named(reference.target).table,
                       reference.column);
  }

  void add(const Field& field) {
    if (&field == &facts_field()) {
      columns_.push_back(fmt::format("(SELECT s.fields FROM temp.facts_on AS s WHERE {})", fact_key(entity_)));
      return;
    }
    if (field.type != FieldType::reference) {
      columns_.push_back(shown_value(entity_, field));
      return;
    }
    const Entity& target = entity_named(field.target);
    columns_.push_back(of_target(field, "r.code"));
    columns_.push_back(of_target(field, fmt::format("r.{}", label_field(target)->column)));
    columns_.push_back(class_of(field));
  }

  static ShownValue read_value(const db::Statement& statement, const Field& field, int column) {
    if (field.type == FieldType::list) return split_codes(statement.text(column));
    if (statement.is_null(column)) return {};
    if (field.type == FieldType::reference) {
      return Referred{statement.text(column), statement.text(column + 1), statement.text(column + 2)};
    }
    if (field.is_number()) return statement.integer(column);
    return statement.text(column);
  }

  static std::vector<std::string> split_codes(const std::string& joined) {
    std::vector<std::string> codes;
    for (std::size_t begin = 0; begin < joined.size();) {
      const std::size_t end = std::min(joined.find(kBetweenCodes, begin), joined.size());
      codes.push_back(joined.substr(begin, end - begin));
      begin = end + kBetweenCodes.size();
    }
    return codes;
  }

  const Entity& entity_;
  std::vector<const Field*> fields_;
  std::vector<std::string> columns_;
};

/// Which rows belong to the record ?1.
std::string belonging(const RowsOf& of, const Entity& record, bool by_facts) {
  if (by_facts) return fmt::format("EXISTS (SELECT 1 FROM temp.facts_on AS s WHERE {})", fact_key(*of.entity));
  std::string ids = "?1";
  if (of.takes_in_finer) {
    ids = fmt::format(
        "WITH RECURSIVE within (id) AS (SELECT ?1 UNION SELECT c.id FROM {} AS c JOIN within AS w "
        "ON c.parent_id = w.id) SELECT id FROM within",
        record.table);
  }
  if (of.near->type == FieldType::list) {
    return fmt::format("t.id IN (SELECT {} FROM {} WHERE {} IN ({}))", owner_column(*of.entity), of.near->link_table,
                       of.near->column, ids);
  }
  return fmt::format("t.{} IN ({})", of.near->column, ids);
}

/// A class that is a record of its own is the broader cut: mechanisms by type and role, but members by role and kind.
std::string row_order(const RowsOf& of, const Entity& record, const std::vector<const Field*>& fields) {
  std::vector<std::string> order;
  const auto far = std::find(fields.begin(), fields.end(), far_field(of));
  const Entity* target = far == fields.end() ? nullptr : &entity_named((*far)->target);
  const Field* divides = target == nullptr ? nullptr : class_field(*target);
  for (const Field* role : role_fields(*of.entity)) {
    order.push_back(fmt::format("instr(' {} ', ' ' || t.{} || ' ')", role->choices, role->column));
  }
  if (divides != nullptr) {
    const std::string by_class = RowQuery::class_of(**far);
    order.insert(divides->type == FieldType::reference ? order.begin() : order.end(), by_class);
  }
  if (const Field* own = class_field(*of.entity)) order.push_back(shown_value(*of.entity, *own));
  if (is_list_of(record, *of.entity)) order.emplace_back("t.position");
  for (const std::string_view name : words(of.entity->has_code() ? "code" : of.entity->key)) {
    order.push_back(shown_value(*of.entity, *of.entity->field(name)));
  }
  return fmt::format("{}", fmt::join(order, ", "));
}

std::vector<FieldsOfSource> read_sources(db::Connection& connection, const Entity& entity, std::int64_t id) {
  std::vector<FieldsOfSource> sources;
  for (SourcedFields& fields : sources_of_fields(connection, entity, id)) {
    sources.push_back({connection.text("SELECT code FROM sources WHERE id = ?", fields.source).value_or(""),
                       std::move(fields.fields)});
  }
  return sources;
}

ShownGroup read_group(db::Connection& connection, const Entity& record, const RowsOf& of, std::int64_t id) {
  ShownGroup group{of, {}, {}};
  const bool by_facts = of.near == &source_field();  // what stands on a source is told fact by fact
  for (const Field* field : all_fields(*of.entity)) {
    if (field != of.near || of.takes_in_finer || field->type == FieldType::list) group.fields.push_back(field);
  }
  if (by_facts) group.fields.push_back(&facts_field());
  const RowQuery query(*of.entity, group.fields);
  db::Statement rows = connection.prepare(fmt::format(
      "{} WHERE {} ORDER BY {}", query.sql(), belonging(of, record, by_facts), row_order(of, record, group.fields)));
  if (!by_facts) rows.bind(1, id);
  while (rows.step()) group.rows.push_back(query.read(rows));
  return group;
}

/// The reading of the view mechanism_overview, and the same without those who left.
MemberFigures read_members(db::Connection& connection, std::int64_t id) {
  constexpr std::string_view kListed =
      "(SELECT count(DISTINCT l.member_id) FROM memberships AS l WHERE l.mechanism_id = ?1 AND l.role = 'member'"
      " AND (SELECT kind FROM members AS p WHERE p.id = l.member_id) IN ('state', 'territory'){})";
  db::Statement figures =
      connection.prepare(fmt::format("SELECT (SELECT constituent_states FROM mechanisms WHERE id = ?1), {}, {}",
                                     fmt::format(kListed, ""), fmt::format(kListed, " AND l.valid_to IS NULL")));
  figures.bind(1, id);
  figures.step();
  return {figures.is_null(0) ? std::nullopt : std::optional(figures.integer(0)), figures.integer(1),
          figures.integer(2)};
}

}  // namespace

ShownRecord read_record(db::Connection& connection, const Entity& entity, std::int64_t id) {
  // One state of the file, whatever others write meanwhile.
  const db::Transaction reading(connection, db::Transaction::Kind::read);
  ShownRecord record{&entity, {}, {}, all_fields(entity), {}, {}, {}, {}};
  const RowQuery query(entity, record.fields);
  db::Statement row = connection.prepare(fmt::format("{} WHERE t.id = ?", query.sql()));
  row.bind(1, id);
  row.step();
  record.values = query.read(row);
  record.code = connection.text(fmt::format("SELECT code FROM {} WHERE id = ?", entity.table), id).value_or("");
  record.name =
      connection.text(fmt::format("SELECT {} FROM {} WHERE id = ?", label_field(entity)->column, entity.table), id)
          .value_or("");
  if (entity.name == source_field().target) find_facts_on(connection, id);
  record.sources = read_sources(connection, entity, id);
  if (entity.name == "mechanism") record.members = read_members(connection, id);
  for (const RowsOf& of : rows_of(entity)) record.groups.push_back(read_group(connection, entity, of, id));
  return record;
}

}  // namespace iscm::core
