#pragma once

// A whole plan of an import on the small record, of which a test looks at what one step has left: its temporary tables,
// the problems in words, or the record once it is applied.

#include <functional>

#include "import/plan.hpp"
#include "import_steps.hpp"

namespace iscm::test {

struct Planned {
  /// `choose` sets what the request has beside the entity and the file.
  Planned(sqlite::Connection& record, std::string_view entity, std::string text,
          const std::function<void(import::ImportRequest&)>& choose = {})
      : connection(record),
        csv(std::move(text)),
        source(read::open_csv(read::memory_bytes(csv, "test.csv"), "test.csv")),
        plan(connection, request(entity, choose), *source) {}

  /// "line column code" of every problem, a line each.
  [[nodiscard]] std::string problems() const {
    std::string text;
    for (const import::Problem& problem : plan.problems()) {
      text += std::to_string(problem.line) + " " + problem.column + " " + problem.code + "\n";
    }
    return text;
  }

  std::string rows(const std::string& sql) { return rows_of(connection, sql); }

  void apply() {
    plan.release();
    in_revision(connection, [&] { plan.apply(connection.integer("SELECT max(id) FROM revisions").value()); });
  }

  static import::ImportRequest request(std::string_view entity,
                                       const std::function<void(import::ImportRequest&)>& choose) {
    import::ImportRequest request;
    request.entity = &model::entity_named(entity);
    request.file = "test.csv";
    if (choose) choose(request);
    return request;
  }

  sqlite::Connection& connection;
  std::string csv;
  std::unique_ptr<read::RowSource> source;
  import::Plan plan;
};

}  // namespace iscm::test
