#include "workbook.hpp"

// The content of an OpenDocument spreadsheet.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace iscm;
  const fuzz::Input input = fuzz::split({reinterpret_cast<const char*>(data), size});
  fuzz::read_workbook(stored_zip(ods_parts(std::string(input.text))), input.choice, input.chunk);
  return 0;
}
