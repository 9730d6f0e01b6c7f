#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "write/format.hpp"
#include "write/json.hpp"
#include "write/row_writer.hpp"

using namespace iscm::write;
using namespace std::string_literals;

namespace {

using Rows = std::vector<std::vector<iscm::write::Cell>>;

std::string printed(iscm::write::Format format, const std::vector<iscm::write::Column>& columns, const Rows& rows,
                    const iscm::write::WriterOptions& options = {}) {
  iscm::write::StringSink sink;
  const auto writer = iscm::write::make_writer(format, sink, options);
  writer->begin(columns);
  for (const auto& row : rows) writer->row(row);
  writer->end();
  return sink.text();
}

iscm::write::Cell number(std::int64_t value) {
  return value;
}

/// Values that break naive writers, all of them UTF-8.
const std::vector<std::string> kHostile{
    "",
    " leading and trailing ",
    "comma, semicolon; and \"quotes\"",
    "line\nbreak\r\nand\rreturn",
    "tab\tbed",
    "\x1B[2J\x1B]0;title\a",
    "nul\0nul"s,
    "\u202Egnp.exe\u202C \u200F",
    "<script>alert(1)</script>",
    "=cmd()",
    "back\\slash \\u0041 /",
    "\x7F\u0085\u2028\U000E0041\uFEFF",
    "Côte d’Ivoire 国际移民 الهجرة 😀",
    std::string(1000, 'x'),
};

/// A reader of RFC 4180 as small as it can be, to see that what was written reads back.
std::vector<std::vector<std::string>> read_delimited(const std::string& text, char delimiter) {
  std::vector<std::vector<std::string>> records(1);
  std::string field;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        field += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        field += text[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == delimiter || c == '\n') {
      records.back().push_back(std::exchange(field, {}));
      if (c == '\n') records.emplace_back();
    } else {
      field += c;
    }
  }
  records.pop_back();
  return records;
}

}  // namespace

TEST_CASE("formats: every name leads to its format and no other word does") {
  for (const auto name : iscm::write::format_names()) {
    const auto format = iscm::write::parse_format(name);
    REQUIRE(format.has_value());
    CHECK_FALSE(printed(*format, {{"a", false}}, {{Cell("b")}}).empty());
  }
  CHECK(format_names().front() == "table");
  CHECK(parse_format("csv") == Format::csv);
  CHECK(parse_format("ndjson") == Format::ndjson);
  CHECK_FALSE(parse_format("CSV").has_value());
  CHECK_FALSE(parse_format("").has_value());
  CHECK_FALSE(parse_format("xlsx").has_value());
}

TEST_CASE("formats: a row must be as wide as its columns") {
  for (const auto name : iscm::write::format_names()) {
    CHECK_THROWS_AS(printed(*parse_format(name), {{"a", false}}, {{Cell("b"), Cell("c")}}), std::logic_error);
    CHECK_THROWS_AS(printed(*parse_format(name), {{"a", false}}, {{}}), std::logic_error);
  }
}

TEST_CASE("csv and tsv: plain values stay plain, the others are quoted") {
  const std::vector<iscm::write::Column> columns{{"code", false}, {"a name", false}, {"members", true}};
  const Rows rows{{iscm::write::Cell("midsa"), iscm::write::Cell("one, two; three"), number(16)},
                  {iscm::write::Cell("ra\tbat"), iscm::write::Cell("say \"no\""), iscm::write::Cell()},
                  {iscm::write::Cell("5+5"), iscm::write::Cell("two\nlines"), iscm::write::Cell(0.5)}};
  CHECK(printed(Format::csv, columns, rows) ==
        "code,a name,members\n"
        "midsa,\"one, two; three\",16\n"
        "ra\tbat,\"say \"\"no\"\"\",\n"
        "5+5,\"two\nlines\",0.5\n");
  CHECK(printed(Format::tsv, columns, rows) ==
        "code\ta name\tmembers\n"
        "midsa\tone, two; three\t16\n"
        "\"ra\tbat\"\t\"say \"\"no\"\"\"\t\n"
        "5+5\t\"two\nlines\"\t0.5\n");
}

TEST_CASE("csv and tsv: no rows is a header, an empty single value is no empty line") {
  CHECK(printed(Format::csv, {{"a", false}, {"b", false}}, {}) == "a,b\n");
  CHECK(printed(Format::csv, {{"a", false}}, {{Cell()}, {Cell("")}, {Cell("x")}}) == "a\n\"\"\n\"\"\nx\n");
  CHECK(printed(Format::csv, {{"a", false}, {"b", false}}, {{Cell(), Cell()}}) == "a,b\n,\n");
}

TEST_CASE("csv and tsv: hostile values read back unchanged") {
  for (const auto& [format, delimiter] :
       {std::pair(iscm::write::Format::csv, ','), std::pair(iscm::write::Format::tsv, '\t')}) {
    Rows rows;
    for (const auto& value : kHostile) rows.push_back({iscm::write::Cell(value), iscm::write::Cell("end")});
    rows.push_back({iscm::write::Cell("bytes \xFF\xC3"), iscm::write::Cell("end")});  // even what is not UTF-8

    const auto records = read_delimited(printed(format, {{"a\"b", false}, {"end", false}}, rows), delimiter);
    REQUIRE(records.size() == rows.size() + 1);
    CHECK(records.front() == std::vector<std::string>{"a\"b", "end"});
    for (std::size_t i = 0; i < rows.size(); ++i) {
      REQUIRE(records[i + 1].size() == 2);
      CHECK(records[i + 1][0] == std::get<std::string_view>(rows[i][0]));
    }
  }
}

TEST_CASE("json and ndjson: an object a line, and no rows are no objects") {
  const std::vector<iscm::write::Column> columns{{"code", false}, {"members", true}};
  const Rows rows{{iscm::write::Cell("midsa"), number(16)}, {iscm::write::Cell("rabat"), iscm::write::Cell()}};
  CHECK(printed(Format::json, columns, rows) ==
        "[\n{\"code\":\"midsa\",\"members\":16},\n{\"code\":\"rabat\",\"members\":null}\n]\n");
  CHECK(printed(Format::ndjson, columns, rows) ==
        "{\"code\":\"midsa\",\"members\":16}\n{\"code\":\"rabat\",\"members\":null}\n");
  CHECK(printed(Format::json, columns, {}) == "[]\n");
  CHECK(printed(Format::ndjson, columns, {}) == "");
}

TEST_CASE("json: hostile values read back unchanged, and none steers the terminal") {
  Rows rows;
  for (const auto& value : kHostile) rows.push_back({iscm::write::Cell(value)});
  const std::string text = printed(iscm::write::Format::json, {{"k\"ey\n", false}}, rows);
  const auto parsed = nlohmann::json::parse(text);
  REQUIRE(parsed.size() == kHostile.size());
  for (std::size_t i = 0; i < kHostile.size(); ++i) CHECK(parsed[i].at("k\"ey\n") == kHostile[i]);

  for (const auto* steering : {"\x1B", "\x7F", "\u200F", "\u0085", "\u2028", "\U000E0041"}) {
    CHECK(text.find(steering) == std::string::npos);
  }
}

TEST_CASE("json: bytes that are not UTF-8 become replacement characters") {
  const auto parsed =
      nlohmann::json::parse(printed(iscm::write::Format::json, {{"a", false}}, {{iscm::write::Cell("x\xFFy\xC3")}}));
  CHECK(parsed[0]["a"] == "x\uFFFDy\uFFFD");
}

TEST_CASE("json: two columns of one name keep both values") {
  const std::vector<iscm::write::Column> columns{{"n", true}, {"n_2", true}, {"n", true}, {"n", true}};
  const auto parsed = nlohmann::json::parse(
      printed(iscm::write::Format::json, columns, {{number(1), number(2), number(3), number(4)}}));
  CHECK(parsed[0] == nlohmann::json{{"n", 1}, {"n_2", 2}, {"n_3", 3}, {"n_4", 4}});
}

TEST_CASE("numbers: whole ones to the last digit, real ones in the fewest digits that read back") {
  const std::vector<double> reals{0.1, -2.5, 1.0 / 3, 3.0, 1e20, 5e-324, 1.7976931348623157e308, -0.0};
  for (const double real : reals) {
    const auto parsed =
        nlohmann::json::parse(printed(iscm::write::Format::json, {{"a", true}}, {{iscm::write::Cell(real)}}));
    REQUIRE(parsed[0]["a"].is_number_float());
    CHECK(parsed[0]["a"].get<double>() == real);
    CHECK(std::signbit(parsed[0]["a"].get<double>()) == std::signbit(real));
  }
  CHECK(printed(Format::csv, {{"a", true}}, {{Cell(0.1)}, {Cell(3.0)}}) == "a\n0.1\n3.0\n");
  CHECK(printed(Format::json, {{"a", true}}, {{Cell(std::numeric_limits<double>::infinity())}}) ==
        "[\n{\"a\":null}\n]\n");

  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  CHECK(printed(Format::ndjson, {{"a", true}}, {{number(least)}, {number(most)}}) ==
        "{\"a\":-9223372036854775808}\n{\"a\":9223372036854775807}\n");
}

TEST_CASE("formats: the last line break can be left out") {
  const iscm::write::WriterOptions open_end{.terminal_width = 0, .final_newline = false};
  const std::vector<iscm::write::Column> columns{{"a", false}};
  CHECK(printed(Format::csv, columns, {{Cell("x")}}, open_end) == "a\nx");
  CHECK(printed(Format::tsv, columns, {}, open_end) == "a");
  CHECK(printed(Format::json, columns, {{Cell("x")}}, open_end) == "[\n{\"a\":\"x\"}\n]");
  CHECK(printed(Format::ndjson, columns, {{Cell("x")}, {Cell("y")}}, open_end) == "{\"a\":\"x\"}\n{\"a\":\"y\"}");
  CHECK(printed(Format::table, columns, {{Cell("x")}}, open_end) == "a\n-\nx");
}

TEST_CASE("JSON of any shape: objects and arrays, on a line or on many") {
  using Layout = JsonText::Layout;
  CHECK(JsonText::object().text() == "{}");
  CHECK(JsonText::array().text() == "[]");
  CHECK(JsonText::object().add("a\"b", "x\ny").add("n", -5).add_json("l", "[1]").text() ==
        R"({"a\"b":"x\ny","n":-5,"l":[1]})");
  CHECK(JsonText::array(Layout::spaced).add("x").add_json("null").text() == R"(["x", null])");
  CHECK(JsonText::object(Layout::spaced).add("a", "x").add("n", 5).text() == R"({"a": "x", "n": 5})");
  CHECK(JsonText::object(Layout::spaced).indented(4).add("a", "x").add("n", 5).text() ==
        "{\n    \"a\": \"x\",\n    \"n\": 5\n  }");
  CHECK(JsonText::array().indented(2).text() == "[]");
  CHECK(JsonText::object().is_empty());
  CHECK_FALSE(JsonText::object().add("a", "").is_empty());
  CHECK(json_string("") == R"("")");
  CHECK(json_or_null("") == "null");
  CHECK(json_or_null("a\u202E") == R"("a\u202e")");
}
