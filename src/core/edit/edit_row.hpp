#pragma once

#include <string>
#include <vector>

#include "read/row_source.hpp"

namespace iscm::core {

/// The one row that an edit is, for the pipeline of import: a column for each field that was typed.
class EditRow : public read::RowSource {
public:
  EditRow(std::vector<std::string> header, std::vector<std::string> cells);

  [[nodiscard]] std::span<const std::string> header() const override { return header_; }
  bool next() override;
  [[nodiscard]] std::size_t line() const override { return 1; }
  [[nodiscard]] std::span<const std::string_view> cells() const override { return views_; }

private:
  std::vector<std::string> header_;
  std::vector<std::string> cells_;
  std::vector<std::string_view> views_;
  bool given_ = false;
};

}  // namespace iscm::core
