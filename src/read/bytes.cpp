#include "read/bytes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "error.hpp"
#include "read/temp_file.hpp"

namespace iscm::read {
namespace {

std::string advice(int code) {
  switch (code) {
    case ENOENT:
    case ENOTDIR:
      return "check the path; - reads standard input";
    case EISDIR:
      return "name a file in it";
    case EACCES:
    case EPERM:
      return "its permissions do not let you read it: see ls -l";
    default:
      return {};
  }
}

[[noreturn]] void throw_system_error(Exit exit, std::string_view name, int code) {
  const std::error_code reason(code, std::generic_category());
  throw Error(exit, fmt::format("{}: {}", name, reason.message()), advice(code));
}

class DescriptorInput final : public RawInput {
public:
  /// Closes `descriptor` at the end if `owned`.
  DescriptorInput(int descriptor, std::string name, bool owned)
      : descriptor_(descriptor), name_(std::move(name)), owned_(owned) {}
  ~DescriptorInput() override {
    if (owned_) ::close(descriptor_);
  }

  std::size_t read(std::span<char> into) override {
    for (;;) {
      const ssize_t bytes = ::read(descriptor_, into.data(), into.size());
      if (bytes >= 0) return static_cast<std::size_t>(bytes);
      if (errno == EAGAIN) {
        wait_until_readable();
      } else if (errno != EINTR) {
        throw_system_error(errno == EISDIR ? Exit::refused : Exit::failed, name_, errno);
      }
    }
  }

  bool rewind() override { return start_ >= 0 && ::lseek(descriptor_, start_, SEEK_SET) == start_; }

private:
  /// A pipe shared with a program that made it non-blocking would otherwise fail when it is only empty.
  void wait_until_readable() const {
    pollfd wanted{descriptor_, POLLIN, 0};
    constexpr int without_limit = -1;
    ::poll(&wanted, 1, without_limit);  // whatever it says, the next read says it better
  }

  int descriptor_;
  std::string name_;
  bool owned_;
  off_t start_ = ::lseek(descriptor_, 0, SEEK_CUR);  // -1 for a pipe or a terminal
};

class MemoryInput final : public RawInput {
public:
  explicit MemoryInput(std::string_view memory) : memory_(memory), rest_(memory) {}

  std::size_t read(std::span<char> into) override {
    const std::size_t bytes = rest_.copy(into.data(), into.size());
    rest_.remove_prefix(bytes);
    return bytes;
  }

  bool rewind() override {
    rest_ = memory_;
    return true;
  }

private:
  std::string_view memory_;
  std::string_view rest_;
};

/// An input that can be read only once, made one that can be read again: what was read of it is in a temporary file
/// too. `start` is what was read of it before.
class SpooledInput final : public RawInput {
public:
  SpooledInput(std::unique_ptr<RawInput> input, std::string_view start) : input_(std::move(input)) {
    file_.append(start);
  }

  std::size_t read(std::span<char> into) override {
    std::size_t bytes = file_.read_at(at_, into);
    if (bytes == 0) {
      bytes = input_->read(into);
      file_.append({into.data(), bytes});
    }
    at_ += bytes;
    return bytes;
  }

  bool rewind() override {
    at_ = 0;
    return true;
  }

private:
  std::unique_ptr<RawInput> input_;
  TempFile file_{"JSON from a pipe"};
  std::size_t at_ = 0;  // in the file, of what is read next
};

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    fmt::format_to(std::back_inserter(text), "{}{:02X}", text.empty() ? "" : " ", static_cast<unsigned char>(byte));
  }
  return text;
}

/// How much around a flaw is looked at, on either side.
constexpr std::size_t kWordBytes = 24;

/// What stands around a byte, up to what divides cells.
std::string_view word_around(std::string_view bytes, std::size_t at) {
  constexpr std::string_view ends = "\t\r\n,;|\"";
  std::size_t begin = at;
  while (begin > 0 && at - begin < kWordBytes && ends.find(bytes[begin - 1]) == std::string_view::npos) --begin;
  std::size_t end = at;
  while (end < bytes.size() && end - at < kWordBytes && ends.find(bytes[end]) == std::string_view::npos) ++end;
  return bytes.substr(begin, end - begin);
}

BrokenText describe(Flaw flaw, Encoding encoding, std::string_view bytes, std::size_t offset) {
  BrokenText broken{.code = {}, .bytes = hex(bytes), .offset = offset, .explanation = {}, .readings = {}};
  const bool utf8 = encoding == Encoding::utf8;
  if (flaw == Flaw::nul) {
    broken.code = "nul-byte";
    broken.explanation =
        fmt::format("a NUL at byte {}: {}", offset,
                    utf8 ? "the file is not text, or UTF-16 without a byte order mark; save it as UTF-8"
                         : "a text cannot have it; remove it");
  } else if (flaw == Flaw::cut) {
    broken.code = "cut-character";
    broken.explanation =
        fmt::format("the file ends within a character ({} at byte {}); is it complete?", broken.bytes, offset);
  } else if (utf8) {
    broken.code = "invalid-utf8";
    broken.explanation = fmt::format("invalid UTF-8 ({} at byte {}); save the file as UTF-8", broken.bytes, offset);
  } else if (is_single_byte(encoding)) {
    broken.code = fmt::format("invalid-{}", name_of(encoding));
    broken.explanation = fmt::format("not a character of {} ({} at byte {}); save the file as UTF-8", name_of(encoding),
                                     broken.bytes, offset);
  } else {
    broken.code = "invalid-utf16";
    broken.explanation = fmt::format("invalid UTF-16, half a surrogate pair ({} at byte {}); save the file as UTF-8",
                                     broken.bytes, offset);
  }
  return broken;
}

}  // namespace

void Sha256::add(std::string_view bytes) {
  SHA256Update(&state_, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::string Sha256::hex() const {
  SHA2_CTX copy = state_;  // finishing changes the state
  std::array<char, SHA256_DIGEST_STRING_LENGTH> text{};
  SHA256End(&copy, text.data());
  return text.data();
}

std::unique_ptr<RawInput> open_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw_system_error(Exit::refused, path, errno);
  auto input = std::make_unique<DescriptorInput>(descriptor, path, true);
  struct stat facts {};
  if (::fstat(descriptor, &facts) == 0 && S_ISDIR(facts.st_mode)) throw_system_error(Exit::refused, path, EISDIR);
  return input;
}

std::unique_ptr<RawInput> standard_input(std::string name) {
  return std::make_unique<DescriptorInput>(STDIN_FILENO, std::move(name), false);
}

std::unique_ptr<RawInput> memory_input(std::string_view memory) {
  return std::make_unique<MemoryInput>(memory);
}

ByteSource::ByteSource(std::unique_ptr<RawInput> input, std::string name, std::size_t chunk,
                       std::optional<Encoding> encoding, bool may_be_archive)
    : input_(std::move(input)),
      name_(std::move(name)),
      chunk_(std::max(chunk, std::size_t{1})),
      said_(encoding),
      may_be_archive_(may_be_archive) {
  begin();
}

void ByteSource::begin() {
  fill(kTellingBytes);
  const std::string_view start(raw_.data(), end_);
  const bool taken = may_be_archive_ && is_archive(start);
  auto format = taken ? std::nullopt : foreign_format(start);
  if (is_old_office(start)) {
    constexpr std::size_t far_enough = std::size_t{8} << 20;
    fill(far_enough);
    if (auto encrypted = encrypted_office({raw_.data(), end_})) format = encrypted;
  }
  if (format) {
    throw Error(Exit::refused, fmt::format("{}: this is {}, not a table of text", name_, format->what),
                std::string(format->hint));
  }
  const ByteOrderMark mark = byte_order_mark(start);
  if (said_ && mark.bytes > 0 && mark.encoding != *said_) {
    throw Error(Exit::refused,
                fmt::format("{}: begins with the byte order mark of {}, so it is not {}", name_, name_of(mark.encoding),
                            name_of(*said_)),
                "leave the encoding out: the mark says it");
  }
  encoding_ = said_.value_or(mark.encoding);
  begin_ = mark.bytes;
}

void ByteSource::allow_restart() {
  if (!input_->rewind()) {
    input_ = std::make_unique<SpooledInput>(std::move(input_), std::string_view(raw_).substr(0, end_));
  }
  restart();
}

void ByteSource::restart() {
  if (!input_->rewind()) throw Error(Exit::failed, fmt::format("{}: cannot be read a second time", name_));
  begin_ = end_ = size_ = 0;
  ended_ = false;
  chunk_text_ = {};
  broken_.reset();
  before_.clear();
  digest_ = Sha256();
  begin();
}

/// Makes `wanted` undecoded bytes available, or all there are.
void ByteSource::fill(std::size_t wanted) {
  if (ended_ || end_ - begin_ >= wanted) return;
  std::copy(raw_.data() + begin_, raw_.data() + end_, raw_.data());
  end_ -= begin_;
  begin_ = 0;
  if (raw_.size() < wanted) raw_.resize(wanted);
  while (end_ < wanted && !ended_) {
    const std::size_t bytes = input_->read(std::span(raw_).subspan(end_));
    digest_.add({raw_.data() + end_, bytes});
    size_ += bytes;
    end_ += bytes;
    ended_ = bytes == 0;
  }
}

std::string_view ByteSource::next_chunk() {
  // A chunk that is less than a character is widened until it is one.
  for (std::size_t window = chunk_; !broken_; window += chunk_) {
    fill(window);
    const std::string_view bytes = std::string_view(raw_.data() + begin_, end_ - begin_).substr(0, window);
    if (bytes.empty()) break;
    const TextPrefix prefix = decode(bytes);
    begin_ += prefix.valid;
    before_ += bytes.substr(prefix.valid - std::min(prefix.valid, kWordBytes), std::min(prefix.valid, kWordBytes));
    before_.erase(0, before_.size() - std::min(before_.size(), kWordBytes));
    const bool complete = ended_ && begin_ + prefix.flawed == end_;
    if (prefix.flaw == Flaw::invalid || prefix.flaw == Flaw::nul || (prefix.flaw == Flaw::cut && complete)) {
      note_flaw(prefix);
    }
    if (prefix.valid > 0) return chunk_text_;
  }
  return {};
}

TextPrefix ByteSource::decode(std::string_view bytes) {
  if (encoding_ == Encoding::utf8) {
    const TextPrefix prefix = utf8_prefix(bytes);
    chunk_text_ = bytes.substr(0, prefix.valid);
    return prefix;
  }
  converted_.clear();
  const TextPrefix prefix = is_single_byte(encoding_) ? single_byte_prefix(bytes, encoding_, converted_)
                                                      : utf16_prefix(bytes, encoding_, converted_);
  chunk_text_ = converted_;
  return prefix;
}

void ByteSource::note_flaw(const TextPrefix& prefix) {
  const std::size_t offset = size_ - (end_ - begin_);
  broken_ = describe(prefix.flaw, encoding_, std::string_view(raw_).substr(begin_, prefix.flawed), offset);
  if (encoding_ != Encoding::utf8 || prefix.flaw != Flaw::invalid) return;
  // Whatever the chunks are, as much is looked at. The chunk may be in the memory that fill() moves.
  converted_ = chunk_text_;
  fill(prefix.flawed + kWordBytes);
  chunk_text_ = converted_;
  const std::string around = before_ + std::string(start().substr(begin_, prefix.flawed + kWordBytes));
  broken_->readings = likely_readings(word_around(around, before_.size()));
}

void ByteSource::drain() {
  while (!ended_) {
    begin_ = end_;
    fill(kChunkBytes);
  }
  begin_ = end_;
}

std::string ByteSource::sha256() {
  drain();
  return digest_.hex();
}

std::size_t ByteSource::size() {
  drain();
  return size_;
}

bool ByteSource::copy_to(TempFile& file, std::size_t most) {
  for (;;) {
    file.append({raw_.data() + begin_, end_ - begin_});
    begin_ = end_;
    if (ended_ || size_ > most) return ended_;
    fill(kChunkBytes);
  }
}

std::string whole_text(ByteSource& bytes, std::size_t most) {
  std::string text;
  while (text.size() <= most) {
    const std::string_view chunk = bytes.next_chunk();
    if (chunk.empty()) break;
    text += chunk;
  }
  return text;
}

std::unique_ptr<ByteSource> open_bytes(const std::string& path, std::optional<Encoding> encoding) {
  const std::string name = path == "-" ? "standard input" : path;
  return std::make_unique<ByteSource>(path == "-" ? standard_input(name) : open_file(path), name, kChunkBytes,
                                      encoding);
}

std::unique_ptr<ByteSource> memory_bytes(std::string_view memory, std::string name, std::size_t chunk) {
  return std::make_unique<ByteSource>(memory_input(memory), std::move(name), chunk);
}

}  // namespace iscm::read
