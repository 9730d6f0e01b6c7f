#include "workbook.hpp"

// A whole file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace iscm;
  const fuzz::Input input = fuzz::split({reinterpret_cast<const char*>(data), size});
  if (input.text.substr(0, 2) == "PK") fuzz::read_workbook(std::string(input.text), input.choice, input.chunk);
  return 0;
}
