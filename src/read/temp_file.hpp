#pragma once

// Bytes that are kept on disk, so that memory is not what limits them.

#include <sys/types.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace iscm::read {

/// A file without a name, which goes when it is closed. All members throw Error (failed), which calls it "temporary
/// file for WHAT".
class TempFile {
public:
  explicit TempFile(std::string_view what);
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;
  ~TempFile();

  void append(std::string_view bytes);
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(end_); }
  /// Fills the start of `into` with what is at `offset`, and gives the number of bytes: less than asked for at the end
  /// only.
  std::size_t read_at(std::size_t offset, std::span<char> into) const;

private:
  [[noreturn]] void fail(int code) const;

  std::string name_;
  int descriptor_ = -1;
  off_t end_ = 0;
};

}  // namespace iscm::read
