#pragma once

// The texts that the cells of a workbook share, by number: the first in memory, the others in a temporary file.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "read/temp_file.hpp"

namespace iscm::read {

/// Bytes that are appended, then read anywhere: what is more than `in_memory` of them goes to a temporary file, of
/// which the pages read last are kept.
class SpilledBytes {
public:
  explicit SpilledBytes(std::size_t in_memory) : in_memory_(in_memory) {}

  void append(std::string_view bytes);
  [[nodiscard]] std::size_t size() const { return memory_.size() + (file_ ? file_->size() + tail_.size() : 0); }
  /// Appends `bytes` bytes from `offset` on, which must be there, to `to`.
  void read(std::size_t offset, std::size_t bytes, std::string& to);

private:
  struct Page {
    std::size_t number = SIZE_MAX;
    std::string bytes;
  };
  const std::string& page(std::size_t number);

  std::size_t in_memory_;
  std::string memory_;
  std::unique_ptr<TempFile> file_;
  std::string tail_;  // what will be written next
  std::vector<Page> pages_;
};

class SharedTexts {
public:
  SharedTexts();

  void add(std::string_view text);
  [[nodiscard]] std::size_t count() const { return count_; }
  /// Appends the text of this number, from 0, to `to`. There must be one.
  void append(std::size_t number, std::string& to);
  /// How long that text is.
  std::size_t length(std::size_t number);

private:
  [[nodiscard]] std::uint64_t end_of(std::size_t number);

  SpilledBytes texts_;
  SpilledBytes ends_;  // of each text in `texts_`, as 8 bytes
  std::size_t count_ = 0;
  std::string number_;
};

}  // namespace iscm::read
