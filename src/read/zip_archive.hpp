#pragma once

// A ZIP archive and its parts, inflated piece by piece within limits. What comes out is counted, never what the archive
// says of itself.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "read/temp_file.hpp"

namespace iscm::read {

struct ArchiveFile;

/// One part of an archive at a time: a ZipPart ends before the next is opened.
class ZipArchive {
public:
  /// `name` is what errors call the file. Throws Error (refused) if it is no whole archive, or has too many parts.
  ZipArchive(std::unique_ptr<TempFile> file, std::string name);
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;
  ~ZipArchive();

  /// Whether there is a part of this name, in any case.
  [[nodiscard]] bool has(std::string_view path) const;

  /// Counts bytes that are made of the archive. Throws Error (refused) once there are more than any honest file of its
  /// size has: kMostInflated, or kMostGrowth times its size and more than kInflatedAnyway.
  void spend(std::size_t bytes);

  /// Throws Error (refused) "NAME: WHAT".
  [[noreturn]] void refuse(const std::string& what, const std::string& hint = {}) const;

private:
  friend class ZipPart;
  /// Where minizip finds a part: its entry in the directory, and which that is.
  struct Place {
    std::uint64_t entry;
    std::uint64_t number;
  };

  void list_parts();

  std::unique_ptr<TempFile> file_;
  std::unique_ptr<ArchiveFile> opened_;  // the file as minizip reads it
  std::string name_;
  void* zip_ = nullptr;
  std::map<std::string, Place, std::less<>> parts_;  // by name in lower case
  std::size_t spent_ = 0;
};

/// The bytes of a part.
class ZipPart {
public:
  /// Throws Error (refused) if there is no such part, or it is encrypted.
  ZipPart(ZipArchive& archive, std::string_view path);
  ZipPart(const ZipPart&) = delete;
  ZipPart& operator=(const ZipPart&) = delete;
  ~ZipPart();

  [[nodiscard]] const ZipArchive& archive() const { return archive_; }
  [[nodiscard]] const std::string& path() const { return path_; }

  /// Fills the start of `into`, and gives the number of bytes; 0 at the end only. Throws Error (refused) if the part is
  /// damaged, is not as long as it says, or is more than the archive may hold.
  std::size_t read(std::span<char> into);

private:
  ZipArchive& archive_;
  std::string path_;
  std::size_t declared_ = 0;
  std::size_t given_ = 0;
  bool open_ = false;
};

/// The start of a part's text, at most `most` bytes.
std::string part_start(ZipArchive& archive, std::string_view path, std::size_t most);

}  // namespace iscm::read
