#pragma once

#include <string>
#include <vector>

#include "read/row_source.hpp"

namespace iscm::core {

/// The one row that an edit is, for the pipeline of import: a column for each field that was typed.
class EditRow : public read::RowSource {
public:
  EditRow(std::vector<std::string> header, std::vector<std::string> cells);

  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] std::span<const std::string> header() const override { return header_; }
  [[nodiscard]] std::size_t header_line() const override { return 1; }
  bool next() override;
  [[nodiscard]] std::size_t line() const override { return 1; }
  [[nodiscard]] std::span<const std::string_view> cells() const override { return views_; }
  [[nodiscard]] std::span<const read::Problem> problems() const override { return {}; }
  [[nodiscard]] std::span<const read::Note> notes() const override { return {}; }
  [[nodiscard]] std::string sha256() const override { return {}; }
  [[nodiscard]] std::size_t bytes() const override { return 0; }
  [[nodiscard]] bool ends_with_newline() const override { return false; }
  [[nodiscard]] char delimiter() const override { return ','; }

private:
  std::string name_ = "the command line";
  std::vector<std::string> header_;
  std::vector<std::string> cells_;
  std::vector<std::string_view> views_;
  bool given_ = false;
};

}  // namespace iscm::core
