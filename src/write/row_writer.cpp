#include "write/row_writer.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <iterator>
#include <stdexcept>

namespace iscm::write {
namespace {

struct AppendTo {
  std::string& text;

  void operator()(std::monostate) const {}
  void operator()(std::int64_t number) const { fmt::format_to(std::back_inserter(text), "{}", number); }
  void operator()(double number) const { append_number(text, number); }
  void operator()(std::string_view value) const { text += value; }
};

}  // namespace

void append_number(std::string& text, double number) {
  std::array<char, 32> digits{};  // the longest double takes 24
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  const std::string_view shortest(digits.data(), static_cast<std::size_t>(end - digits.data()));
  text += shortest;
  const bool looks_whole = shortest.find_first_not_of("-0123456789") == std::string_view::npos;
  if (looks_whole) text += ".0";
}

void append_cell(std::string& text, const Cell& cell) {
  std::visit(AppendTo{text}, cell);
}

void RowWriter::begin(std::span<const Column> columns) {
  width_ = columns.size();
  do_begin(columns);
}

void RowWriter::row(std::span<const Cell> cells) {
  if (cells.size() != width_) throw std::logic_error("a row that is not as wide as its columns");
  do_row(cells);
}

void RowWriter::note(std::string_view text) {
  if (caption_) caption_->notes.emplace_back(text);
}

void RowWriter::end() {
  do_end();
}

}  // namespace iscm::write
