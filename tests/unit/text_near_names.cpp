#include "text/near_names.hpp"

#include <doctest/doctest.h>

#include "text/fold.hpp"

namespace iscm::text {
namespace {

bool are_near(const char* one, const char* other) {
  const bool near = is_near_name(fold(one), fold(other));
  CHECK(near == is_near_name(fold(other), fold(one)));
  return near;
}

TEST_CASE("names that somebody may have written for each other are near") {
  CHECK(are_near("Colombo Process", "Colmbo Proces"));
  CHECK(are_near("Migration Dialogue for Southern Africa", "Dialogue on Migration in South Africa"));
  CHECK(are_near("Migration Dialogue for Southern Africa", "Migration Dialogue for the Southern Africa Region"));
  CHECK(are_near("Процесс Праги", "Процес Праги"));
  CHECK(are_near("MIDSA", "MIDSAA"));
}

TEST_CASE("names that each have a word of their own are different") {
  CHECK_FALSE(are_near("Migration Dialogue for Southern Africa", "Migration Dialogue for West Africa"));
  CHECK_FALSE(are_near("North American Dialogue", "South American Dialogue"));
  CHECK_FALSE(are_near("Migration Dialogue for Southern Africa", "Migration Dialogue for Northern Africa"));
  CHECK_FALSE(are_near("Rabat Process", "Prague Process"));
  CHECK_FALSE(are_near("Dialogue of 2010", "Dialogue of 2011"));
  CHECK_FALSE(are_near("5+5 Dialogue", "5+6 Dialogue"));
}

TEST_CASE("a name that is a small part of another tells little") {
  CHECK_FALSE(are_near("Dialogue", "Migration Dialogue"));
  CHECK_FALSE(are_near("Migration Dialogue", "Ibero-American Forum and Dialogue on Migration and Development"));
}

TEST_CASE("each word counts once") {
  CHECK_FALSE(are_near("Forum Forum", "Forum Process"));
  CHECK(are_near("Forum Forum", "Forum Forum Process"));
}

TEST_CASE("names without a telling word are near to none") {
  CHECK_FALSE(are_near("", ""));
  CHECK_FALSE(are_near("of the", "of the"));
  CHECK_FALSE(are_near("the", "Rabat Process"));
}

TEST_CASE("an index finds what is near: a slip in a vowel or a doubled letter, not another word or another number") {
  NearNames names;
  names.add("colombo process", 1);
  names.add("rabat process", 2);
  names.add("dialogue of 2010", 3);
  names.add("migration dialogue", 4);
  CHECK(names.find("colmbo process") == std::vector<std::int64_t>{1});
  CHECK(names.find("migrattion dialogue") == std::vector<std::int64_t>{4});
  CHECK(names.find("prague process").empty());
  CHECK(names.find("dialogue of 2011").empty());
  CHECK(names.find("rabat process").empty());  // the same name is not near
  CHECK(names.find("").empty());
}

}  // namespace
}  // namespace iscm::text
