#include "model/sql_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <system_error>

#include "embedded.hpp"
#include "error.hpp"
#include "read/bytes.hpp"
#include "text/utf8.hpp"

namespace iscm::model {
namespace {

constexpr std::string_view kEnding = ".sql";
constexpr std::size_t kMostBytes = 1'000'000;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// NAME.sql, and NAME.SQL as some systems write it.
bool is_sql(const std::filesystem::path& path) {
  return text::ascii_lower(path.extension().string()) == kEnding;
}

/// Takes the first line off a text.
std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

std::string SqlFile::value(std::string_view key) const {
  const auto found = std::find_if(header.begin(), header.end(), [&](const SqlHeader& line) { return line.key == key; });
  return found == header.end() ? std::string() : found->value;
}

std::vector<std::string> SqlFile::values(std::string_view key) const {
  std::vector<std::string> found;
  for (const SqlHeader& line : header) {
    if (line.key == key) found.push_back(line.value);
  }
  return found;
}

bool has_word(std::string_view sql, std::string_view word) {
  const auto is_part = [&](std::size_t at) {
    return at < sql.size() && (std::isalnum(static_cast<unsigned char>(sql[at])) != 0 || sql[at] == '_');
  };
  for (auto at = sql.find(word); at != std::string_view::npos; at = sql.find(word, at + 1)) {
    if (!is_part(at - 1) && !is_part(at + word.size())) return true;
  }
  return false;
}

SqlFile read_sql_file(std::string name, std::string_view text) {
  SqlFile file{std::move(name), {}, std::string(text)};
  std::string_view rest = text;
  for (std::size_t number = 1; rest.starts_with("--"); ++number) {
    const std::string_view line = take_line(rest).substr(2);
    const bool continues = line.starts_with("   ") && !file.header.empty();
    const auto colon = line.find(':');
    if (continues) {
      file.header.back().value += ' ';
      file.header.back().value += trimmed(line);
    } else if (colon != std::string_view::npos) {
      file.header.push_back(
          {std::string(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1))), number});
    }
  }
  return file;
}

std::vector<SqlFile> embedded_sql_files(std::string_view folder) {
  std::vector<SqlFile> files;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with(folder)) continue;
    const std::string_view name = file.path.substr(folder.size());
    files.push_back(read_sql_file(std::string(name.substr(0, name.size() - kEnding.size())), file.text));
  }
  return files;
}

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
    throw Error(Exit::refused, fmt::format("{}: is not a file that can be read", path));
  }
  const auto bytes = read::open_bytes(path);
  std::string text = read::whole_text(*bytes, kMostBytes);
  if (bytes->broken()) throw Error(Exit::refused, fmt::format("{}: {}", path, bytes->broken()->explanation));
  if (text.size() > kMostBytes) throw Error(Exit::refused, fmt::format("{}: is larger than a query may be", path));
  return text;
}

}  // namespace iscm::model
