#pragma once

#include <memory>
#include <string_view>

#include "out/row_writer.hpp"

// What the files of the formats have in common; only out/ includes this.
namespace iscm::out {

std::unique_ptr<RowWriter> table_writer(Sink& sink, const WriterOptions& options);
std::unique_ptr<RowWriter> csv_writer(Sink& sink, const WriterOptions& options);
std::unique_ptr<RowWriter> tsv_writer(Sink& sink, const WriterOptions& options);
std::unique_ptr<RowWriter> json_writer(Sink& sink, const WriterOptions& options);
std::unique_ptr<RowWriter> ndjson_writer(Sink& sink, const WriterOptions& options);

/// Writes lines with line breaks between them, and after the last one where the options ask for it.
class Lines {
public:
  Lines(Sink& sink, const WriterOptions& options) : sink_(sink), final_newline_(options.final_newline) {}

  void write(std::string_view line) {
    if (started_) sink_.write("\n");
    sink_.write(line);
    started_ = true;
  }

  void end() {
    if (started_ && final_newline_) sink_.write("\n");
  }

private:
  Sink& sink_;
  bool final_newline_;
  bool started_ = false;
};

}  // namespace iscm::out
