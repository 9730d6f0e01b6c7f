#include "sqlite/file_header.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace iscm::sqlite {
namespace {

constexpr std::size_t kHeaderBytes = 100;
using Header = std::array<unsigned char, kHeaderBytes>;
constexpr std::string_view kMagic = "SQLite format 3";

constexpr std::string_view kRestore = "restore a backup; keep the damaged file";
constexpr std::string_view kCutOff =
    "it was cut off, by a copy that was not finished or a full disk: restore a backup; keep the damaged file";

/// A big-endian number within the header.
std::uint64_t number_at(const Header& header, std::size_t at, std::size_t bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes; ++i) number = number << 8U | header[at + i];
  return number;
}

bool is_power_of_two(std::uint64_t number) {
  return number != 0 && (number & (number - 1)) == 0;
}

bool has_known_format(const Header& header) {
  const auto is_version = [](unsigned char version) { return version == 1 || version == 2; };
  return is_version(header[18]) && is_version(header[19]) && number_at(header, 44, 4) <= 4;
}

/// The fractions of a page that have one value each, the text encoding, and the bytes that are reserved.
bool has_known_constants(const Header& header) {
  const bool fractions = header[21] == 64 && header[22] == 32 && header[23] == 32;
  const bool reserved = std::all_of(header.begin() + 72, header.begin() + 92, [](unsigned char c) { return c == 0; });
  return fractions && reserved && number_at(header, 56, 4) <= 3;
}

/// As the file format of SQLite has it (https://sqlite.org/fileformat2.html, "The Database Header").
std::optional<HeaderFault> fault_of(const Header& header, std::uint64_t size) {
  if (std::string_view(reinterpret_cast<const char*>(header.data()), kMagic.size()) != kMagic) return std::nullopt;
  const auto fault = [](std::string message) { return HeaderFault{std::move(message), std::string(kRestore)}; };
  const std::uint64_t written = number_at(header, 16, 2);
  const std::uint64_t page = written == 1 ? 65536 : written;
  if (page < 512 || !is_power_of_two(page)) {
    return fault(fmt::format("its header names pages of {} bytes, which SQLite does not allow", page));
  }
  if (!has_known_format(header)) return fault("its header names a format that SQLite does not know");
  if (!has_known_constants(header)) return fault("its header is not one that SQLite writes");
  const std::uint64_t pages = number_at(header, 28, 4);
  // Where the two differ, a program of before 2010 wrote the file and left the number of pages as it was.
  const bool is_counted = number_at(header, 24, 4) == number_at(header, 92, 4);
  if (is_counted && size < pages * page) {
    return HeaderFault{fmt::format("it ends after {} of {} bytes", size, pages * page), std::string(kCutOff)};
  }
  const std::uint64_t unused = number_at(header, 36, 4);
  if (unused >= std::max<std::uint64_t>(pages, 1) || (unused == 0) != (number_at(header, 32, 4) == 0)) {
    return fault(fmt::format("its header counts {} unused pages, which cannot be", unused));
  }
  return std::nullopt;
}

}  // namespace

std::optional<HeaderFault> header_fault(sqlite3* handle) {
  sqlite3_file* file = nullptr;
  if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || file == nullptr ||
      file->pMethods == nullptr) {
    return std::nullopt;
  }
  Header header{};
  sqlite3_int64 size = 0;
  if (file->pMethods->xFileSize(file, &size) != SQLITE_OK || size < static_cast<sqlite3_int64>(kHeaderBytes) ||
      file->pMethods->xRead(file, header.data(), static_cast<int>(kHeaderBytes), 0) != SQLITE_OK) {
    return std::nullopt;
  }
  return fault_of(header, static_cast<std::uint64_t>(size));
}

std::optional<HeaderFault> header_fault(const std::string& path) {
  Header header{};
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(header.data()), kHeaderBytes);
  if (!file) return std::nullopt;
  std::error_code unknown;
  const std::uint64_t size = std::filesystem::file_size(path, unknown);
  return unknown ? std::nullopt : fault_of(header, size);
}

}  // namespace iscm::sqlite
