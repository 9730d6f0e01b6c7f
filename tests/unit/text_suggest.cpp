#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "text/suggest.hpp"

using iscm::text::did_you_mean;
using iscm::text::suggest;
using Words = std::vector<std::string>;

namespace {
const Words kThemes{"labour-migration",       "legal-migration", "counter-trafficking",    "border-management",
                    "migrants-rights",        "return",          "reintegration",          "migration-development",
                    "migration-and-security", "visa-policy",     "protection-of-refugees", "remittances"};
const Words kStates{"KEN", "KAZ", "KGZ", "BEN", "YEM", "NAM"};
}  // namespace

TEST_CASE("suggest: slips of the pen") {
  CHECK(suggest("labor-migration", kThemes).front() == "labour-migration");
  CHECK(suggest("remitances", kThemes) == Words{"remittances"});
  CHECK(suggest("retrun", kThemes).front() == "return");
  CHECK(suggest("KNE", kStates).front() == "KEN");
  CHECK(suggest("visa_policy", kThemes) == Words{"visa-policy"});
  CHECK(suggest("Labour Migration", kThemes).front() == "labour-migration");
}

TEST_CASE("suggest: the start of a name, or some of its words in any order") {
  CHECK(suggest("border", kThemes) == Words{"border-management"});
  CHECK(suggest("trafficking", kThemes) == Words{"counter-trafficking"});
  CHECK(suggest("development migration", kThemes).front() == "migration-development");
  CHECK(suggest("traficking", kThemes) == Words{"counter-trafficking"});
  CHECK(suggest("return of migrants", kThemes) == Words{"return"});
}

TEST_CASE("suggest: nothing where nothing is close") {
  CHECK(suggest("qwertyuiop", kThemes).empty());
  CHECK(suggest("zz", kStates).empty());
  CHECK(suggest("USA", Words{"SA", "UA", "US"}).empty());
  CHECK(suggest("", kThemes).empty());
  CHECK(suggest("--", kThemes).empty());
  CHECK(suggest("return", Words{}).empty());
  CHECK(suggest("return", Words{"", "--"}).empty());
  CHECK(suggest("return", kThemes, 0).empty());
}

TEST_CASE("suggest: the best alone where it is far ahead, each name once, in an order of its own") {
  CHECK(suggest("return", Words{"returns", "return"}) == Words{"return", "returns"});
  CHECK(suggest("remittance-flow", Words{"remittances-flow", "admittances-glow"}) == Words{"remittances-flow"});
  CHECK(suggest("KEN", Words{"KEN", "KEN"}) == Words{"KEN"});

  Words reversed = kThemes;
  std::reverse(reversed.begin(), reversed.end());
  CHECK(suggest("migration", reversed) == suggest("migration", kThemes));
  CHECK(suggest("migration", kThemes).size() == 3);
  CHECK(suggest("migration", kThemes, 1).size() == 1);
}

TEST_CASE("did you mean: a question, or nothing") {
  CHECK(did_you_mean("qwertyuiop", kThemes).empty());
  CHECK(did_you_mean("border", kThemes) == "did you mean \"border-management\"?");
  CHECK(did_you_mean("KE", Words{"KEN", "KEX"}) == "did you mean \"KEN\" or \"KEX\"?");
  CHECK(did_you_mean("KE", Words{"KEN", "KEX", "KEA"}) == "did you mean \"KEA\", \"KEN\" or \"KEX\"?");
}
