#include "query/show.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "history/evidence.hpp"
#include "model/field_types.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"
#include "query/filter.hpp"
#include "text/utf8.hpp"

namespace iscm::query {
namespace {

bool identifies(const model::Entity& entity, const model::Field& field) {
  const auto key = model::key_fields(entity);
  return std::find(key.begin(), key.end(), &field) != key.end();
}

/// Rows that cannot be without the record have the plain name of their kind; others say by which field they belong, so
/// that the name does not change when a second such field is added.
std::string group_key(const model::Entity& entity, const model::Field& near) {
  if (&near == &model::source_field() || identifies(entity, near)) return std::string(entity.plural);
  return fmt::format("{}_by_{}", entity.plural, near.name);
}

/// A list that is kept as links has rows of its own, which refer to the record themselves.
bool refers_to(const model::Field& field, const model::Entity& entity) {
  if (field.target != entity.name) return false;
  return field.type == model::FieldType::reference || model::entity_of_table(field.link_table) == nullptr;
}

bool is_list_of(const model::Entity& entity, const model::Entity& links) {
  return std::any_of(entity.fields.begin(), entity.fields.end(),
                     [&](const model::Field& field) { return field.link_table == links.table; });
}

/// The order of the groups.
int rank(const model::Entity& of, const model::Entity& rows) {
  if (is_list_of(of, rows)) return 0;
  return rows.table == of.alias_table ? 1 : 2;
}

/// The condition that the row s of temp.facts_on is of the row t of the entity.
std::string fact_key(const model::Entity& entity) {
  std::string key = fmt::format("s.table_name = '{}'", entity.table);
  if (!entity.is_pure_link) return key + " AND s.key1 = t.id";
  int place = 0;
  for (const model::Field* field : model::key_fields(entity)) {
    key += fmt::format(" AND s.key{} = t.{}", ++place, field->column);
  }
  return key;
}

/// One SELECT over the rows of an entity that reads every field, and what it refers to. Without joins: if the tables
/// are views (at_time.hpp), SQLite would read the whole of what it joins.
class RowQuery {
public:
  /// Of a row: the source of its newest version, as a record; all of its sources; or the one, which no row has more
  /// than.
  enum class Sources { newest, all, only };

  RowQuery(const model::Entity& entity, std::vector<const model::Field*> fields, Sources sources = Sources::newest)
      : entity_(entity), fields_(std::move(fields)), sources_(sources) {
    for (const model::Field* field : fields_) add(*field);
  }

  [[nodiscard]] std::string sql() const {
    return fmt::format("SELECT {} FROM {} AS t", model::joined(columns_), entity_.table);
  }

  /// The expression for the class of the record that a field refers to.
  static std::string class_of(const model::Field& reference) {
    const model::Field* field = class_field(model::entity_named(reference.target));
    if (field == nullptr) return "NULL";
    if (field->type == model::FieldType::choice) return of_target(reference, fmt::format("r.{}", field->column));
    return of_target(reference,
                     model::code_by_id(model::entity_named(field->target).table, fmt::format("r.{}", field->column)));
  }

  [[nodiscard]] ShownRow read(const sqlite::Statement& statement) const {
    ShownRow row;
    int column = 0;
    for (const model::Field* field : fields_) {
      row.push_back(read_value(statement, *field, column));
      column += is_record(*field) ? 3 : 1;
    }
    return row;
  }

private:
  /// An expression over the record r that a field refers to.
  static std::string of_target(const model::Field& reference, const std::string& expression) {
    return fmt::format("(SELECT {} FROM {} AS r WHERE r.id = t.{})", expression,
                       model::entity_named(reference.target).table, reference.column);
  }

  void add(const model::Field& field) {
    if (&field == &history::facts_field()) {
      columns_.push_back(fmt::format("(SELECT s.fields FROM temp.facts_on AS s WHERE {})", fact_key(entity_)));
      return;
    }
    if (!is_record(field)) {
      const bool is_source = &field == &model::source_field();
      columns_.push_back(is_source && sources_ == Sources::all ? history::shown_sources(entity_, "t")
                         : is_source                           ? model::code_by_id("sources", "t.source_id")
                                                               : shown_value(entity_, field));
      return;
    }
    const model::Entity& target = model::entity_named(field.target);
    columns_.push_back(of_target(field, "r.code"));
    columns_.push_back(of_target(field, fmt::format("r.{}", model::label_field(target)->column)));
    columns_.push_back(class_of(field));
  }

  [[nodiscard]] bool is_record(const model::Field& field) const {
    return field.type == model::FieldType::reference &&
           (sources_ == Sources::newest || &field != &model::source_field());
  }

  [[nodiscard]] ShownValue read_value(const sqlite::Statement& statement, const model::Field& field, int column) const {
    if (field.type == model::FieldType::list) {
      const std::string codes = statement.text(column);
      const auto parts = text::split(codes, "; ");  // as shown_value() joins them
      return std::vector<std::string>(parts.begin(), parts.end());
    }
    if (statement.is_null(column)) return {};
    if (is_record(field)) {
      return Referred{statement.text(column), statement.text(column + 1), statement.text(column + 2)};
    }
    if (field.is_number()) return statement.integer(column);
    return statement.text(column);
  }

  const model::Entity& entity_;
  std::vector<const model::Field*> fields_;
  Sources sources_;
  std::vector<std::string> columns_;
};

/// Which rows `row` belong to the record with this id.
std::string belonging(const RowsOf& of, const model::Entity& record, std::int64_t id, std::string_view row) {
  const std::string ids = of.takes_in_finer ? with_finer(record, fmt::format("SELECT {}", id)) : fmt::format("{}", id);
  if (of.near->type == model::FieldType::list) {
    return fmt::format("{}.id IN (SELECT {} FROM {} WHERE {} IN ({}))", row, model::owner_column(*of.entity),
                       of.near->link_table, of.near->column, ids);
  }
  return fmt::format("{}.{} IN ({})", row, of.near->column, ids);
}

std::string row_order(const RowsOf& of, const model::Entity& record) {
  std::vector<std::string> order;
  for (const Divider& divider : dividers(of)) {
    const model::Field& field = *divider.field;
    if (divider.far_class != nullptr) {
      order.push_back(RowQuery::class_of(field));
    } else if (identifies(*of.entity, field)) {
      order.push_back(fmt::format("instr(' {} ', ' ' || t.{} || ' ')", field.choices, field.column));
    } else {
      order.push_back(shown_value(*of.entity, field));
    }
  }
  if (is_list_of(record, *of.entity)) order.emplace_back("t.position");
  for (const std::string_view name : model::words(of.entity->has_code() ? "code" : of.entity->key)) {
    order.push_back(shown_value(*of.entity, *of.entity->field(name)));
  }
  return model::joined(order);
}

std::vector<FieldsOfSource> read_sources(sqlite::Connection& connection, const model::Entity& entity, std::int64_t id) {
  std::vector<FieldsOfSource> sources;
  for (history::SourcedFields& fields : history::sources_of_fields(connection, entity, id)) {
    sources.push_back({connection.text("SELECT code FROM sources WHERE id = ?", fields.source).value_or(""),
                       std::move(fields.fields)});
  }
  return sources;
}

ShownGroup read_group(sqlite::Connection& connection, const model::Entity& record, const RowsOf& of, std::int64_t id) {
  ShownGroup group{of, {}, {}};
  const bool by_facts = of.near == &model::source_field();  // a source is the evidence for single facts of a row
  for (const model::Field* field : model::all_fields(*of.entity)) {
    if (field != of.near || of.takes_in_finer || field->type == model::FieldType::list) group.fields.push_back(field);
  }
  if (by_facts) group.fields.push_back(&history::facts_field());
  const std::string belongs = belonging(of, record, id, "r");
  const bool several = !by_facts && history::may_have_several_sources(connection, *of.entity, belongs);
  if (several) history::find_record_sources(connection, *of.entity, belongs);
  const RowQuery query(*of.entity, group.fields,
                       by_facts  ? RowQuery::Sources::newest
                       : several ? RowQuery::Sources::all
                                 : RowQuery::Sources::only);
  sqlite::Statement rows = connection.prepare(
      fmt::format("{} WHERE {} ORDER BY {}", query.sql(),
                  by_facts ? fmt::format("EXISTS (SELECT 1 FROM temp.facts_on AS s WHERE {})", fact_key(*of.entity))
                           : belonging(of, record, id, "t"),
                  row_order(of, record)));
  while (rows.step()) group.rows.push_back(query.read(rows));
  return group;
}

/// Counted as the view mechanism_overview does, and the same without those who left.
MemberFigures read_members(sqlite::Connection& connection, std::int64_t id) {
  constexpr std::string_view kListed =
      "(SELECT count(DISTINCT l.member_id) FROM memberships AS l WHERE l.mechanism_id = ?1 AND l.role = 'member'"
      " AND (SELECT kind FROM members AS p WHERE p.id = l.member_id) IN ('state', 'territory'){})";
  sqlite::Statement figures =
      connection.prepare(fmt::format("SELECT (SELECT constituent_states FROM mechanisms WHERE id = ?1), {}, {}",
                                     fmt::format(kListed, ""), fmt::format(kListed, " AND l.valid_to IS NULL")));
  figures.bind(1, id);
  figures.step();
  return {figures.is_null(0) ? std::nullopt : std::optional(figures.integer(0)), figures.integer(1),
          figures.integer(2)};
}

}  // namespace

std::vector<RowsOf> rows_of(const model::Entity& entity) {
  std::vector<RowsOf> groups;
  for (const model::Entity& rows : model::entities()) {
    for (const model::Field& field : rows.fields) {
      if (!refers_to(field, entity)) continue;
      const bool belongs_to_one = &rows == &entity || rows.table == entity.alias_table;
      groups.push_back({&rows, &field, entity.field("parent") != nullptr && !belongs_to_one, group_key(rows, field)});
    }
    if (entity.name == model::source_field().target) {
      groups.push_back({&rows, &model::source_field(), false, group_key(rows, model::source_field())});
    }
  }
  std::stable_sort(groups.begin(), groups.end(), [&](const RowsOf& left, const RowsOf& right) {
    return rank(entity, *left.entity) < rank(entity, *right.entity);
  });
  return groups;
}

const model::Field* far_field(const RowsOf& rows) {
  if (rows.entity->has_code()) return nullptr;
  for (const model::Field& field : rows.entity->fields) {
    if (field.type == model::FieldType::reference && &field != rows.near && identifies(*rows.entity, field))
      return &field;
  }
  return nullptr;
}

const model::Field* class_field(const model::Entity& entity) {
  const auto found = std::find_if(entity.fields.begin(), entity.fields.end(), [](const model::Field& field) {
    const bool divides = field.type == model::FieldType::reference || field.type == model::FieldType::choice;
    return divides && field.required;
  });
  return entity.has_code() && found != entity.fields.end() ? &*found : nullptr;
}

std::vector<Divider> dividers(const RowsOf& rows) {
  std::vector<Divider> found;
  for (const model::Field& field : rows.entity->fields) {
    if (field.type == model::FieldType::choice && identifies(*rows.entity, field)) found.push_back({&field});
  }
  const model::Field* far = far_field(rows);
  if (const model::Field* far_class = far == nullptr ? nullptr : class_field(model::entity_named(far->target))) {
    const bool first = far_class->type == model::FieldType::reference;
    found.insert(first ? found.begin() : found.end(), {far, far_class});
  }
  if (const model::Field* own = class_field(*rows.entity)) found.push_back({own});
  return found;
}

ShownRecord read_record(sqlite::Connection& connection, const model::Entity& entity, std::int64_t id) {
  ShownRecord record{&entity, {}, {}, model::all_fields(entity), {}, {}, {}, {}};
  const RowQuery query(entity, record.fields);
  sqlite::Statement row = connection.prepare(fmt::format("{} WHERE t.id = ?", query.sql()));
  row.bind(1, id);
  row.step();
  record.values = query.read(row);
  row.reset();  // find_facts_on() makes a table, which no open statement may watch
  record.code = model::read_code(connection, entity, id);
  record.name =
      connection.text(fmt::format("SELECT {} FROM {} WHERE id = ?", label_field(entity)->column, entity.table), id)
          .value_or("");
  if (entity.name == model::source_field().target) history::find_facts_on(connection, id);
  record.sources = read_sources(connection, entity, id);
  if (entity.name == "mechanism") record.members = read_members(connection, id);
  for (const RowsOf& of : rows_of(entity)) record.groups.push_back(read_group(connection, entity, of, id));
  return record;
}

}  // namespace iscm::query
