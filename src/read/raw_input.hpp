#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace iscm::read {

/// Bytes as they are, one after the other.
class RawInput {
public:
  RawInput() = default;
  RawInput(const RawInput&) = delete;
  RawInput& operator=(const RawInput&) = delete;
  virtual ~RawInput() = default;

  /// Fills the start of `into`, which must not be empty, and gives the number of bytes; 0 at the end only.
  /// Throws Error (refused for a folder, else failed) "NAME: what the system says".
  virtual std::size_t read(std::span<char> into) = 0;

  /// Goes back to where reading began; false, and nothing done, where the input can be read only once (a pipe).
  virtual bool rewind() = 0;
};

/// The file at `path`. Throws Error (refused) when it does not exist, is a folder or may not be read.
std::unique_ptr<RawInput> open_file(const std::string& path);

/// What comes in on standard input, which stays open afterwards. Errors call it `name`.
std::unique_ptr<RawInput> standard_input(std::string name);

/// The bytes of `memory`, which must outlive the result.
std::unique_ptr<RawInput> memory_input(std::string_view memory);

/// The same bytes as `input`, which may have been read only as far as `start`, what was read of it. Where `input`
/// cannot be rewound and `twice` asks for it, it is copied to a temporary file without a name first, so that memory is
/// not what limits it. Throws Error (failed) when that file cannot be written, and what reading throws.
std::unique_ptr<RawInput> again_from(std::unique_ptr<RawInput> input, std::string start, bool twice);

}  // namespace iscm::read
