#pragma once

// CSV and TSV, for programs or, with WriterOptions::for_spreadsheet, for a double click.

#include <memory>
#include <string>
#include <string_view>

#include "write/row_writer.hpp"

namespace iscm::write {

std::unique_ptr<RowWriter> csv_writer(Sink& sink, const WriterOptions& options);
std::unique_ptr<RowWriter> tsv_writer(Sink& sink, const WriterOptions& options);

/// Says to a spreadsheet that a file is UTF-8.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Whether a spreadsheet would run a text instead of showing it: one that begins with = + - or @ (also in their full
/// width, which East Asian versions take for the same), or with white space after which some look for these.
bool would_run(std::string_view text);

/// Puts the ' before a text that a spreadsheet would run, so that it takes it as text.
void guard_text(std::string& text);

}  // namespace iscm::write
