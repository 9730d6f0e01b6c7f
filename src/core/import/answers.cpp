#include "core/import/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/import/resolve.hpp"
#include "core/names.hpp"
#include "error.hpp"
#include "text/fold.hpp"

namespace iscm::core {
namespace {

/// What a value is compared by. Punctuation alone has no folded form.
std::string answer_key(const std::string& value) {
  std::string key = text::fold(value);
  return key.empty() ? value : key;
}

/// The kinds that an answer speaks of: that of its field, or all in which a record has the code.
std::vector<const Entity*> kinds_of(Job& job, const Answer& answer) {
  if (!answer.field.empty()) {
    const Field* field = find_field(job.entity, answer.field);
    if (field == nullptr) return {};
    return {field->target.empty() ? &job.entity : &entity_named(field->target)};
  }
  std::vector<const Entity*> kinds = kinds_with_aliases(job.entity);
  std::erase_if(kinds, [&](const Entity* kind) {
    return !job.connection.integer(fmt::format("SELECT 1 FROM main.{} WHERE code = ?", kind->table), answer.answer);
  });
  return kinds;
}

std::vector<std::string> codes_of(const std::string& answer) {
  std::vector<std::string> codes;
  for (std::size_t begin = 0; begin <= answer.size();) {
    const std::size_t end = std::min(answer.find(';', begin), answer.size());
    codes.push_back(answer.substr(begin, end - begin));
    begin = end + 1;
  }
  return codes;
}

void store(Job& job, const Entity& kind, const Answer& answer) {
  for (const std::string& code : codes_of(answer.answer)) {
    job.connection.run(
        "INSERT INTO temp.answer (kind, key, value, code, is_new, learn) VALUES (?, ?, ?, nullif(?, ''), ?, ?)",
        kind.name, answer_key(answer.value), answer.value, code, std::int64_t{answer.is_new},
        static_cast<std::int64_t>(answer.learn));
  }
}

[[noreturn]] void refuse_foreign_name(const std::string& alias, const Entity& kind, const std::string& owner) {
  throw Error(Exit::refused, fmt::format("--alias: \"{}\" is a name of the {} {} already", alias, kind.name, owner),
              "an answer in --answers FILE holds for one import and changes no names");
}

void refuse_foreign_names(Job& job, const Entity& kind) {
  db::Statement foreign = job.connection.prepare(fmt::format(
      "SELECT a.value, t.code FROM temp.answer AS a JOIN temp.name AS n ON n.kind = a.kind AND n.key = a.key "
      "JOIN main.{} AS t ON t.id = n.target_id WHERE a.kind = ? AND a.used AND a.learn = ? AND t.code <> a.code",
      kind.table));
  foreign.bind_all(kind.name, static_cast<std::int64_t>(Learn::always));
  if (foreign.step()) refuse_foreign_name(foreign.text(0), kind, foreign.text(1));
}

/// A name that somebody wants to be remembered but that stands nowhere is a slip of the pen.
void refuse_unused(Job& job) {
  const auto unused =
      job.connection.text("SELECT value FROM temp.answer GROUP BY key HAVING max(used) = 0 AND max(learn) = ?",
                          static_cast<std::int64_t>(Learn::always));
  if (!unused) return;
  throw Error(Exit::usage, fmt::format("\"{}\" stands nowhere in the file where a name is looked up", *unused),
              "answer what the file says; case and accents do not matter");
}

}  // namespace

std::vector<const Entity*> kinds_with_aliases(const Entity& entity) {
  std::vector<const Entity*> kinds;
  const auto add = [&](const Entity& kind) {
    if (!kind.alias_table.empty() && std::find(kinds.begin(), kinds.end(), &kind) == kinds.end())
      kinds.push_back(&kind);
  };
  if (entity.identity == Identity::name) add(entity);
  for (const Field& field : entity.fields) {
    if (!field.target.empty()) add(entity_named(field.target));
  }
  return kinds;
}

void load_answers(Job& job) {
  std::map<std::pair<std::string_view, std::string>, const Answer*> seen;
  for (const Answer& answer : job.answers) {
    for (const Entity* kind : kinds_of(job, answer)) {
      const auto [found, is_first] = seen.try_emplace({kind->name, answer_key(answer.value)}, &answer);
      if (is_first) {
        store(job, *kind, answer);
      } else if (found->second->answer != answer.answer || found->second->is_new != answer.is_new) {
        throw Error(Exit::usage, fmt::format("\"{}\" is answered twice, differently", answer.value), "give one answer");
      }
    }
  }
}

void mark_used(Job& job, const Entity& kind, std::string_view values) {
  if (job.answers.empty()) return;
  job.connection.run(fmt::format("UPDATE temp.answer SET used = 1 WHERE kind = ? AND key IN "
                                 "(SELECT ifnull(fold(value), value) FROM ({}))",
                                 values),
                     kind.name);
}

void learn_aliases(Job& job) {
  const bool any = std::any_of(job.answers.begin(), job.answers.end(),
                               [](const Answer& answer) { return answer.learn != Learn::no; });
  if (!any) return;
  refuse_unused(job);
  for (const Entity& kind : entities()) {
    if (kind.alias_table.empty()) continue;
    if (!job.connection.integer("SELECT 1 FROM temp.answer WHERE kind = ? AND used AND learn AND NOT is_new",
                                kind.name)) {
      continue;
    }
    collect_names(job, kind);
    refuse_foreign_names(job, kind);
    job.connection.run(
        fmt::format(
            "INSERT INTO temp.learned SELECT a.kind, a.value, a.key, t.id, t.code, coalesce("
            "(SELECT code FROM main.sources WHERE fold(code) = fold(?2) OR fold(title) = fold(?2) OR url = ?2),"
            " (SELECT code FROM temp.created WHERE kind = 'source' AND address = ?2), ?2) FROM temp.answer AS a "
            "JOIN main.{} AS t ON t.code = a.code WHERE a.kind = ?1 AND a.used AND a.learn AND NOT a.is_new "
            "AND fold(a.value) IS NOT NULL "
            "AND NOT EXISTS (SELECT 1 FROM temp.name AS n WHERE n.kind = a.kind AND n.key = a.key)",
            kind.table),
        kind.name, job.default_source);
  }
}

void write_learned(Job& job, std::int64_t revision) {
  if (!job.connection.integer("SELECT 1 FROM temp.learned LIMIT 1")) return;
  for (const Entity& kind : entities()) {
    if (kind.alias_table.empty()) continue;
    job.connection.run(
        fmt::format("INSERT INTO main.{} ({}, alias, key, kind, revision, source_id) "
                    "SELECT target_id, alias, key, 'learned', ?, (SELECT id FROM main.sources WHERE code = source) "
                    "FROM temp.learned WHERE kind = ?",
                    kind.alias_table, owner_column(kind)),
        revision, kind.name);
  }
}

}  // namespace iscm::core
