#include "db/storage.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "error.hpp"

namespace iscm::db {
namespace {

constexpr std::size_t kHeaderBytes = 100;
using Header = std::array<unsigned char, kHeaderBytes>;

/// A big-endian number within the header.
std::uint64_t number_at(const Header& header, std::size_t at, std::size_t bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes; ++i) number = number << 8U | header[at + i];
  return number;
}

/// SQLite puts a line before the first of a file's problems; there is but one file here.
constexpr std::string_view kPreamble = "*** in database main ***\n";

StorageProblem problem_of(std::string message) {
  if (message.starts_with(kPreamble)) message.erase(0, kPreamble.size());
  StorageProblem problem{std::move(message), {}, true};
  for (const std::string_view rule : {"CHECK constraint failed in ", "NULL value in "}) {
    if (!problem.message.starts_with(rule)) continue;
    problem.damage = false;
    problem.table = problem.message.substr(rule.size());
    problem.table = problem.table.substr(0, problem.table.find('.'));
  }
  return problem;
}

}  // namespace

std::vector<StorageProblem> storage_problems(Connection& connection) {
  std::vector<StorageProblem> problems;
  try {
    Statement rows = connection.prepare("SELECT integrity_check FROM pragma_integrity_check");
    while (rows.step()) {
      if (rows.text(0) != "ok") problems.push_back(problem_of(rows.text(0)));
    }
  } catch (const Error& error) {
    if (error.exit() == Exit::interrupted) throw;
    problems.push_back({error.what(), {}, true});
  }
  return problems;
}

std::optional<std::string> truncation(const std::string& path) {
  constexpr std::size_t kPageSizeAt = 16;
  constexpr std::size_t kPageCountAt = 28;
  Header header{};
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(header.data()), kHeaderBytes);
  if (!file || std::string_view(reinterpret_cast<const char*>(header.data()), 15) != "SQLite format 3") {
    return std::nullopt;
  }
  const std::uint64_t written = number_at(header, kPageSizeAt, 2);
  const std::uint64_t due = (written == 1 ? 65536 : written) * number_at(header, kPageCountAt, 4);
  std::error_code unknown;
  const std::uint64_t size = std::filesystem::file_size(path, unknown);
  if (unknown || size >= due) return std::nullopt;
  return fmt::format("it ends after {} of {} bytes", size, due);
}

}  // namespace iscm::db
