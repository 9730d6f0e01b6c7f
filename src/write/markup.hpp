#pragma once

// HTML and Markdown: tables for pages and letters in which no value is markup, and how a text is escaped for both.

#include <memory>
#include <string>
#include <string_view>

#include "write/row_writer.hpp"

namespace iscm::write {

std::unique_ptr<RowWriter> html_writer(Sink& sink, const WriterOptions& options);
std::unique_ptr<RowWriter> markdown_writer(Sink& sink, const WriterOptions& options);

/// Appends one line of a value in a markup language; it holds no line break, no tab and nothing unseen.
using AppendLine = void (*)(std::string& text, std::string_view line);

/// Appends a value to a cell of a markup language in which `<br>` breaks a line and `&#9;` is a tab: both stay what
/// they are, other unseen characters become visible symbols (text/visible.hpp), and `append_line` escapes the rest.
void append_markup(std::string& text, std::string_view value, AppendLine append_line);

/// Appends a line with the characters that mean something in HTML and XML as entities.
void append_entities(std::string& text, std::string_view line);

}  // namespace iscm::write
