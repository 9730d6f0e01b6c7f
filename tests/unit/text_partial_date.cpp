#include <doctest/doctest.h>

#include "error.hpp"
#include "text/partial_date.hpp"

using iscm::text::certainly_before;
using iscm::text::date_meant;
using iscm::text::first_day;
using iscm::text::is_day;
using iscm::text::is_in_future;
using iscm::text::is_partial_date;
using iscm::text::last_day;

TEST_CASE("partial date: a year, a month or a day of the calendar") {
  for (const char* date : {"1000", "2013", "2999", "2013-05", "2013-12", "2013-05-14", "2012-02-29", "2000-02-29"}) {
    CAPTURE(date);
    CHECK(is_partial_date(date));
  }
}

TEST_CASE("partial date: everything else is refused") {
  for (const char* date : {"",
                           "0000",
                           "0999",
                           "3000",
                           "213",
                           "20133",
                           "2013-",
                           "2013-5",
                           "2013-00",
                           "2013-13",
                           "2013-02-30",
                           "2013-02-29",
                           "1900-02-29",
                           "2013-04-31",
                           "2013-05-00",
                           "2013-05-32",
                           "2013-05-1",
                           "2013/05/14",
                           "2013-05/14",
                           "20130514",
                           " 2013",
                           "2013 ",
                           "2013-05-14T00:00",
                           "+201",
                           "2013-+5",
                           "２０13",
                           "201O"}) {
    CAPTURE(date);
    CHECK_FALSE(is_partial_date(date));
  }
}

TEST_CASE("partial date: a day is a date in full") {
  CHECK(is_day("2013-05-14"));
  CHECK_FALSE(is_day("2013-05"));
  CHECK_FALSE(is_day("2013-02-30"));
  CHECK_FALSE(is_day(""));
}

TEST_CASE("partial date: the days that it can mean") {
  CHECK(first_day("2013") == "2013-01-01");
  CHECK(last_day("2013") == "2013-12-31");
  CHECK(first_day("2012-02") == "2012-02-01");
  CHECK(last_day("2012-02") == "2012-02-29");
  CHECK(last_day("2013-02") == "2013-02-28");
  CHECK(first_day("2013-05-14") == "2013-05-14");
  CHECK(last_day("2013-05-14") == "2013-05-14");
}

TEST_CASE("partial date: before is only what cannot be otherwise") {
  CHECK(certainly_before("2012", "2013"));
  CHECK(certainly_before("2013-04", "2013-05-01"));
  CHECK(certainly_before("2012-12-31", "2013"));
  CHECK_FALSE(certainly_before("2013", "2013-05"));
  CHECK_FALSE(certainly_before("2013-05", "2013"));
  CHECK_FALSE(certainly_before("2013-05-14", "2013-05-14"));
  CHECK_FALSE(certainly_before("2014", "2013"));
}

TEST_CASE("partial date: today and now are the day, whatever else is typed is left as it is") {
  CHECK(date_meant("today", "2026-01-02") == "2026-01-02");
  CHECK(date_meant("NOW", "2026-01-02") == "2026-01-02");
  CHECK(date_meant("2013-05", "2026-01-02") == "2013-05");
  CHECK(date_meant("", "2026-01-02").empty());
  CHECK(date_meant("todays", "2026-01-02") == "todays");
}

TEST_CASE("partial date: only a date of which no day has come is in the future") {
  CHECK(is_in_future("2027", "2026-01-02"));
  CHECK(is_in_future("2026-02", "2026-01-02"));
  CHECK_FALSE(is_in_future("2026", "2026-01-02"));
  CHECK_FALSE(is_in_future("2026-01-02", "2026-01-02"));
}

TEST_CASE("partial date: what is no date has no days, and the message says what would be one") {
  CHECK_THROWS_WITH_AS(first_day("2013-13"), "\"2013-13\" is not a date", iscm::Error);
  CHECK_THROWS_AS(last_day(""), iscm::Error);
  CHECK_THROWS_AS(certainly_before("2013", "soon"), iscm::Error);
  try {
    first_day("2013-02-30");
    FAIL("30 February was taken for a day");
  } catch (const iscm::Error& error) {
    CHECK(error.exit() == iscm::Exit::refused);
    CHECK(error.hint().find("2013-05-14") != std::string::npos);
  }
}
