#include "model/names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "error.hpp"
#include "model/sql_of.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/visible.hpp"

namespace iscm::model {

std::string owner_column(const Entity& entity) {
  std::string column(entity.name);
  std::replace(column.begin(), column.end(), '-', '_');
  return column + "_id";
}

std::vector<NameQuery> name_queries(const Entity& kind) {
  std::vector<NameQuery> queries;
  const std::string table(kind.table);
  for (const Field& field : kind.fields) {
    if (field.tier == NameTier::none) continue;
    queries.push_back({fmt::format("fold({})", field.column), fmt::format("{} IS NOT NULL", field.column), "id", table,
                       field.tier, std::string(field.column), std::string(field.name)});
  }
  if (kind.field("acronym") != nullptr) {
    queries.push_back({"fold(name || ' ' || acronym)", "acronym IS NOT NULL", "id", table, NameTier::alias,
                       "name || ' (' || acronym || ')'", "name and acronym"});
  }
  if (!kind.alias_table.empty()) {
    queries.push_back(
        {"key", "1", owner_column(kind), std::string(kind.alias_table), NameTier::alias, "alias", "alias"});
  }
  return queries;
}

NamedRecords find_named(sqlite::Connection& connection, const Entity& kind, std::string_view name) {
  if (kind.has_code()) {
    const auto exact = connection.integer(fmt::format("SELECT id FROM {} WHERE code = ?", kind.table), name);
    if (exact) return {{*exact}, NameTier::code};
  }
  const std::string key = text::fold(name);
  for (const NameTier tier : {NameTier::code, NameTier::name, NameTier::alias}) {
    std::vector<std::string> ways;
    for (const NameQuery& query : name_queries(kind)) {
      if (query.tier != tier) continue;
      ways.push_back(
          fmt::format("SELECT {} FROM {} WHERE {} AND {} = ?1", query.id, query.table, query.filled, query.key));
    }
    if (ways.empty()) continue;
    NamedRecords found{{}, tier};
    sqlite::Statement statement = connection.prepare(joined(ways, " UNION "));
    statement.bind(1, std::string_view(key));
    while (statement.step()) found.ids.push_back(statement.integer(0));
    if (!found.ids.empty()) return found;
  }
  return {};
}

std::vector<std::int64_t> records_named(sqlite::Connection& connection, const Entity& kind, std::string_view name) {
  NamedRecords found = find_named(connection, kind, name);
  if (found.ids.size() > 1 && found.tier != NameTier::alias) {
    found.ids.resize(std::min<std::size_t>(found.ids.size(), 5));
    std::vector<std::string> codes;
    for (const std::int64_t id : found.ids) codes.push_back(read_code(connection, kind, id));
    throw Error(Exit::refused, fmt::format("\"{}\" is the name of more than one {}", name, kind.name),
                fmt::format("give its code: {}", fmt::join(codes, " or ")));
  }
  if (found.ids.empty()) refuse_unknown_name(connection, kind, name);
  return std::move(found.ids);
}

std::vector<std::int64_t> records_listed(sqlite::Connection& connection, const Entity& kind, std::string_view list) {
  if (!find_named(connection, kind, list).ids.empty()) return records_named(connection, kind, list);
  std::vector<std::int64_t> all;
  while (true) {
    const auto comma = list.find(',');
    const auto named = records_named(connection, kind, text::trimmed(list.substr(0, comma)));
    all.insert(all.end(), named.begin(), named.end());
    if (comma == std::string_view::npos) return all;
    list.remove_prefix(comma + 1);
  }
}

void refuse_unknown_name(sqlite::Connection& connection, const Entity& kind, std::string_view name) {
  const std::string guess = text::did_you_mean(name, known_names(connection, kind));
  throw Error(Exit::refused, fmt::format("unknown {} \"{}\"", kind.name, name),
              guess.empty() ? fmt::format("`iscm list {}` shows those that there are", kind.name) : guess);
}

std::vector<std::string> known_names(sqlite::Connection& connection, const Entity& kind) {
  std::vector<std::string> names;
  const auto add = [&](std::string_view column, std::string_view table) {
    sqlite::Statement statement =
        connection.prepare(fmt::format("SELECT {0} FROM {1} WHERE {0} IS NOT NULL LIMIT 5000", column, table));
    while (statement.step()) names.push_back(statement.text(0));
  };
  for (const Field& field : kind.fields) {
    if (field.tier != NameTier::none && field.type != FieldType::address) add(field.column, kind.table);
  }
  if (!kind.alias_table.empty()) add("alias", kind.alias_table);
  return names;
}

std::vector<std::string> all_known_names(sqlite::Connection& connection) {
  std::vector<std::string> names;
  for (const Entity& kind : entities()) {
    if (!kind.has_code()) continue;
    for (std::string& name : known_names(connection, kind)) names.push_back(std::move(name));
  }
  return names;
}

}  // namespace iscm::model
