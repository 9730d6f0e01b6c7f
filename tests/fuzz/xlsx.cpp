#include "workbook.hpp"

// The parts of an Excel workbook: sheet %% shared texts %% styles %% workbook.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace iscm;
  fuzz::Input input = fuzz::split({reinterpret_cast<const char*>(data), size});
  Parts parts = xlsx_parts({});
  for (const std::size_t part : {4U, 5U, 6U, 2U}) {
    std::string text = fuzz::take_part(input.text);
    if (!text.empty()) parts[part].second = std::move(text);
  }
  fuzz::read_workbook(stored_zip(parts), input.choice, input.chunk);
  return 0;
}
