#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "model/entities.hpp"
#include "model/spreadsheet.hpp"

using namespace iscm;

namespace {

constexpr std::string_view kAsText = "; format the column as text, so that the spreadsheet leaves it";

/// "WHAT / HINT" of a value that breaks the rule of its field; "-" where nothing shows.
std::string trace_of(model::FieldType type, std::string_view value) {
  const model::Field field{.name = "f", .type = type, .choices = "a b"};
  CAPTURE(value);
  if (type != model::FieldType::text) CHECK_FALSE(broken_rule(field, value).empty());
  const auto trace = model::spreadsheet_trace(field, value);
  return trace ? trace->what + " / " + trace->hint : "-";
}

std::string as_text(std::string_view advice) {
  return std::string(advice) + std::string(kAsText);
}

}  // namespace

TEST_CASE("a code that lost its zeros is told which it was") {
  const std::string lost = "its leading zeros are lost, as spreadsheets lose them / ";
  CHECK(trace_of(model::FieldType::m49, "24") == lost + as_text("write 024"));
  CHECK(trace_of(model::FieldType::m49, "4") == lost + as_text("write 004"));
  CHECK(trace_of(model::FieldType::m49, "24.0") == lost + as_text("write 024"));
  CHECK(trace_of(model::FieldType::m49, "0024") == "-");
  CHECK(trace_of(model::FieldType::m49, "AGO") == "-");
  REQUIRE(model::spreadsheet_trace_of_name("24", true));
  CHECK(model::spreadsheet_trace_of_name("24", true)->hint == as_text("write 024"));
  CHECK_FALSE(model::spreadsheet_trace_of_name("24", false));
  CHECK_FALSE(model::spreadsheet_trace_of_name("999", true));
}

TEST_CASE("a month's name where a date would be is a spreadsheet's") {
  const std::string made = "a spreadsheet made this of a date / ";
  CHECK(trace_of(model::FieldType::date, "May-13") == made + as_text("write 2013-05 if it was that"));
  CHECK(trace_of(model::FieldType::date, "ene-98") == made + as_text("write 1998-01 if it was that"));
  CHECK(trace_of(model::FieldType::date, "août-13") == made + as_text("write 2013-08 if it was that"));
  CHECK(trace_of(model::FieldType::date, "ene-13") == made + as_text("write 2013-01 if it was that"));
  CHECK(trace_of(model::FieldType::date, "13-May") == made + as_text("write the date with its year"));
  CHECK(trace_of(model::FieldType::date, "May-1") == "-");
  CHECK(trace_of(model::FieldType::date, "spring 2013") == "-");
}

TEST_CASE("the number of a day where a date would be is turned back") {
  const std::string number = "it is the number by which spreadsheets store ";
  CHECK(trace_of(model::FieldType::date, "44927") == number + "2023-01-01 / " + as_text("write 2023-01-01"));
  CHECK(trace_of(model::FieldType::date, "41408.5") == number + "2013-05-14 / " + as_text("write 2013-05-14"));
  CHECK(trace_of(model::FieldType::year, "44927") == number + "2023-01-01 / " + as_text("write 2023"));
  CHECK(trace_of(model::FieldType::date, "73050") == number + "2099-12-31 / " + as_text("write 2099-12-31"));
  CHECK(trace_of(model::FieldType::date, "73051") == "-");
  CHECK(trace_of(model::FieldType::date, "9999") == "-");
  // A digit too many in a year is no day of the fifties.
  CHECK(trace_of(model::FieldType::year, "20011") == "-");
  CHECK(trace_of(model::FieldType::year, "19997") == "-");
  CHECK(trace_of(model::FieldType::date, "20011") == number + "1954-10-14 / " + as_text("write 1954-10-14"));
}

TEST_CASE("numbers in exponent form are told of wherever they break a rule") {
  const std::string shortened = "a spreadsheet shortened a number to this / " + as_text("give all of its digits");
  for (const model::FieldType type : {model::FieldType::count, model::FieldType::year, model::FieldType::date,
                                      model::FieldType::m49, model::FieldType::code}) {
    CHECK(trace_of(type, "1.0E+3") == shortened);
  }
  CHECK(trace_of(model::FieldType::count, "1,2e5") == shortened);
  CHECK(trace_of(model::FieldType::count, "E+5") == "-");
  CHECK(trace_of(model::FieldType::count, "1E+") == "-");
  CHECK(model::broken_rule({.name = "code", .type = model::FieldType::code}, "1E5")
            .empty());  // which a person may have chosen
}

TEST_CASE("a year or a count with decimals is told without them") {
  CHECK(trace_of(model::FieldType::year, "2013.0") == "a year with decimals / write 2013");
  CHECK(trace_of(model::FieldType::year, "2013,00") == "a year with decimals / write 2013");
  CHECK(trace_of(model::FieldType::date, "2013.0") == "a year with decimals / write 2013");
  CHECK(trace_of(model::FieldType::year, "2013.5") == "a year with decimals / write it without them");
  CHECK(trace_of(model::FieldType::count, "16.0") == "a count with decimals / write 16");
  CHECK(trace_of(model::FieldType::count, "1,234") == "a count has digits alone / write 1234 if it was that");
  CHECK(trace_of(model::FieldType::year, "13.5") == "-");
}

TEST_CASE("blanks that nobody sees are told of") {
  CHECK(trace_of(model::FieldType::count, "1 234") == "there is a blank within the number / write 1234");
  CHECK(trace_of(model::FieldType::count, "1 x") == "-");
  for (const std::string blank : {"\u200B", "\u2060", "\uFEFF", "\u00AD", "\u202E", "\u2069"}) {
    CHECK(trace_of(model::FieldType::year, "20" + blank + "13") ==
          "it has a character that shows nothing / type it anew, without that character");
    CHECK(trace_of(model::FieldType::text, "Mid" + blank + "sa") ==
          "it has a character that shows nothing / type it anew, without that character");
  }
  CHECK(trace_of(model::FieldType::choice, "c") == "-");
}
