#include "model/field_types.hpp"
#include "query/data_dictionary.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

namespace iscm::core {
namespace {

TEST_CASE("the data dictionary is what the description of the entities says") {
  const std::string path = ISCM_SOURCE_DIR "/docs/data-dictionary.md";
  if (std::getenv("ISCM_ACCEPT") != nullptr) std::ofstream(path, std::ios::binary) << query::data_dictionary();
  std::ifstream file(path, std::ios::binary);
  const std::string written{std::istreambuf_iterator<char>(file), {}};
  const bool is_current = written == query::data_dictionary();
  CHECK_MESSAGE(is_current, "run the tests with ISCM_ACCEPT=1 and look at the difference");
}

TEST_CASE("every field has a meaning, and every field that is no plain text a rule") {
  for (const model::Entity& entity : model::entities()) {
    for (const model::Field* field : model::all_fields(entity)) {
      CAPTURE(entity.name);
      CAPTURE(field->name);
      CHECK_FALSE(field->meaning.empty());
      CHECK_FALSE(type_in_words(*field).empty());
      CHECK(rule_in_words(*field).empty() == (field->type == model::FieldType::text));
    }
  }
}

TEST_CASE("rules name what they choose from") {
  const model::Entity& mechanism = model::entity_named("mechanism");
  CHECK(rule_in_words(*mechanism.field("status")) == "one of active, dormant, ended, unknown");
  CHECK(type_in_words(*mechanism.field("type")) == "reference to mechanism-type");
  CHECK(rule_in_words(*mechanism.field("themes")) == "codes or names of themes, with ; between");
}

TEST_CASE("every record that has a code has a name to go with it") {
  for (const model::Entity& entity : model::entities()) {
    CAPTURE(entity.name);
    if (entity.has_code()) CHECK(label_field(entity) != nullptr);
  }
  CHECK(model::label_field(model::entity_named("mechanism"))->name == "name");
  CHECK(model::label_field(model::entity_named("meeting"))->name == "title");
}

}  // namespace
}  // namespace iscm::core
