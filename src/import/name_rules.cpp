#include "import/name_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <unordered_set>

#include "import/row_sql.hpp"
#include "model/names.hpp"
#include "sqlite/functions.hpp"
#include "text/fold.hpp"

namespace iscm::import {
namespace {

using Hashes = std::vector<std::size_t>;

std::size_t hash_of(const std::string& key) {
  return std::hash<std::string>()(key);
}

/// A name that rows of temp.input AS i give, whose record is main.<table> AS t if it exists. The rest is SQL.
struct GivenName {
  std::string field;
  std::string value;
  std::string id;         ///< of the record that it finds
  std::string condition;  ///< of rows that give it
  std::string is_checked;
  model::NameTier tier;
};

std::string new_or_changed(const std::string& fields) {
  return fmt::format("(i.is_new OR i.row IN (SELECT row FROM temp.change WHERE field IN ({})))", fields);
}

const model::Field* owner_of_alias(const model::Entity& entity) {
  if (entity.field("alias") == nullptr) return nullptr;
  return &*std::find_if(entity.fields.begin(), entity.fields.end(),
                        [](const model::Field& field) { return field.type == model::FieldType::reference; });
}

std::vector<GivenName> given_names(const Job& job) {
  if (const model::Field* owner = owner_of_alias(job.entity)) {
    const auto to_be = [&](const model::Field& field, const std::string& given) {
      return job.maps(field) ? fmt::format("ifnull({}, t.{})", given, field.column) : fmt::format("t.{}", field.column);
    };
    return {{"alias", to_be(*job.entity.field("alias"), "i.f_alias"), to_be(*owner, "i." + id_column(*owner)),
             new_or_changed(fmt::format("'alias', {}", model::quoted(owner->name))), "1", model::NameTier::alias}};
  }
  std::vector<GivenName> names;
  if (job.entity.identity != model::Identity::name) return names;
  for (const model::Field& field : job.entity.fields) {
    if (field.tier == model::NameTier::none || !job.has_column(field)) continue;
    // A code that was made for the row is free, and records may share an acronym.
    const char* checked = field.tier == model::NameTier::alias ? "0" : field.is_code() ? "i.by_code" : "1";
    names.push_back({std::string(field.name), "i." + text_column(field), "i.record_id",
                     field.is_code() ? "i.is_new" : new_or_changed(model::quoted(field.name)), checked, field.tier});
  }
  return names;
}

std::string rows_of(const Job& job) {
  return fmt::format("temp.input AS i LEFT JOIN main.{} AS t ON t.id = i.match_id", job.entity.table);
}

/// The hash of each name that the input gives, in order; once for a row.
Hashes hashes_given(Job& job, const std::vector<GivenName>& names) {
  std::string values;
  std::string any;
  for (const GivenName& name : names) {
    values += fmt::format("{}iif({}, {}, NULL)", values.empty() ? "" : ", ", name.condition, name.value);
    any += fmt::format("{}{}", any.empty() ? "" : " OR ", name.condition);
  }
  Hashes all;
  Hashes of_row;
  sqlite::Statement rows = job.connection.prepare(fmt::format("SELECT {} FROM {} WHERE {}", values, rows_of(job), any));
  while (rows.step()) {
    of_row.clear();
    for (std::size_t column = 0; column < names.size(); ++column) {
      const auto at = static_cast<int>(column);
      if (!rows.is_null(at)) of_row.push_back(hash_of(text::fold(rows.text(at))));
    }
    std::sort(of_row.begin(), of_row.end());
    all.insert(all.end(), of_row.begin(), std::unique(of_row.begin(), of_row.end()));
  }
  std::sort(all.begin(), all.end());
  return all;
}

/// The hashes of names that two rows give, or a row and the database: few, so that only these are looked at closely.
std::unordered_set<std::size_t> hashes_in_question(Job& job, const model::Entity& kind, const Hashes& given) {
  std::unordered_set<std::size_t> found;
  for (std::size_t i = 1; i < given.size(); ++i) {
    if (given[i] == given[i - 1]) found.insert(given[i]);
  }
  for (const model::NameQuery& query : model::name_queries(kind)) {
    sqlite::Statement names =
        job.connection.prepare(fmt::format("SELECT {} FROM main.{} WHERE {}", query.key, query.table, query.filled));
    while (names.step()) {
      const std::size_t hash = hash_of(names.text(0));
      if (std::binary_search(given.begin(), given.end(), hash)) found.insert(hash);
    }
  }
  return found;
}

/// The condition under which a row of the table of the query keeps the name, whatever the input changes. What a
/// rejected row would take away stays.
std::string keeps_name(const Job& job, const model::NameQuery& query) {
  if (query.table != job.entity.table) return "1";
  std::string fields = model::quoted(query.called);
  if (query.called == "name and acronym") fields = "'name', 'acronym'";
  if (const model::Field* owner = owner_of_alias(job.entity)) fields += ", " + model::quoted(owner->name);
  return fmt::format(
      "id NOT IN (SELECT i.match_id FROM temp.change AS c JOIN temp.input AS i ON i.row = c.row WHERE c.field IN ({}) "
      "AND i.line NOT IN (SELECT line FROM temp.problem))",
      fields);
}

void collect_called(Job& job, const model::Entity& kind, const std::vector<GivenName>& names) {
  sqlite::Connection& connection = job.connection;
  connection.run("DELETE FROM temp.called");
  for (const model::NameQuery& query : model::name_queries(kind)) {
    connection.run(fmt::format(
        "INSERT INTO temp.called SELECT {0}, {1}, {2}, 0, 0, NULL, NULL, 0 FROM main.{3} "
        "WHERE {4} AND is_in_question({0}) AND {5}",
        query.key, query.id, static_cast<int>(query.tier), query.table, query.filled, keeps_name(job, query)));
  }
  for (const GivenName& name : names) {
    connection.run(
        fmt::format("INSERT INTO temp.called SELECT fold({0}), {1}, {2}, i.row, i.line, {3}, {0}, {4} "
                    "FROM {5} WHERE {6} AND is_in_question(fold({0}))",
                    name.value, name.id, static_cast<int>(name.tier), model::quoted(name.field), name.is_checked,
                    rows_of(job), name.condition));
  }
}

/// When the name `o` is in the way of the name `g`. In a list, an alias may mean several records; one that is a code
/// or name would find that record alone.
std::string is_in_the_way(const Job& job, const model::Entity& kind) {
  if (const model::Field* label = model::label_field(kind); label != nullptr && label->may_repeat) {
    return fmt::format("o.id <> g.id AND min(o.tier, g.tier) < {}", static_cast<int>(model::NameTier::name));
  }
  const bool may_share = owner_of_alias(job.entity) != nullptr && may_share_aliases(kind);
  return may_share ? fmt::format("o.id <> g.id AND o.tier < {}", static_cast<int>(model::NameTier::alias))
                   : "o.id <> g.id";
}

/// Returns whether any name was found that is another record's.
bool reject_known(Job& job, const model::Entity& kind) {
  sqlite::Connection& connection = job.connection;
  const bool is_alias = owner_of_alias(job.entity) != nullptr;
  const std::string code =
      is_alias ? "k.code" : "coalesce(k.code, (SELECT n.f_code FROM temp.input AS n WHERE n.row = o.row))";
  const std::string what = is_alias ? fmt::format("iif(o.tier < {}, 'the code or name', 'another name')",
                                                  static_cast<int>(model::NameTier::alias))
                                    : "'a name'";
  connection.run(fmt::format(
      "INSERT INTO temp.detail SELECT line, field, value, 'known', text, other FROM (SELECT g.line, g.field, g.value, "
      "{0} || ' of the {1} ' || {2} || iif(o.row = 0, ' already', ' on line ' || (o.line % {5})) AS text, {2} AS "
      "other, "
      "row_number() OVER (PARTITION BY g.row, g.field ORDER BY o.tier, o.row, k.code) AS nth "
      "FROM temp.called AS g JOIN temp.called AS o ON o.key = g.key AND o.row < g.row AND {3} "
      "LEFT JOIN main.{4} AS k ON k.id = o.id WHERE g.is_checked AND g.line NOT IN "
      "(SELECT line FROM temp.problem WHERE field IS NULL OR field = g.field)) WHERE nth = 1",
      what, kind.name, code, is_in_the_way(job, kind), kind.table, read::kPartOfLine));
  const bool found = connection.changes() > 0;
  connection.run(
      "INSERT INTO temp.problem SELECT line, field, value, code FROM temp.detail WHERE code = 'known' "
      "AND (line, field) NOT IN (SELECT line, field FROM temp.problem WHERE field IS NOT NULL)");
  return found;
}

}  // namespace

const model::Entity* kind_named_by(const model::Entity& entity) {
  if (const model::Field* owner = owner_of_alias(entity)) return &model::entity_named(owner->target);
  return entity.identity == model::Identity::name ? &entity : nullptr;
}

bool may_share_aliases(const model::Entity& kind) {
  const auto all = model::entities();
  return std::any_of(all.begin(), all.end(), [&](const model::Entity& entity) {
    return std::any_of(entity.fields.begin(), entity.fields.end(), [&](const model::Field& field) {
      return field.type == model::FieldType::list && field.target == kind.name;
    });
  });
}

void check_names_given(Job& job) {
  const std::vector<GivenName> names = given_names(job);
  if (names.empty()) return;
  const Hashes given = hashes_given(job, names);
  if (given.empty()) return;
  const model::Entity& kind = *kind_named_by(job.entity);
  const auto in_question = hashes_in_question(job, kind, given);
  if (in_question.empty()) return;
  sqlite::add_text_function(
      job.connection, "is_in_question", 1, [in_question](std::span<const std::optional<std::string_view>> arguments) {
        const bool found = arguments[0] && in_question.contains(hash_of(std::string(*arguments[0])));
        return found ? std::optional<std::string>("1") : std::nullopt;
      });
  // What a rejected row would have freed is taken again.
  do {
    collect_called(job, kind, names);
  } while (reject_known(job, kind) && job.matches > 0);
}

}  // namespace iscm::import
