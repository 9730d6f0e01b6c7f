#pragma once

#include <memory>
#include <string_view>

#include "write/row_writer.hpp"

// What the files of the formats have in common; only out/ includes this.

namespace iscm::write {

std::unique_ptr<RowWriter> table_writer(Sink& sink, const WriterOptions& options);
std::unique_ptr<RowWriter> csv_writer(Sink& sink, const WriterOptions& options);
std::unique_ptr<RowWriter> tsv_writer(Sink& sink, const WriterOptions& options);
std::unique_ptr<RowWriter> json_writer(Sink& sink, const WriterOptions& options);
std::unique_ptr<RowWriter> ndjson_writer(Sink& sink, const WriterOptions& options);
std::unique_ptr<RowWriter> markdown_writer(Sink& sink, const WriterOptions& options);
std::unique_ptr<RowWriter> html_writer(Sink& sink, const WriterOptions& options);

/// Writes lines with line breaks between them, and after the last one where the options ask for it.
class Lines {
public:
  Lines(Sink& sink, const WriterOptions& options, std::string_view line_break = "\n")
      : sink_(sink), line_break_(line_break), final_newline_(options.final_newline) {}

  void write(std::string_view line) {
    if (started_) sink_.write(line_break_);
    sink_.write(line);
    started_ = true;
  }

  void end() {
    if (started_ && final_newline_) sink_.write(line_break_);
  }

private:
  Sink& sink_;
  std::string_view line_break_;
  bool final_newline_;
  bool started_ = false;
};

}  // namespace iscm::write
