#include <nlohmann/json.hpp>

#include "read/json.hpp"
#include "reading.hpp"

namespace iscm::fuzz {
namespace {

/// What is read without a problem is JSON to another reader too, with as many rows.
void check_array(std::string_view text, const Reading& table) {
  if (!table.problems.empty() || !table.refusal.empty()) return;
  if (read::byte_order_mark(text).encoding != read::Encoding::utf8) return;
  const auto json = nlohmann::json::parse(text, nullptr, false);
  require(json.is_array(), "an array without a problem is JSON");
  require(table.header.empty() ? json.empty() : json.size() == table.rows.size(), "every object is a row");
}

void run(std::string_view input) {
  if (input.size() < 2) return;
  const bool lines = (static_cast<unsigned char>(input[0]) & 1U) != 0;
  const std::size_t chunk = static_cast<unsigned char>(input[1]) % 32 + 1;
  read::JsonOptions options;
  options.shape = lines ? read::JsonShape::lines : read::JsonShape::array;
  const std::string_view text = input.substr(2);
  const Reading table = read_both_ways(text, chunk, [&](std::unique_ptr<read::ByteSource> bytes) {
    return read::open_json(std::move(bytes), "fuzz", options);
  });
  if (!lines) check_array(text, table);
}

}  // namespace
}  // namespace iscm::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  iscm::fuzz::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
