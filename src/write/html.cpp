#include <string>

#include "text/visible.hpp"
#include "write/cell_text.hpp"
#include "write/markup_text.hpp"
#include "write/writers.hpp"

namespace iscm::write {
namespace {

constexpr std::string_view kBeforeTitle =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\">\n"
    "<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<title>";
constexpr std::string_view kBeforeTable =
    "</title>\n"
    "<style>\n"
    "table { border-collapse: collapse; font-family: sans-serif }\n"
    "caption { text-align: left; font-weight: bold; padding: 0.2em 0.5em }\n"
    "th, td { border: 1px solid #999; padding: 0.2em 0.5em; text-align: left; vertical-align: top }\n"
    ".number { text-align: right; font-variant-numeric: tabular-nums }\n"
    "</style>\n"
    "</head>\n"
    "<body>\n"
    "<table>\n";
constexpr std::string_view kAfterTable = "</tbody>\n</table>\n</body>\n</html>";

/// On one line: <title> knows no <br>.
std::string escaped_title(const WriterOptions& options) {
  std::string title;
  append_entities(title, options.title.empty() ? "iscm" : text::visible(options.title));
  return title;
}

bool is_number(const Cell& cell) {
  return std::holds_alternative<std::int64_t>(cell) || std::holds_alternative<double>(cell);
}

/// A small document of one table, which a browser shows, and from which it is copied into a letter. Values stand in it
/// as text alone: there is no attribute that one could break out of, and no link that one could lead away.
class HtmlWriter final : public RowWriter {
public:
  HtmlWriter(Sink& sink, const WriterOptions& options) : lines_(sink, options), title_(escaped_title(options)) {}

private:
  void do_begin(std::span<const Column> columns) override {
    line_ = kBeforeTitle;
    line_ += title_;
    line_ += kBeforeTable;
    line_ += "<caption>";
    line_ += title_;
    line_ += "</caption>\n<thead>\n<tr>";
    for (const Column& column : columns) {
      line_ += column.numeric ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">";
      append_markup(line_, column.name, append_entities);
      line_ += "</th>";
    }
    line_ += "</tr>\n</thead>\n<tbody>";
    lines_.write(line_);
  }

  void do_row(std::span<const Cell> cells) override {
    line_ = "<tr>";
    for (const Cell& cell : cells) {
      line_ += is_number(cell) ? "<td class=\"number\">" : "<td>";
      value_.clear();
      append_cell(value_, cell);
      append_markup(line_, value_, append_entities);
      line_ += "</td>";
    }
    line_ += "</tr>";
    lines_.write(line_);
  }

  void do_end() override {
    lines_.write(kAfterTable);
    lines_.end();
  }

  Lines lines_;
  std::string title_;
  std::string line_;  // kept between rows, as is value_, for their memory
  std::string value_;
};

}  // namespace

std::unique_ptr<RowWriter> html_writer(Sink& sink, const WriterOptions& options) {
  return std::make_unique<HtmlWriter>(sink, options);
}

}  // namespace iscm::write
