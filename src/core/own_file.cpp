#include "core/own_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "error.hpp"
#include "read/bytes.hpp"
#include "text/utf8.hpp"

namespace iscm::core {
namespace {

constexpr std::size_t kMostBytes = 1'000'000;

/// NAME.sql, and NAME.SQL as some systems write it.
bool is_sql(const std::filesystem::path& path) {
  return text::ascii_lower(path.extension().string()) == ".sql";
}

}  // namespace

std::vector<std::filesystem::path> sql_files_in(const std::string& folder, const std::string& option) {
  std::error_code failure;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
    if (is_sql(entry.path())) files.push_back(entry.path());
  }
  if (failure) throw Error(Exit::usage, fmt::format("{} {}: {}", option, folder, failure.message()), "give a folder");
  std::sort(files.begin(), files.end());
  return files;
}

std::string text_of_file(const std::string& path) {
  // Opening a pipe would wait for whoever writes to it.
  std::error_code failure;
  if (!std::filesystem::is_regular_file(path, failure)) {
    throw Error(Exit::refused, fmt::format("{}: is no file that can be read", path));
  }
  const auto bytes = read::open_bytes(path);
  std::string text = read::whole_text(*bytes, kMostBytes);
  if (bytes->broken()) throw Error(Exit::refused, fmt::format("{}: {}", path, bytes->broken()->explanation));
  if (text.size() > kMostBytes) throw Error(Exit::refused, fmt::format("{}: is larger than a query may be", path));
  return text;
}

}  // namespace iscm::core
