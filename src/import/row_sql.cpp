#include "import/row_sql.hpp"

#include <fmt/format.h>

#include <vector>

namespace iscm::import {
namespace {

/// "t.a = i.b AND ..." over the fields of the key of a pure link.
template <typename Equal>
std::string over_key(const model::Entity& entity, const Equal& equal) {
  std::vector<std::string> parts;
  for (const std::string_view name : model::words(entity.key)) parts.push_back(equal(*entity.field(name)));
  return fmt::format("{}", fmt::join(parts, " AND "));
}

std::string codes_of(const Job& job, const model::Field& field, const std::string& links) {
  std::string found =
      fmt::format("SELECT code FROM main.{} WHERE id IN ({})", model::entity_named(field.target).table, links);
  if (creates_records(job)) {
    found += fmt::format(" UNION ALL SELECT code FROM temp.created WHERE kind = {} AND id IN ({})",
                         model::quoted(field.target), links);
  }
  return fmt::format("(SELECT group_concat(code, '; ') FROM (SELECT code FROM ({}) ORDER BY code))", found);
}

}  // namespace

std::vector<const model::Field*> identifying_fields(const model::Entity& entity) {
  if (entity.has_code()) return {entity.field("code")};
  return model::key_fields(entity);
}

std::string stored_value(const model::Field& field) {
  if (field.type == model::FieldType::reference) return "i." + id_column(field);
  if (field.is_number()) return fmt::format("CAST(i.{} AS INTEGER)", text_column(field));
  return "i." + text_column(field);
}

std::string new_value(const Job& job, const model::Field& field) {
  if (!job.has_column(field)) return cleared_value(field);
  const std::string value = stored_value(field);
  return field.fallback.empty() ? value : fmt::format("ifnull({}, {})", value, model::quoted(field.fallback));
}

std::string value_to_be(const Job& job, const model::Field& field) {
  std::string value = fmt::format("t.{}", field.column);
  if (job.maps(field)) {
    if (is_ever_cleared(job, field)) value = fmt::format("iif({}, NULL, {})", clears(field), value);
    // A row that was found by another name does not change the name.
    const std::string given = field.tier == model::NameTier::name
                                  ? fmt::format("iif(i.is_new OR i.by_code, {}, NULL)", stored_value(field))
                                  : stored_value(field);
    value = fmt::format("ifnull({}, {})", given, value);
  } else if (field.is_code()) {
    value = "ifnull(i.f_code, t.code)";
  }
  return field.fallback.empty() ? value : fmt::format("ifnull({}, {})", value, model::quoted(field.fallback));
}

std::string clears(const model::Field& field) {
  return fmt::format("EXISTS (SELECT 1 FROM temp.cleared AS x WHERE x.row = i.row AND x.field = {})",
                     model::quoted(field.name));
}

bool is_ever_cleared(const Job& job, const model::Field& field) {
  return job.connection.integer("SELECT 1 FROM temp.cleared WHERE field = ? LIMIT 1", field.name).has_value();
}

std::string cleared_value(const model::Field& field) {
  return field.fallback.empty() ? "NULL" : model::quoted(field.fallback);
}

std::string same_record(const model::Entity& entity) {
  if (!entity.is_pure_link) return "t.id = i.record_id";
  return over_key(entity,
                  [](const model::Field& field) { return fmt::format("t.{} = i.{}", field.column, id_column(field)); });
}

std::string equals(const model::Field& field, std::string_view row, std::string_view value) {
  if (!field.folded_column.empty()) return fmt::format("{}.{} = fold({})", row, field.folded_column, value);
  return fmt::format("{}.{} IS {}", row, field.column, value);
}

std::string same_as_stored(const model::Entity& entity, std::string_view row) {
  if (!entity.is_pure_link) return fmt::format("{}.id = t.id", row);
  return over_key(entity, [&](const model::Field& field) { return fmt::format("{0}.{1} = t.{1}", row, field.column); });
}

std::string record_join(const Job& job) {
  if (job.entity.is_pure_link) return "";
  return fmt::format("LEFT JOIN main.{} AS t ON t.id = i.match_id", job.entity.table);
}

std::string wanted_links(const model::Field& field) {
  return fmt::format(
      "SELECT r.target_id FROM {} AS t JOIN temp.resolved AS r ON r.kind = {} AND r.value = t.value "
      "WHERE t.row = i.row",
      item_table(field), model::quoted(field.target));
}

std::string present_links(const Job& job, const model::Field& field) {
  return fmt::format("SELECT l.{} FROM main.{} AS l WHERE l.{} = i.record_id", field.column, field.link_table,
                     model::owner_column(job.entity));
}

std::string wanted_codes(const Job& job, const model::Field& field) {
  return codes_of(job, field, wanted_links(field));
}

std::string present_codes(const Job& job, const model::Field& field) {
  return codes_of(job, field, present_links(job, field));
}

std::string code_of_id(const Job& job, const model::Field& field, const std::string& id) {
  const model::Entity& kind = model::entity_named(field.target);
  std::vector<std::string> found = {fmt::format("(SELECT code FROM main.{} WHERE id = {})", kind.table, id)};
  if (creates_records(job)) {
    found.push_back(
        fmt::format("(SELECT code FROM temp.created WHERE kind = {} AND id = {})", model::quoted(kind.name), id));
  }
  if (&kind == &job.entity) {
    // The rows of the input have ids one after the other.
    found.push_back(fmt::format("(SELECT n.f_code FROM temp.input AS n WHERE n.row = {} - {} AND n.is_new)", id,
                                last_id(job.connection, kind)));
  }
  return found.size() == 1 ? found.front() : fmt::format("coalesce({})", fmt::join(found, ", "));
}

std::string shown_value(const Job& job, const model::Field& field, const std::string& value) {
  return field.type == model::FieldType::reference ? code_of_id(job, field, value) : value;
}

std::string shown_new_value(const Job& job, const model::Field& field) {
  if (field.type == model::FieldType::list) return wanted_codes(job, field);
  const bool is_source = &field == &model::source_field();
  return shown_value(job, field, is_source ? stored_value(field) : new_value(job, field));
}

std::vector<std::string> key_values(const Job& job) {
  if (job.entity.has_code()) return {"ifnull(t.code, i.f_code)"};
  std::vector<std::string> values;
  for (const model::Field* field : model::key_fields(job.entity)) {
    std::string value = shown_new_value(job, *field);
    if (!job.entity.is_pure_link) {
      value = fmt::format("iif(i.is_new, {}, {})", value, shown_value(job, *field, fmt::format("t.{}", field->column)));
    }
    values.push_back(std::move(value));
  }
  return values;
}

std::string record_label(const Job& job) {
  std::vector<std::string> label;
  for (const std::string& value : key_values(job)) label.push_back(fmt::format("ifnull({}, '')", value));
  return fmt::format("rtrim({})", model::joined(label, " || ' ' || "));
}

bool creates_records(const Job& job) {
  return job.connection.integer("SELECT 1 FROM temp.created LIMIT 1").has_value();
}

}  // namespace iscm::import
