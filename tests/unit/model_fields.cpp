#include "model/entities.hpp"

#include <doctest/doctest.h>

#include <set>

#include "data_dictionary.hpp"
#include "generated_file.hpp"

namespace iscm::test {
namespace {

TEST_CASE("the data dictionary is what the description of the entities says") {
  test::check_generated("docs/data-dictionary.md", test::data_dictionary());
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
}  // namespace iscm::test
