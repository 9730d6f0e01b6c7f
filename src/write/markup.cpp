#include "write/markup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "text/utf8.hpp"
#include "text/visible.hpp"

namespace iscm::write {
namespace {

void append_visible(std::string& text, std::string_view piece, AppendLine append_line) {
  if (!piece.empty()) append_line(text, text::visible(piece));
}

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
    "tfoot td { border: none; font-size: smaller }\n"
    "</style>\n"
    "</head>\n"
    "<body>\n"
    "<table>\n";
constexpr std::string_view kAfterTable = "</table>\n</body>\n</html>";

/// On one line: <title> knows no <br>.
std::string escaped_title(const WriterOptions& options) {
  std::string title;
  const std::string& said = options.caption ? options.caption->title : options.title;
  append_entities(title, said.empty() ? "iscm" : text::visible(said));
  return title;
}

bool is_number(const Cell& cell) {
  return std::holds_alternative<std::int64_t>(cell) || std::holds_alternative<double>(cell);
}

/// A small document of one table, which a browser shows, and from which it is copied into a letter. Values are in it
/// as text alone: there is no attribute that one could break out of, and no link that one could lead away.
class HtmlWriter final : public RowWriter {
public:
  HtmlWriter(Sink& sink, const WriterOptions& options) : lines_(sink, options), title_(escaped_title(options)) {
    caption_ = options.caption;
  }

private:
  void do_begin(std::span<const Column> columns) override {
    columns_ = columns.size();
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
    lines_.write("</tbody>");
    if (caption_) write_foot();
    lines_.write(kAfterTable);
    lines_.end();
  }

  /// Within the table, so that who copies the table copies what it says too.
  void write_foot() {
    std::vector<std::string> paragraphs = caption_->notes;
    if (!caption_->source.empty()) paragraphs.push_back(caption_->source);
    lines_.write("<tfoot>");
    for (const std::string& paragraph : paragraphs) {
      line_ = fmt::format("<tr><td colspan=\"{}\">", std::max<std::size_t>(columns_, 1));
      append_markup(line_, paragraph, append_entities);
      line_ += "</td></tr>";
      lines_.write(line_);
    }
    lines_.write("</tfoot>");
  }

  Lines lines_;
  std::size_t columns_ = 0;
  std::string title_;
  std::string line_;  // kept between rows, as is value_, for their memory
  std::string value_;
};

bool is_letter_or_digit(char c) {
  return text::is_ascii_letter(c) || text::is_ascii_digit(c);
}

/// Whether the character at `at` has to be escaped to be shown as it is.
bool is_marked(std::string_view line, std::size_t at) {
  constexpr std::string_view always = "\\`*[]|~$";
  const char c = line[at];
  if (always.find(c) != std::string_view::npos) return true;
  const std::string_view after = line.substr(at + 1);
  if (c == '_') {  // within a word it is no emphasis, and names of fields stay readable
    const bool within_word =
        at > 0 && is_letter_or_digit(line[at - 1]) && !after.empty() && is_letter_or_digit(after[0]);
    return !within_word;
  }
  // Readers make links of addresses by themselves, and would show the escapes within them.
  if (c == ':') return after.substr(0, 2) == "//";
  return c == '.' && at >= 3 && (line.substr(at - 3, 3) == "www" || line.substr(at - 3, 3) == "WWW");
}

void append_line(std::string& text, std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    switch (line[i]) {
      case '&':
      case '<':
      case '>':
        append_entities(text, line.substr(i, 1));
        break;
      default:
        if (is_marked(line, i)) text += '\\';
        text += line[i];
    }
  }
}

/// Whether the value is an address and nothing else, made of characters that need no escape within <...>.
bool is_address(std::string_view value) {
  constexpr std::string_view plain = "-._~:/?#@!$'()*+,;=%&";
  const bool known = value.starts_with("https://") || value.starts_with("http://");
  return known && std::all_of(value.begin(), value.end(), [plain](char c) {
           return is_letter_or_digit(c) || plain.find(c) != std::string_view::npos;
         });
}

void append_address(std::string& text, std::string_view address) {
  text += '<';
  for (const char c : address) {
    text += c;
    if (c == '&') text += "amp;";
  }
  text += '>';
}

/// Appends the value in such a way that a reader shows it as it is, blanks at its ends included.
void append_value(std::string& text, std::string_view value) {
  if (is_address(value)) {
    append_address(text, value);
    return;
  }
  constexpr std::string_view blank = "&#32;";
  const std::size_t leading = std::min(value.find_first_not_of(' '), value.size());
  const std::size_t end = value.find_last_not_of(' ') + 1;  // 0 if there are only blanks
  for (std::size_t i = 0; i < leading; ++i) text += blank;
  if (leading == value.size()) return;
  append_markup(text, value.substr(leading, end - leading), append_line);
  for (std::size_t i = end; i < value.size(); ++i) text += blank;
}

/// A table of GitHub Flavored Markdown in which no value is markup: neither a column more, nor emphasis, nor HTML.
class MarkdownWriter final : public RowWriter {
public:
  MarkdownWriter(Sink& sink, const WriterOptions& options) : lines_(sink, options) { caption_ = options.caption; }

private:
  void do_begin(std::span<const Column> columns) override {
    if (caption_) {
      line_ = "**";
      append_value(line_, caption_->title);
      lines_.write(line_ + "**");
      lines_.write("");
    }
    line_ = "|";
    std::string rule = "|";
    for (const Column& column : columns) {
      append_field(column.name);
      rule += column.numeric ? " ---: |" : " --- |";
    }
    lines_.write(line_);
    lines_.write(rule);
  }

  void do_row(std::span<const Cell> cells) override {
    line_ = "|";
    for (const Cell& cell : cells) {
      value_.clear();
      append_cell(value_, cell);
      append_field(value_);
    }
    lines_.write(line_);
  }

  void do_end() override {
    if (caption_) {
      for (const std::string& note : caption_->notes) write_paragraph(note);
      if (!caption_->source.empty()) write_paragraph(caption_->source);
    }
    lines_.end();
  }

  void write_paragraph(std::string_view text) {
    line_.clear();
    append_value(line_, text);
    lines_.write("");
    lines_.write(line_);
  }

  void append_field(std::string_view value) {
    line_ += ' ';
    append_value(line_, value);
    line_ += value.empty() ? "|" : " |";
  }

  Lines lines_;
  std::string line_;  // kept between rows, as is value_, for their memory
  std::string value_;
};

}  // namespace

void append_markup(std::string& text, std::string_view value, AppendLine append_line) {
  constexpr std::string_view kKept = "\t\r\n";
  while (true) {
    const std::size_t end = std::min(value.find_first_of(kKept), value.size());
    append_visible(text, value.substr(0, end), append_line);
    if (end == value.size()) return;
    const bool two = value.substr(end, 2) == "\r\n";
    text += value[end] == '\t' ? "&#9;" : "<br>";
    value.remove_prefix(end + (two ? 2 : 1));
  }
}

void append_entities(std::string& text, std::string_view line) {
  for (const char c : line) {
    switch (c) {
      case '&':
        text += "&amp;";
        break;
      case '<':
        text += "&lt;";
        break;
      case '>':
        text += "&gt;";
        break;
      case '"':
        text += "&quot;";
        break;
      default:
        text += c;
    }
  }
}

std::unique_ptr<RowWriter> html_writer(Sink& sink, const WriterOptions& options) {
  return std::make_unique<HtmlWriter>(sink, options);
}

std::unique_ptr<RowWriter> markdown_writer(Sink& sink, const WriterOptions& options) {
  return std::make_unique<MarkdownWriter>(sink, options);
}

}  // namespace iscm::write
