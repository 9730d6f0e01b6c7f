#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "read/json.hpp"
#include "read_support.hpp"

using namespace iscm::read;
using namespace std::string_literals;

namespace {

using Rows = std::vector<Cells>;
using Lines = std::vector<std::size_t>;
using Problems = std::vector<std::string>;

Reading read_json(std::string_view text, const JsonOptions& options = {}) {
  const auto in_chunks = [&](std::size_t chunk) {
    return read_all(*open_json(memory_bytes(text, "test", chunk), "test", options));
  };
  Reading whole = in_chunks(kChunkBytes);
  for (const std::size_t chunk : {1U, 2U, 3U, 7U}) {
    CAPTURE(chunk);
    CHECK(in_chunks(chunk) == whole);
  }
  return whole;
}

Reading read_lines(std::string_view text) {
  return read_json(text, {.shape = JsonShape::lines});
}

/// What is wrong with the one row of an array, after "character ".
std::string flaw_of(const std::string& object) {
  const Reading table = read_json("[" + object + "]");
  REQUIRE(table.problems.size() == 1);
  return table.problems[0].substr(table.problems[0].find("character ") + 10);
}

}  // namespace

TEST_CASE("an array of objects is a table, whose header is every key in the order in which they come first") {
  const Reading table = read_json(R"([
{"code":"NAM","iso2":"NA"},
{"m49":"024","code":"AGO"},

{}
]
)");
  CHECK(table.header == Cells{"code", "iso2", "m49"});
  CHECK(table.rows == Rows{{"NAM", "NA", ""}, {"AGO", "", "024"}, {"", "", ""}});
  CHECK(table.lines == Lines{2, 3, 5});
  CHECK(table.problems.empty());
  CHECK(table.ends_with_newline);
}

TEST_CASE("values of JSON are the texts that they are written as") {
  const Reading table = read_json(
      R"([{"a":"Côte d\u2019Ivoire \ud83c\udf0d","b":2013,"c":-5,"d":1.50,"e":1e3,"f":null,"g":"","h":18446744073709551616,"i":-0}])");
  CHECK(table.rows == Rows{{"Côte d’Ivoire 🌍", "2013", "-5", "1.50", "1e3", "", "", "18446744073709551616", "-0"}});
}

TEST_CASE("an array of texts is a list") {
  const Reading table = read_json(R"([{"themes":["return","Border, coast", 7],"regions":[]}])");
  CHECK(table.rows == Rows{{"return; Border, coast; 7", ""}});
  CHECK(flaw_of(R"({"a":["x;y"]})") ==
        "8: a text in a list has a semicolon, which separates the items of a list; give each its own text");
  CHECK(flaw_of(R"({"a":["x",null]})") == "12: null in a list; a list holds texts");
  CHECK(flaw_of(R"({"a":[true]})") == "8: true in a list; a list holds texts");
}

TEST_CASE("objects may stand on lines of their own") {
  const Reading table = read_lines("{\"a\":\"1\"}\n\n{\"b\":\"2\"}\r\n{\"a\":\"3\"}");
  CHECK(table.header == Cells{"a", "b"});
  CHECK(table.rows == Rows{{"1", ""}, {"", "2"}, {"3", ""}});
  CHECK(table.lines == Lines{1, 3, 4});
  CHECK_FALSE(table.ends_with_newline);
}

TEST_CASE("where rows share lines, they are told by their number") {
  const Reading table = read_json("[{\"a\":1},{\"a\":true},\n{\"a\":3},{\"a\":4}");
  CHECK(table.rows == Rows{{"1"}, {"3"}, {"4"}});
  CHECK(table.lines == Lines{1, 3, 4});
  CHECK(table.notes == Cells{"1: rows share lines, so the numbers after the name of the file count rows"});
  CHECK(table.problems ==
        Problems{"2 [a] json-boolean: line 1, character 15: true is not a value of a field; write the value as text",
                 "5 [] json-syntax: line 2, character 16: the array is not closed; is the file complete?; reading "
                 "ended here"});
  CHECK(read_json("[{\"a\":1\n},{\"a\":2}]").lines == Lines{1, 2});
}

TEST_CASE("what is no value of a field is told with its line, column and character") {
  CHECK(
      read_json("[{\"a\":\"x\"},\n {\"a\":{\"b\":1}},\n{\"a\":\"y\"}]").problems ==
      Problems{"2 [a] json-nested: character 7: an object within a row; a cell is a text, a number or a list of them"});
  CHECK(read_json("[{\"a\":\"x\"},\n {\"a\":{\"b\":1}},\n{\"a\":\"y\"}]").rows == Rows{{"x"}, {"y"}});
  CHECK(flaw_of(R"({"a":[[1]]})") == "8: a list within a list; a cell is a text, a number or a list of them");
  CHECK(flaw_of(R"({"a":true})") == "7: true is not a value of a field; write the value as text");
  CHECK(flaw_of(R"({"a":"é","a":1})") == "11: the row has this key twice");
  CHECK(flaw_of(R"({"a\"b":1," a\"b ":2})") == "12: the row has this key twice");
  CHECK(flaw_of(R"({"a":"x\u0000y"})") == "7: the text has a NUL (\\u0000), which a text cannot have");
  CHECK(read_json(R"([{"":1,"a":2}])").problems == Problems{"1 [column 1] empty-header: a key of the row is empty"});
}

TEST_CASE("a number with a leading zero is no JSON") {
  CHECK(flaw_of(R"({"m49":024})") ==
        "9: 024 begins with a zero, which JSON does not allow in a number; put it in quotes");
  CHECK(flaw_of(R"({"m49":[ 00]})") ==
        "11: 00 begins with a zero, which JSON does not allow in a number; put it in quotes");
  CHECK(read_json(R"([{"m49":0}])").rows == Rows{{"0"}});
}

TEST_CASE("a number that no program can hold is a problem of its row, a long one is not") {
  CHECK(flaw_of(R"({"b":2,"a":1e999})") == "13: 1e999 is too large for a number; put it in quotes");
  const Reading table = read_lines("{\"a\":1}\n{\"a\":-1E+400}\n{\"a\":3}\n");
  CHECK(table.rows == Rows{{"1"}, {"3"}});
  CHECK(table.problems ==
        Problems{"2 [a] json-number: character 6: -1E+400 is too large for a number; put it in quotes"});
  const std::string long_number(400, '9');
  CHECK(read_json("[{\"a\":0." + long_number + "}]").rows == Rows{{"0." + long_number}});
}

TEST_CASE("half a surrogate pair is refused") {
  CHECK(flaw_of(R"({"a":"\ud83c"})") ==
        "14: invalid string: surrogate U+D800..U+DBFF must be followed by U+DC00..U+DFFF");
  CHECK(flaw_of(R"({"a":"\udf0d"})") == "13: invalid string: surrogate U+DC00..U+DFFF must follow U+D800..U+DBFF");
}

TEST_CASE("a line that is no object is reported, and the next one is read") {
  const Reading table = read_lines("{\"a\":1}\n{\"a\":1\n[1]\n{\"a\":2} x\n5\n{\"a\":\"unclosed}\n{\"a\":3}\n");
  CHECK(table.rows == Rows{{"1"}, {"3"}});
  CHECK(table.problems == Problems{"2 [a] json-syntax: character 7: unexpected end of input; expected '}'",
                                   "3 [] json-row: character 1: a row is an object, as {\"name\": \"value\"}",
                                   "4 [a] json-syntax: character 9: invalid literal",
                                   "5 [] json-row: character 1: a row is an object, as {\"name\": \"value\"}",
                                   "6 [a] json-syntax: character 16: invalid string: missing closing quote"});
}

TEST_CASE("an array that breaks off, or is none, ends the reading") {
  const auto problems = [](std::string_view text) { return read_json(text).problems; };
  CHECK(problems("[{\"a\":1},\n{\"a\":") == Problems{"2 [a] json-syntax: character 6: unexpected end of input; "
                                                     "expected '[', '{', or a literal; reading ended here"});
  CHECK(problems("[{\"a\":1},\n{\"a\":\"x\n\"}]") ==
        Problems{"2 [a] json-syntax: character 8: invalid string: missing closing quote; reading ended here"});
  CHECK(problems("[{\"a\":1}\n") ==
        Problems{"2 [] json-syntax: character 1: the array is not closed; is the file complete?; reading ended here"});
  CHECK(problems("[{\"a\":1} {\"a\":2}]") ==
        Problems{"1 [] json-syntax: character 10: expected a comma or ] after the row; reading ended here"});
  CHECK(problems("[{\"a\":1},]") ==
        Problems{"1 [] json-row: character 10: a row is an object, as {\"name\": \"value\"}; reading ended here"});
  CHECK(problems("[{\"a\":1}]\n[]") ==
        Problems{"2 [] json-syntax: character 1: text after the end of the array; reading ended here"});
  CHECK(problems("{\"a\":1}") ==
        Problems{"1 [] json-syntax: character 1: expected [, which begins an array of rows; reading ended here"});
  CHECK(problems("[1,2]") ==
        Problems{"1 [] json-row: character 2: a row is an object, as {\"name\": \"value\"}; reading ended here"});
  CHECK(problems("") ==
        Problems{"1 [] no-header: character 1: the file is empty; an array of rows begins with [; reading ended here"});
}

TEST_CASE("text that is no text ends the reading of JSON too") {
  CHECK(read_json("[{\"a\":\"é\"},\n{\"a\":\"\xE9\"}]").problems ==
        Problems{"2 [] invalid-utf8: character 7: invalid UTF-8 (E9 at byte 19); save the file as UTF-8; reading ended "
                 "here"});
  CHECK(read_lines("{\"a\":\"x\"}\n{\"a\":\"\xFF\"}\n").rows == Rows{{"x"}});
}

TEST_CASE("no rows are no problem, rows without keys are one") {
  for (const char* text : {"[]", " [ ]\n"}) {
    CHECK(read_json(text).header.empty());
    CHECK(read_json(text).problems.empty());
  }
  CHECK(read_lines("").problems.empty());
  CHECK(read_json("[{},{}]").problems == Problems{"1 [] no-header: the rows have no keys"});
}

TEST_CASE("JSON has the limits that other tables have") {
  const auto whole = [](const std::string& text, const JsonOptions& options = {}) {
    return read_all(*open_json(memory_bytes(text, "test"), "test", options));
  };
  CHECK(whole("[{\"a\":\"" + std::string(kMaxCellBytes, 'x') + "\"}]").problems.empty());
  CHECK(whole("[{\"a\":\"" + std::string(kMaxCellBytes + 1, 'x') + "\"}]").problems ==
        Problems{"1 [a] cell-too-long: character 7: the cell has more than 1048576 bytes"});
  for (const JsonShape shape : {JsonShape::array, JsonShape::lines}) {
    const std::string open = shape == JsonShape::array ? "[" : "";
    CHECK(whole(open + "{\"a\":\"" + std::string(kMaxRecordBytes, 'x'), {.shape = shape})
              .problems.at(0)
              .find("the row has more than 4194304 bytes; reading ended here") != std::string::npos);
    CHECK(whole(open + std::string(kMaxRecordBytes, '['), {.shape = shape}).problems.size() == 1);
  }
  CHECK(whole("[{\"a\":1},{\"a\":2},{\"a\":3}]", {.shape = JsonShape::array, .max_rows = 2}).problems ==
        Problems{"3 [] too-many-rows: more rows than the limit of 2; reading ended here"});
  std::string columns = "[{";
  for (std::size_t i = 0; i <= kMaxColumns; ++i) columns += "\"c" + std::to_string(i) + "\":1,";
  columns.back() = '}';
  CHECK(whole(columns + "]").problems ==
        Problems{"1 [] too-many-columns: the rows have more than 1000 different keys; at most that many are read"});
}

TEST_CASE("deep nesting is refused where it begins, and takes no memory") {
  const std::string deep(100'000, '[');
  CHECK(flaw_of("{\"a\":" + deep + std::string(100'000, ']') + "}") ==
        "8: a list within a list; a cell is a text, a number or a list of them");
}

TEST_CASE("an endless input is read no further than to its limits") {
  class Endless final : public RawInput {
  public:
    explicit Endless(std::string_view line) : line_(line) {}
    std::size_t read(std::span<char> into) override {
      for (std::size_t at = 0; at < into.size(); ++at) into[at] = line_[(read_ + at) % line_.size()];
      read_ += into.size();
      REQUIRE(read_ < 64 * kChunkBytes);
      return into.size();
    }
    bool rewind() override {
      read_ = 0;
      return true;
    }

  private:
    std::string_view line_;
    std::size_t read_ = 0;
  };
  const auto last_problem = [](std::string_view line) {
    const auto source = open_json(std::make_unique<ByteSource>(std::make_unique<Endless>(line), "test"), "test",
                                  {.shape = JsonShape::lines, .max_rows = 100});
    while (source->next()) continue;
    REQUIRE_FALSE(source->problems().empty());
    return in_words(source->problems().back());
  };
  CHECK(last_problem("{\"a\":1}\n") == "101 [] too-many-rows: more rows than the limit of 100; reading ended here");
  CHECK(last_problem("{\"a\":}\n") == "10000 [] too-many-problems: there are 10000 problems; reading ended here");
}

TEST_CASE("reading ends where there are too many problems, and says so") {
  std::string text;
  for (std::size_t i = 0; i < kMaxProblems + 5; ++i) text += "[\n";
  const Reading table =
      read_all(*open_json(memory_bytes("{\"a\":1}\n" + text, "test"), "test", {.shape = JsonShape::lines}));
  REQUIRE(table.problems.size() == kMaxProblems + 1);
  CHECK(table.problems.back() == "10001 [] too-many-problems: there are 10000 problems; reading ended here");
}

TEST_CASE("a row of JSON with a problem is kept as read") {
  const auto source =
      open_json(memory_bytes("{\"a\":1}\n{\"a\":true}\r\n", "test"), "test", {.shape = JsonShape::lines});
  while (source->next()) CHECK(source->line() == 1);
  REQUIRE(source->problems().size() == 1);
  CHECK(source->problems()[0].raw == "{\"a\":true}");
  CHECK(source->facts().sha256 == memory_bytes("{\"a\":1}\n{\"a\":true}\r\n", "test")->sha256());
}
