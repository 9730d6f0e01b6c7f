#pragma once

// The bytes of an input, whatever it is (a file, standard input, memory), as UTF-8 text with their digest. Readers take
// a ByteSource; RawInput and Sha256 are what it is made of.

#include <sys/types.h>  // sha256.h uses its types without including them

#include <sha256.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "read/encoding.hpp"

namespace iscm::read {

class TempFile;

/// The SHA-256 of bytes that come piece by piece.
class Sha256 {
public:
  Sha256() { SHA256Init(&state_); }

  void add(std::string_view bytes);
  /// The digest of what was added so far, in lower-case hexadecimal; more may be added after it.
  [[nodiscard]] std::string hex() const;

private:
  SHA2_CTX state_{};
};

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

  /// Goes back to where reading began; false, and nothing done, if the input can be read only once (a pipe).
  virtual bool rewind() = 0;
};

/// The file at `path`. Throws Error (refused) if it does not exist, is a folder or may not be read.
std::unique_ptr<RawInput> open_file(const std::string& path);

/// What comes in on standard input, which stays open afterwards. Errors call it `name`.
std::unique_ptr<RawInput> standard_input(std::string name);

/// The bytes of `memory`, which must outlive the result.
std::unique_ptr<RawInput> memory_input(std::string_view memory);

/// Where and why an input stops being text.
struct BrokenText {
  std::string code;         ///< "invalid-utf8", "invalid-utf16", "invalid-windows-1252", "nul-byte" or "cut-character"
  std::string bytes;        ///< what is there, in hexadecimal: "E9", "C3 28"
  std::size_t offset = 0;   ///< of the first of these bytes in the input, from 0
  std::string explanation;  ///< all of this in words, without the line, which only the reader of the text knows
  std::string readings;     ///< in words, what the text would be in likely encodings; empty if there are none
};

inline constexpr std::size_t kChunkBytes = std::size_t{128} * 1024;

/// An input as UTF-8 text, chunk by chunk, and its digest. UTF-8 with or without byte order mark, UTF-16 by its mark,
/// another encoding only if it is given; the mark is not part of the text. Made by open_bytes() and memory_bytes().
class ByteSource {
public:
  /// `name` is what errors call the input. Each step decodes `chunk` bytes, at least 1. `encoding` if it is given.
  /// Throws Error (refused) for what is known not to be text (a workbook, an archive, a database), and if the byte
  /// order mark is that of another encoding than the one given. An archive is let pass if `may_be_archive`: it is not
  /// text, but for copy_to().
  ByteSource(std::unique_ptr<RawInput> input, std::string name, std::size_t chunk = kChunkBytes,
             std::optional<Encoding> encoding = {}, bool may_be_archive = false);

  /// What the input begins with, undecoded and with its byte order mark: kTellingBytes, or all if that is less. To be
  /// asked before next_chunk().
  [[nodiscard]] std::string_view start() const { return std::string_view(raw_).substr(0, end_); }

  /// Makes restart() possible for an input that can be read only once: what is read of it is copied to a temporary file
  /// without a name, so that memory is not what limits it. To be called before next_chunk(). Throws Error (failed) if
  /// that file cannot be written, later also from next_chunk().
  void allow_restart();
  /// Begins anew at the start of the input. Throws Error (failed) if that can be read only once.
  void restart();

  /// The next piece of text, of whole characters and valid until the next call; empty at the end and if the text
  /// is broken. Throws what reading the input throws.
  std::string_view next_chunk();

  /// After an empty chunk: what is wrong there, or nothing at the true end.
  [[nodiscard]] const std::optional<BrokenText>& broken() const { return broken_; }

  /// Appends the original bytes to a file, up to `most` or a little more; true if that is all of them. In place of
  /// next_chunk().
  bool copy_to(TempFile& file, std::size_t most);

  /// The SHA-256 of the original bytes, in lower-case hexadecimal. Reads what is left, so it is always that of the
  /// whole input; so does size(). There are no more chunks after either.
  std::string sha256();
  std::size_t size();

private:
  void begin();
  void fill(std::size_t wanted);
  TextPrefix decode(std::string_view bytes);
  void note_flaw(const TextPrefix& prefix);
  void drain();

  std::unique_ptr<RawInput> input_;
  std::string name_;
  std::size_t chunk_;
  std::optional<Encoding> said_;
  bool may_be_archive_;
  Encoding encoding_ = Encoding::utf8;
  std::string raw_;  // bytes [begin_, end_) are read and not yet decoded
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t size_ = 0;
  bool ended_ = false;
  std::string before_;     // the last bytes before begin_
  std::string converted_;  // the chunk, if it had to be converted
  std::string_view chunk_text_;
  std::optional<BrokenText> broken_;
  Sha256 digest_;
};

/// The text of a whole input: what it has until its end, until it is broken, or until there are more than `most` bytes.
std::string whole_text(ByteSource& bytes, std::size_t most = std::string::npos);

/// The file at `path`, or standard input if that is "-".
/// Throws Error (refused) "FILE: what is wrong" with a hint if it cannot be opened or is known not to be text.
std::unique_ptr<ByteSource> open_bytes(const std::string& path, std::optional<Encoding> encoding = {});

/// The bytes of `memory`, which must outlive the result. Tests give a small `chunk` to split everything everywhere.
std::unique_ptr<ByteSource> memory_bytes(std::string_view memory, std::string name, std::size_t chunk = kChunkBytes);

}  // namespace iscm::read
