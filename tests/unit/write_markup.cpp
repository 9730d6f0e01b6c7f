#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "write/format.hpp"
#include "write/row_writer.hpp"

using namespace iscm::write;
using namespace std::string_literals;

namespace {

std::string printed(iscm::write::Format format, const std::vector<iscm::write::Column>& columns,
                    const std::vector<std::vector<iscm::write::Cell>>& rows,
                    const iscm::write::WriterOptions& options = {}) {
  iscm::write::StringSink sink;
  const auto writer = iscm::write::make_writer(format, sink, options);
  writer->begin(columns);
  for (const auto& row : rows) writer->row(row);
  writer->end();
  return sink.text();
}

/// The value as it stands in the only cell of a Markdown table.
std::string in_markdown(const std::string& value) {
  const std::string before = "| a |\n| --- |\n| ";
  const std::string after = " |\n";
  const std::string text = printed(iscm::write::Format::markdown, {{"a", false}}, {{iscm::write::Cell(value)}});
  REQUIRE(text.starts_with(before));
  REQUIRE(text.ends_with(after));
  return text.substr(before.size(), text.size() - before.size() - after.size());
}

/// The value as it stands in the only cell of an HTML table.
std::string in_html(const std::string& value) {
  const std::string text = printed(iscm::write::Format::html, {{"a", false}}, {{iscm::write::Cell(value)}});
  const auto begin = text.find("<td>") + 4;
  return text.substr(begin, text.find("</td>") - begin);
}

}  // namespace

TEST_CASE("markdown: a table with numbers to the right") {
  CHECK(printed(Format::markdown, {{"code", false}, {"year_established", true}},
                {{Cell("midsa"), Cell(std::int64_t{2000})}, {Cell("igc"), Cell()}}) ==
        "| code | year_established |\n"
        "| --- | ---: |\n"
        "| midsa | 2000 |\n"
        "| igc | |\n");
  CHECK(printed(Format::markdown, {{"a", false}}, {}) == "| a |\n| --- |\n");
}

TEST_CASE("markdown: what would be markup is escaped, what would not stays readable") {
  CHECK(in_markdown("a|b") == "a\\|b");
  CHECK(in_markdown("*b* `c` [d](e) ~f~ \\ $x$") == "\\*b\\* \\`c\\` \\[d\\](e) \\~f\\~ \\\\ \\$x\\$");
  CHECK(in_markdown("<script>&amp;") == "&lt;script&gt;&amp;amp;");
  CHECK(in_markdown("year_established _this_") == "year_established \\_this\\_");
  CHECK(in_markdown("two\nlines\r\nthree") == "two<br>lines<br>three");
  CHECK(in_markdown("tab\tbed") == "tab&#9;bed");
  CHECK(in_markdown("\x1B[2J\u202Egnp") == "␛\\[2J&lt;U+202E&gt;gnp");
  CHECK(in_markdown("  ends ") == "&#32;&#32;ends&#32;");
  CHECK(in_markdown("   ") == "&#32;&#32;&#32;");
}

TEST_CASE("markdown: an address is one, and none within a text") {
  CHECK(in_markdown("https://a.org/x_y?b=1&c=2") == "<https://a.org/x_y?b=1&amp;c=2>");
  CHECK(in_markdown("see https://a.org/_x and www.b.org") == "see https\\://a.org/\\_x and www\\.b.org");
  CHECK(in_markdown("https://a.org/|x") == "https\\://a.org/\\|x");
  CHECK(in_markdown("javascript:alert(1)") == "javascript:alert(1)");
}

TEST_CASE("html: a document of one table, all values escaped") {
  const std::string text =
      printed(iscm::write::Format::html, {{"a<b", false}, {"n", true}},
              {{iscm::write::Cell("<script>alert('1')</script> & \"more\""), iscm::write::Cell(std::int64_t{-5})}});
  CHECK(text.starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>"));
  CHECK(
      text.find("<thead>\n<tr><th scope=\"col\">a&lt;b</th><th scope=\"col\" class=\"number\">n</th></tr>\n</thead>") !=
      std::string::npos);
  CHECK(text.find("<tr><td>&lt;script&gt;alert('1')&lt;/script&gt; &amp; &quot;more&quot;</td>"
                  "<td class=\"number\">-5</td></tr>") != std::string::npos);
  CHECK(text.ends_with("</tbody>\n</table>\n</body>\n</html>\n"));
}

TEST_CASE("html: line breaks and tabs stay, what is unseen becomes visible") {
  CHECK(in_html("two\nlines\r\nthree\tx") == "two<br>lines<br>three&#9;x");
  CHECK(in_html("nul\0 \x1B \u202E"s) == "nul␀ ␛ &lt;U+202E&gt;");
  CHECK(in_html("") == "");
}

TEST_CASE("for a spreadsheet: a byte order mark, CRLF, and no text that it would run") {
  const iscm::write::WriterOptions spreadsheet{.for_spreadsheet = true};
  CHECK(printed(Format::csv, {{"=a", false}, {"n", true}},
                {{Cell("=cmd()"), Cell(std::int64_t{-5})}, {Cell("+1"), Cell(-0.5)}, {Cell("plain"), Cell()}},
                spreadsheet) == "\uFEFF'=a,n\r\n'=cmd(),-5\r\n'+1,-0.5\r\nplain,\r\n");
  CHECK(printed(Format::tsv, {{"a", false}}, {{Cell("@x")}, {Cell("-x")}, {Cell("\tx")}, {Cell("\rx")}, {Cell("＝x")}},
                spreadsheet) == "\uFEFFa\r\n'@x\r\n'-x\r\n\"'\tx\"\r\n\"'\rx\"\r\n'＝x\r\n");
  CHECK(printed(Format::csv, {{"a", false}}, {{Cell("=cmd()")}}) == "a\n=cmd()\n");
}

TEST_CASE("table: the header in bold where it is asked for") {
  CHECK(printed(Format::table, {{"a", false}}, {{Cell("x")}}, {.bold_header = true}) == "\x1B[1ma\x1B[0m\n-\nx\n");
}
