#include "import/new_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "import/row_sql.hpp"
#include "model/field_types.hpp"
#include "model/source_code.hpp"
#include "text/fold.hpp"
#include "text/visible.hpp"

namespace iscm::import {
namespace {

/// A value that names nothing yet, its first row, and the code that was answered for it.
struct Missing {
  std::string value;
  std::int64_t row = 0;
  std::string code;
};

/// What a new record is called: "Name (ACRONYM)" says both.
struct Wording {
  std::string name;
  std::string acronym;
  std::string address;
};

Wording wording_of(const model::Entity& kind, const std::string& value) {
  const model::Field* address = created_fields(kind)[2];
  if (address != nullptr && model::broken_rule(*address, value).empty()) return {{}, {}, value};
  const auto open = value.rfind(" (");
  const bool has_acronym = kind.field("acronym") != nullptr && value.ends_with(')') && open != std::string::npos &&
                           value.find(' ', open + 1) == std::string::npos;
  if (!has_acronym) return {value, {}, {}};
  return {value.substr(0, open), value.substr(open + 2, value.size() - open - 3), {}};
}

std::string wished_code(const Wording& wording) {
  if (!wording.address.empty()) return model::code_of_address(wording.address);
  const std::string acronym = text::slug(wording.acronym);
  return acronym.empty() ? text::slug(wording.name) : acronym;
}

/// The names under which the other values of the input may mean the record.
std::vector<std::string> keys_of(const std::string& value, const Wording& wording) {
  std::vector<std::string> keys;
  for (const std::string* name : {&value, &wording.name, &wording.acronym}) {
    const std::string key = text::fold(*name);
    if (!key.empty()) keys.push_back(key);
  }
  return keys;
}

/// Makes records of one kind, one after the other: few are new at a time.
class Maker {
public:
  Maker(Job& job, const model::Entity& kind) : job_(job), kind_(kind), next_id_(next_created_id(job, kind)) {}

  void make(const Missing& missing) {
    const Wording wording = wording_of(kind_, missing.value);
    const auto keys = keys_of(missing.value, wording);
    if (keys.empty() || is_made(keys.front())) return;
    const std::string code = missing.code.empty() ? free_code(wished_code(wording)) : missing.code;
    if (code.empty()) return;
    job_.connection.run(
        "INSERT INTO temp.created VALUES (?, ?, ?, nullif(?, ''), nullif(?, ''), nullif(?, ''), ?, NULL, "
        "NULL)",
        kind_.name, next_id_, code, wording.name, wording.acronym, wording.address, missing.row);
    for (const std::string& key : keys) {
      job_.connection.run("INSERT OR IGNORE INTO temp.created_key VALUES (?, ?, ?)", kind_.name, key, next_id_);
    }
    ++next_id_;
  }

private:
  bool is_made(const std::string& key) {
    return job_.connection.integer("SELECT 1 FROM temp.created_key WHERE kind = ? AND key = ?", kind_.name, key)
        .has_value();
  }

  bool is_taken(const std::string& code) {
    if (job_.connection.integer(fmt::format("SELECT 1 FROM main.{} WHERE code = ?", kind_.table), code)) return true;
    if (&kind_ == &job_.entity &&
        job_.connection.integer("SELECT 1 FROM temp.input WHERE is_new AND f_code = ?", code)) {
      return true;
    }
    return job_.connection.integer("SELECT 1 FROM temp.created WHERE kind = ? AND code = ?", kind_.name, code)
        .has_value();
  }

  std::string free_code(const std::string& wish) {
    if (wish.empty() || !is_taken(wish)) return wish;
    for (int number = 2;; ++number) {
      std::string code = fmt::format("{}-{}", wish, number);
      if (!is_taken(code)) return code;
    }
  }

  Job& job_;
  const model::Entity& kind_;
  std::int64_t next_id_;
};

bool is_creatable(const Job& job, const model::Entity& kind) {
  return std::find(job.creatable.begin(), job.creatable.end(), &kind) != job.creatable.end();
}

bool any_answered_new(const Job& job) {
  return std::any_of(job.answers.begin(), job.answers.end(), [](const Answer& answer) { return answer.is_new; });
}

/// "Name (ACRONYM)" before the name or the acronym alone, which mean the same.
std::vector<Missing> find_missing(Job& job, const model::Entity& kind, std::string_view values) {
  std::vector<Missing> found;
  sqlite::Statement missing = job.connection.prepare(fmt::format(
      "SELECT v.value, min(v.row), ifnull((SELECT a.code FROM temp.answer AS a WHERE a.kind = ?1 AND a.is_new "
      "AND a.key = fold(v.value)), '') FROM ({}) AS v WHERE fold(v.value) IS NOT NULL "
      "AND NOT EXISTS (SELECT 1 FROM temp.resolved AS r WHERE r.kind = ?1 AND r.value = v.value) "
      "AND (?2 OR EXISTS (SELECT 1 FROM temp.answer AS a WHERE a.kind = ?1 AND a.is_new AND a.key = fold(v.value))) "
      "GROUP BY fold(v.value) ORDER BY v.value LIKE '% (%)' DESC, min(v.row)",
      values));
  missing.bind_all(kind.name, std::int64_t{is_creatable(job, kind)});
  while (missing.step()) found.push_back({missing.text(0), missing.integer(1), missing.text(2)});
  return found;
}

}  // namespace

std::array<const model::Field*, 3> created_fields(const model::Entity& kind) {
  const auto address = std::find_if(kind.fields.begin(), kind.fields.end(), [](const model::Field& field) {
    return field.type == model::FieldType::address && field.tier == model::NameTier::code;
  });
  return {model::label_field(kind), kind.field("acronym"), address == kind.fields.end() ? nullptr : &*address};
}

bool can_be_created(const model::Entity& kind) {
  const model::Field* label = kind.has_code() ? model::label_field(kind) : nullptr;
  return kind.identity == model::Identity::name && label != nullptr &&
         std::all_of(kind.fields.begin(), kind.fields.end(), [&](const model::Field& field) {
           return !field.required || field.is_code() || &field == label || !field.fallback.empty();
         });
}

std::int64_t next_created_id(Job& job, const model::Entity& kind) {
  const auto rows = &kind == &job.entity ? job.connection.integer("SELECT max(row) FROM temp.input") : std::nullopt;
  const auto made = job.connection.integer("SELECT max(id) FROM temp.created WHERE kind = ?", kind.name);
  return 1 + std::max(last_id(job.connection, kind) + rows.value_or(0), made.value_or(0));
}

void create_missing(Job& job, const model::Entity& kind, std::string_view values) {
  if (can_be_created(kind) && (is_creatable(job, kind) || any_answered_new(job))) {
    Maker maker(job, kind);
    for (const Missing& one : find_missing(job, kind, values)) maker.make(one);
  }
  if (!job.connection.integer("SELECT 1 FROM temp.created_key LIMIT 1")) return;
  job.connection.run(
      "INSERT OR IGNORE INTO temp.resolved SELECT w.kind, w.value, c.id, 1 FROM temp.wanted AS w "
      "JOIN temp.created_key AS c ON c.kind = w.kind AND c.key = fold(w.value) WHERE w.kind = ? "
      "AND NOT EXISTS (SELECT 1 FROM temp.resolved AS r WHERE r.kind = w.kind AND r.value = w.value)",
      kind.name);
}

void create_default_source(Job& job) {
  if (job.new_source.empty()) return;
  Maker(job, model::entity_named(model::source_field().target)).make({job.new_source, 0, job.default_source});
}

void take_acronyms(Job& job) {
  const model::Field* acronym = job.entity.field("acronym");
  if (acronym == nullptr || job.spare != acronym) return;
  std::vector<std::pair<std::int64_t, Wording>> found;
  sqlite::Statement rows = job.connection.prepare(
      "SELECT row, f_name FROM temp.input WHERE is_new AND f_acronym IS NULL AND f_name LIKE '% (%)'");
  while (rows.step()) {
    Wording wording = wording_of(job.entity, rows.text(1));
    // "(dormant)" is a remark, "(ACP)" and "(PaFOM)" are acronyms.
    const auto capitals =
        std::count_if(wording.acronym.begin(), wording.acronym.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (capitals >= 2) found.emplace_back(rows.integer(0), std::move(wording));
  }
  for (const auto& [row, wording] : found) {
    job.connection.run("UPDATE temp.input SET f_name = ?, f_acronym = ? WHERE row = ?", wording.name, wording.acronym,
                       row);
  }
  if (!found.empty()) job.added.push_back(acronym);
}

namespace {

/// Which rows need which records: kind, id and row, a query.
std::string needs(const Job& job) {
  std::string rows = "SELECT NULL AS kind, NULL AS id, NULL AS row WHERE 0";
  const auto add = [&](const std::string& more) { rows += " UNION ALL " + more; };
  std::vector<const model::Field*> references = job.mapped(model::FieldType::reference);
  const bool names_sources = job.maps(model::source_field());
  add(
      fmt::format("SELECT 'source' AS kind, id_source AS id, row FROM temp.input WHERE is_new OR {} row IN (SELECT row "
                  "FROM temp.change)",
                  names_sources ? "f_source IS NOT NULL OR" : ""));
  for (const model::Field* field : references) {
    add(fmt::format("SELECT {} AS kind, {} AS id, row FROM temp.input", model::quoted(field->target),
                    id_column(*field)));
  }
  for (const model::Field* field : job.mapped(model::FieldType::list)) {
    add(
        fmt::format("SELECT r.kind, r.target_id AS id, i.row FROM temp.input AS i JOIN {} AS t ON t.row = i.row "
                    "JOIN temp.resolved AS r ON r.kind = {} AND r.value = t.value",
                    item_table(*field), model::quoted(field->target)));
  }
  return rows;
}

}  // namespace

void drop_needless_records(Job& job) {
  sqlite::Connection& connection = job.connection;
  if (!connection.integer("SELECT 1 FROM temp.created LIMIT 1")) return;
  connection.run("UPDATE temp.created SET row = NULL");
  connection.run(fmt::format(
      "UPDATE temp.created AS c SET row = n.row FROM (SELECT n.kind, n.id, min(n.row) AS row FROM ({}) AS n "
      "JOIN temp.created AS o ON o.kind = n.kind AND o.id = n.id GROUP BY n.kind, n.id) AS n "
      "WHERE n.kind = c.kind AND n.id = c.id",
      needs(job)));
  // What a reviewer has left in a saved plan is wanted.
  connection.run("DELETE FROM temp.created WHERE row IS NULL AND line IS NULL");
}

}  // namespace iscm::import
