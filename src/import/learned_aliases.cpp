#include "import/learned_aliases.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "error.hpp"
#include "import/resolve.hpp"

namespace iscm::import {
namespace {

[[noreturn]] void refuse_foreign_name(const std::string& alias, const model::Entity& kind, const std::string& owner) {
  throw Error(Exit::refused, fmt::format("--alias: \"{}\" is a name of the {} {} already", alias, kind.name, owner),
              "an answer in --answers FILE counts for one import and changes no names");
}

void refuse_foreign_names(Job& job, const model::Entity& kind) {
  sqlite::Statement foreign = job.connection.prepare(fmt::format(
      "SELECT a.value, t.code FROM temp.answer AS a JOIN temp.name AS n ON n.kind = a.kind AND n.key = a.key "
      "JOIN main.{} AS t ON t.id = n.target_id WHERE a.kind = ? AND a.used AND a.learn = ? AND t.code <> a.code",
      kind.table));
  foreign.bind_all(kind.name, static_cast<std::int64_t>(Learn::always));
  if (foreign.step()) refuse_foreign_name(foreign.text(0), kind, foreign.text(1));
}

/// A name that somebody wants to be remembered but that is nowhere in the file is a slip of the pen.
void refuse_unused(Job& job) {
  const auto unused =
      job.connection.text("SELECT value FROM temp.answer GROUP BY key HAVING max(used) = 0 AND max(learn) = ?",
                          static_cast<std::int64_t>(Learn::always));
  if (!unused) return;
  throw Error(Exit::usage, fmt::format("no cell of the file that names a record has \"{}\"", *unused),
              "answer what the file says; case and accents do not matter");
}

}  // namespace

void learn_aliases(Job& job) {
  const bool any = std::any_of(job.answers.begin(), job.answers.end(),
                               [](const Answer& answer) { return answer.learn != Learn::no; });
  if (!any) return;
  refuse_unused(job);
  for (const model::Entity& kind : model::entities()) {
    if (kind.alias_table.empty()) continue;
    if (!job.connection.integer("SELECT 1 FROM temp.answer WHERE kind = ? AND used AND learn AND NOT is_new",
                                kind.name)) {
      continue;
    }
    collect_names(job, kind);
    refuse_foreign_names(job, kind);
    job.connection.run(
        fmt::format("INSERT INTO temp.learned SELECT a.kind, a.value, a.key, t.id, t.code, coalesce("
                    "(SELECT code FROM main.sources WHERE fold(code) = fold(?2) OR fold(title) = fold(?2) OR url = ?2),"
                    " (SELECT code FROM temp.created WHERE kind = 'source' AND ?2 IN (code, address)), ?2) FROM "
                    "temp.answer AS a "
                    "JOIN main.{} AS t ON t.code = a.code WHERE a.kind = ?1 AND a.used AND a.learn AND NOT a.is_new "
                    "AND fold(a.value) IS NOT NULL "
                    "AND NOT EXISTS (SELECT 1 FROM temp.name AS n WHERE n.kind = a.kind AND n.key = a.key)",
                    kind.table),
        kind.name, job.default_source);
  }
}

}  // namespace iscm::import
