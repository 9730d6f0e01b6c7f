// A plan as a file: what is written of a plan, read again and applied is what the plan itself would have written. And
// what a plan shows, and what a seed leaves as people have set it.

#include <doctest/doctest.h>

#include "import/plan_changes.hpp"
#include "import/saved_plan_bind.hpp"
#include "import/saved_plan_read.hpp"
#include "import/saved_plan_write.hpp"
#include "import_plan.hpp"
#include "sqlite/copy.hpp"
#include "write/sink.hpp"

namespace iscm::test {
namespace {

std::string saved_text(import::Plan& plan) {
  write::StringSink sink;
  import::write_saved_plan(plan, sink);
  return sink.text();
}

std::int64_t newest(sqlite::Connection& record) {
  return record.integer("SELECT max(id) FROM revisions").value_or(0);
}

/// Applies a saved plan to the record, and gives its problems: "line column code", a line each.
std::string apply_saved(sqlite::Connection& record, const std::string& text) {
  std::vector<import::Problem> problems;
  const import::SavedPlan saved = import::read_saved_plan(text, "saved", problems);
  if (problems.empty()) {
    import::ImportRequest request;
    request.entity = saved.entity;
    request.saved = &saved;
    const auto rows = import::saved_rows(saved, "saved");
    import::Plan plan(record, request, *rows);
    problems = plan.problems();
    plan.release();
    if (problems.empty() && plan.changes_anything()) in_revision(record, [&] { plan.apply(newest(record)); });
  }
  std::string found;
  for (const import::Problem& problem : problems) {
    found += std::to_string(problem.line) + " " + problem.column + " " + problem.code + "\n";
  }
  return found;
}

/// What the newest revision has written, and the rows that it kept.
std::string written(sqlite::Connection& record) {
  std::string found;
  for (const char* sql : {"SELECT id, code, name, type_id, constituent_states, status, source_id FROM mechanisms",
                          "SELECT mechanism_id, theme_id, position, published_name, source_id FROM mechanism_themes",
                          "SELECT mechanism_id, member_id, role, valid_from, valid_to, basis, note, source_id FROM "
                          "memberships",
                          "SELECT id, code, name, source_id FROM themes",
                          "SELECT file, sha256, bytes, entity, header, mapping FROM imports"}) {
    found += rows_of(record, std::string(sql) + " WHERE revision = (SELECT max(id) FROM revisions) ORDER BY 1, 2");
  }
  return found + rows_of(record, "SELECT line, cells, record_id FROM imported_rows ORDER BY line");
}

struct Input {
  const char* entity;
  const char* text;
  bool clears;
};

constexpr Input kInputs[] = {
    {"mechanism",
     "code,name,type,constituent_states,themes,source\n"
     "new-one,New one,RCP,4,Return; Visas; movement,\nmidsa,,,,Movement,sheet\nrabat,The process,,7,,\n",
     false},
    {"membership",
     "mechanism,member,role,valid_from,valid_to,note\n"
     "midsa,CIV,member,1999,,since then\nrabat,CIV,,2001,,\nmidsa,AGO,member,2000,,\n",
     true},
};

TEST_CASE("a saved plan that is applied writes what the import would have written") {
  for (const Input& input : kInputs) {
    const auto choose = [&](import::ImportRequest& request) {
      request.default_source = "sheet";
      request.clear_empty = input.clears;
      request.creatable = {&model::entity_named("theme")};
    };
    sqlite::Connection direct = small_record();
    sqlite::Connection saved = sqlite::copy_in_memory(direct);
    model::add_sql_functions(saved);
    Planned planned(direct, input.entity, input.text, choose);
    REQUIRE(planned.problems() == "");
    const std::string text = saved_text(planned.plan);
    planned.apply();
    CHECK(apply_saved(saved, text) == "");
    CHECK(written(saved) == written(direct));
    const std::int64_t revision = newest(saved);
    // A link whose start became known is no longer the one of the plan's key.
    CHECK(apply_saved(saved, text) == (input.clears ? "2  gone\n" : ""));
    CHECK(newest(saved) == revision);
  }
}

TEST_CASE("a line of a saved plan is obeyed, or refused with its number") {
  sqlite::Connection record = small_record();
  Planned planned(record, "mechanism", "code,acronym,constituent_states\nmidsa,MID,3\nrabat,RP,4\n");
  std::string text = saved_text(planned.plan);
  planned.plan.release();
  SUBCASE("one that is deleted is left out") {
    const auto begin = text.rfind('\n', text.find("\"MID\"")) + 1;
    text.erase(begin, text.find('\n', begin) + 1 - begin);
    CHECK(apply_saved(record, text) == "");
    CHECK(rows_of(record, "SELECT acronym, constituent_states FROM mechanisms") == "MIDSA|3\nRP|4\n");
  }
  SUBCASE("one whose value has changed since is refused, and all with it") {
    record.run("UPDATE mechanisms SET constituent_states = 9 WHERE code = 'rabat'");
    CHECK(apply_saved(record, text) == "4 constituent_states moved\n");
    CHECK(rows_of(record, "SELECT acronym, constituent_states FROM mechanisms") == "MIDSA|2\n-|9\n");
  }
  SUBCASE("one that says less or more than a plan does is refused") {
    const std::string head = text.substr(0, text.find('\n') + 1);
    CHECK(apply_saved(record, head + "{\"action\":\"change\",\"record\":\"midsa\",\"field\":\"note\"}\n") ==
          "2 revision missing\n");
    CHECK(apply_saved(record, head + "{\"action\":\"new\",\"record\":\"x\",\"values\":{},\"more\":1}\n\n[]\n{") ==
          "2 more unknown-member\n4  json-row\n5 column 2 json-syntax\n");
  }
}

TEST_CASE("a plan shows each value that a new record gets, those that the schema fills in too") {
  sqlite::Connection record = small_record();
  Planned planned(record, "membership", "mechanism,member\nrabat,CIV\n");
  sqlite::Statement changes = import::planned_changes(planned.plan.job(), -1);
  std::string shown;
  while (changes.step()) shown += changes.text(3) + "|" + changes.text(4) + "|" + changes.text(6) + "\n";
  CHECK(shown ==
        "rabat CIV member||\nrabat CIV member|mechanism|rabat\nrabat CIV member|member|CIV\n"
        "rabat CIV member|role|member\nrabat CIV member|basis|unsourced\n");
}

TEST_CASE("what people have set since stays, if that is asked for") {
  sqlite::Connection record = small_record();
  in_revision(record, [&] { record.run("UPDATE mechanisms SET constituent_states = 5 WHERE code = 'midsa'"); });
  in_revision(record, [&] { record.run("DELETE FROM mechanism_themes WHERE mechanism_id = 2"); });
  const auto seed = [&] { record.run("UPDATE mechanisms SET acronym = 'RP' WHERE code = 'rabat'"); };
  in_revision(record, seed, kNow, "seed");
  Planned planned(record, "mechanism", "code,acronym,constituent_states,themes\nmidsa,,3,\nrabat,RX,,return\n",
                  [](auto& request) { request.keeps_edits = true; });
  CHECK(planned.rows("SELECT record, field, kept, offered FROM temp.kept ORDER BY record") ==
        "midsa|constituent_states|5|3\nrabat|themes|-|return\n");
  CHECK(planned.rows("SELECT field, old, new FROM temp.change") == "acronym|RP|RX\n");
}

}  // namespace
}  // namespace iscm::test
