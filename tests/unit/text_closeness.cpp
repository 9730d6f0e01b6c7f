#include "text/closeness.hpp"

#include <doctest/doctest.h>

#include <optional>

using iscm::text::edit_distance;
using iscm::text::slips_between;
using iscm::text::slips_between_names;

TEST_CASE("edit distance: insertions, losses, replacements and swaps count one each") {
  CHECK(edit_distance(U"", U"") == 0);
  CHECK(edit_distance(U"", U"abc") == 3);
  CHECK(edit_distance(U"abc", U"") == 3);
  CHECK(edit_distance(U"abc", U"acb") == 1);
  CHECK(edit_distance(U"abc", U"abxc") == 1);
  CHECK(edit_distance(U"abc", U"axc") == 1);
  CHECK(edit_distance(U"ca", U"abc") == 3);  // no letter is edited twice
  CHECK(edit_distance(U"kitten", U"sitting") == 3);
}

TEST_CASE("slips: how many are forgiven depends on what the words are") {
  using namespace iscm::text;  // the allowances
  CHECK(slips_between(U"retrun", U"return", slips_of_typing) == 1);
  CHECK(slips_between(U"KNE", U"KEN", slips_of_typing) == 1);
  CHECK_FALSE(slips_between(U"US", U"UA", slips_of_typing));
  CHECK_FALSE(slips_between(U"KNE", U"KEN", slips_of_a_new_name));
  CHECK(slips_between(U"proces", U"process", slips_of_a_new_name) == 1);
  CHECK_FALSE(slips_between(U"prces", U"process", slips_of_a_new_name));
  CHECK(slips_between(U"consltaton", U"consultation", slips_of_a_new_name) == 2);
  CHECK_FALSE(slips_between(U"igc", U"igad", slips_of_a_saved_name));
  CHECK(slips_between(U"proces", U"process", slips_of_a_saved_name) == 1);
}

TEST_CASE("slips between names: word by word, numbers have none") {
  CHECK(slips_between_names("colombo process", "colmbo proces") == 2);
  CHECK(slips_between_names("colombo process", "colombo process") == 0);
  CHECK_FALSE(slips_between_names("igc secretariat", "igad secretariat"));
  CHECK_FALSE(slips_between_names("dialogue 2010", "dialogue 2011"));
  CHECK_FALSE(slips_between_names("rabat process", "prague process"));
  CHECK(slips_between_names("rabatprocess", "rabat process") == 1);
}
