#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "error.hpp"
#include "read/table.hpp"
#include "read_support.hpp"

using namespace iscm::read;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

using Rows = std::vector<Cells>;

Reading read_table(std::string_view text, const std::string& path, const TableOptions& options = {}) {
  return read_all(*open_table(memory_input(text), path, path, options));
}

/// The reading end of a pipe into which a thread writes a text: an input that can be read only once.
class Pipe {
public:
  explicit Pipe(std::string text) {
    int ends[2] = {-1, -1};
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    path_ = "/dev/fd/" + std::to_string(ends[0]);
    reading_ = ends[0];
    writer_ = std::thread([text = std::move(text), end = ends[1]] {
      for (std::string_view rest = text; !rest.empty();) {
        const ssize_t written = ::write(end, rest.data(), rest.size());
        if (written <= 0) break;
        rest.remove_prefix(static_cast<std::size_t>(written));
      }
      ::close(end);
    });
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    writer_.join();
    ::close(reading_);
  }

  [[nodiscard]] const std::string& path() const { return path_; }

private:
  std::string path_;
  int reading_ = -1;
  std::thread writer_;
};

std::string utf16_of(std::string_view ascii) {
  std::string bytes = "\xFF\xFE";
  for (const char c : ascii) bytes += {c, '\0'};
  return bytes;
}

}  // namespace

TEST_CASE("JSON is known by how the text begins") {
  CHECK(read_table("[{\"a\":1}]", "-").rows == Rows{{"1"}});
  CHECK(read_table(" [\n {\"a\":1}]", "list.txt").rows == Rows{{"1"}});
  CHECK(read_table("{\"a\":1}\n{\"a\":2}\n", "-").rows == Rows{{"1"}, {"2"}});
  CHECK(read_table("\xEF\xBB\xBF{ \"a\":1}\n", "-").rows == Rows{{"1"}});
  CHECK(read_table(utf16_of("[{\"a\":1}]"), "-").rows == Rows{{"1"}});
  CHECK(read_table("[note],a\nx,y\n", "-").header == Cells{"[note]", "a"});
  CHECK(read_table("{note},a\nx,y\n", "-").header == Cells{"{note}", "a"});
}

TEST_CASE("a name says what the text does not") {
  CHECK(read_table("[1]", "list.JSON").problems.at(0).starts_with("1 [] json-row"));
  CHECK(read_table("", "list.ndjson").problems.empty());  // no rows
  CHECK(read_table("[{\"a\":1}]", "list.ndjson").rows == Rows{{"1"}});
  CHECK(read_table("{\"a\":1}\n", "list.json").rows == Rows{{"1"}});
  CHECK(read_table("[{\"a\":1}]\n", "list.csv").rows == Rows{{"1"}});
  CHECK(read_table("[]\n", "-").problems.empty());
  CHECK(read_table("[],a\nx,y\n", "-").header == Cells{"[]", "a"});
}

TEST_CASE("the format that is said goes before both") {
  TableOptions options;
  options.format = InputFormat::semicolon;
  CHECK(read_table("a,b;c\n", "list.json", options).header == Cells{"a,b", "c"});
  options.format = InputFormat::json;
  CHECK(read_table("[{\"a\":1}]", "list.csv", options).header == Cells{"a"});
  for (const std::string_view name : input_format_names()) CHECK(parse_input_format(name));
  CHECK_FALSE(parse_input_format("xlsx"));
  CHECK(parse_input_format("pipe") == InputFormat::pipe);
}

TEST_CASE("what comes through a pipe is read as a file is, JSON twice") {
  const std::string row = "{\"a\":\"" + std::string(1000, 'x') + "\"},\n";
  std::string json = "[";
  for (int i = 0; i < 300; ++i) json += row;
  json += "{\"b\":2}]\n";
  const Pipe pipe(json);
  const auto source = open_table(pipe.path());
  CHECK(Cells(source->header().begin(), source->header().end()) == Cells{"a", "b"});
  const Reading table = read_all(*source);
  CHECK(table.rows.size() == 301);
  CHECK(table.rows.back() == Cells{"", "2"});
  CHECK(source->facts().bytes == json.size());
  CHECK(source->facts().sha256 == memory_bytes(json, "test")->sha256());

  const std::string csv = "a,b\n1,2\n";
  const Pipe other(csv);
  const auto rows = open_table(other.path());
  CHECK(read_all(*rows).rows == Rows{{"1", "2"}});
  CHECK(rows->facts().sha256 == memory_bytes(csv, "test")->sha256());
}

TEST_CASE("Windows-1252 is read where it is said") {
  TableOptions options;
  options.encoding = Encoding::windows_1252;
  CHECK(read_table("a\n\x80 \x93Sant\xE9\x94 \xFF\n", "-", options).rows == Rows{{"€ “Santé” ÿ"}});
  CHECK(read_table("a\nx\x8D\n", "-", options).problems ==
        std::vector{
            "2 [a] invalid-windows-1252: character 2: not a character of windows-1252 (8D at byte 3); save the file "
            "as UTF-8; reading ended here"s});
  CHECK(read_table("a\nx\0\n"sv, "-", options).problems.at(0).starts_with("2 [a] nul-byte"));
}

TEST_CASE("an encoding that is said needs no mark, and contradicts none") {
  TableOptions options;
  options.encoding = Encoding::utf16_big_endian;
  CHECK(read_table("\0a\0\n\0x"sv, "-", options).rows == Rows{{"x"}});
  CHECK(read_table("\xFE\xFF\0a\0\n\0x"sv, "-", options).rows == Rows{{"x"}});
  CHECK_THROWS_WITH_AS(read_table("\xEF\xBB\xBF"
                                  "a\n",
                                  "f", options),
                       "f: begins with the byte order mark of utf-8, so it is not utf-16be", iscm::Error);
  CHECK(parse_encoding("UTF-16LE") == Encoding::utf16_little_endian);
  CHECK(parse_encoding("CP1252") == Encoding::windows_1252);
  CHECK(parse_encoding("latin1") == Encoding::windows_1252);
  CHECK_FALSE(parse_encoding("latin3"));
  CHECK(name_of(Encoding::windows_1252) == "windows-1252");
  CHECK(encoding_names().size() == 5);
}
