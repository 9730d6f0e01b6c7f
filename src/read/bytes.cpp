#include "read/bytes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "error.hpp"
#include "read/foreign_format.hpp"

namespace iscm::read {
namespace {

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    fmt::format_to(std::back_inserter(text), "{}{:02X}", text.empty() ? "" : " ", static_cast<unsigned char>(byte));
  }
  return text;
}

BrokenText describe(Flaw flaw, Encoding encoding, std::string_view bytes, std::size_t offset) {
  BrokenText broken{.code = {}, .bytes = hex(bytes), .offset = offset, .explanation = {}};
  const bool utf8 = encoding == Encoding::utf8;
  if (flaw == Flaw::nul) {
    broken.code = "nul-byte";
    broken.explanation = fmt::format("a NUL at byte {}: {}", offset,
                                     utf8 ? "the file is no text, or UTF-16 without a byte order mark; save it as UTF-8"
                                          : "no text has it; remove it");
  } else if (flaw == Flaw::cut) {
    broken.code = "cut-character";
    broken.explanation =
        fmt::format("the file ends within a character ({} at byte {}); is it complete?", broken.bytes, offset);
  } else if (utf8) {
    broken.code = "invalid-utf8";
    broken.explanation = fmt::format("invalid UTF-8 ({} at byte {}); save the file as UTF-8", broken.bytes, offset);
  } else if (encoding == Encoding::windows_1252) {
    broken.code = "invalid-windows-1252";
    broken.explanation =
        fmt::format("no character of Windows-1252 ({} at byte {}); save the file as UTF-8", broken.bytes, offset);
  } else {
    broken.code = "invalid-utf16";
    broken.explanation = fmt::format("invalid UTF-16, half a surrogate pair ({} at byte {}); save the file as UTF-8",
                                     broken.bytes, offset);
  }
  return broken;
}

}  // namespace

ByteSource::ByteSource(std::unique_ptr<RawInput> input, std::string name, std::size_t chunk,
                       std::optional<Encoding> encoding)
    : input_(std::move(input)), name_(std::move(name)), chunk_(std::max(chunk, std::size_t{1})), said_(encoding) {
  begin();
}

void ByteSource::begin() {
  fill(kTellingBytes);
  const std::string_view start(raw_.data(), end_);
  if (const auto format = foreign_format(start)) {
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

void ByteSource::restart() {
  if (!input_->rewind()) throw Error(Exit::failed, fmt::format("{}: cannot be read a second time", name_));
  begin_ = end_ = size_ = 0;
  ended_ = false;
  chunk_text_ = {};
  broken_.reset();
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
  const TextPrefix prefix = encoding_ == Encoding::windows_1252 ? windows_1252_prefix(bytes, converted_)
                                                                : utf16_prefix(bytes, encoding_, converted_);
  chunk_text_ = converted_;
  return prefix;
}

void ByteSource::note_flaw(const TextPrefix& prefix) {
  const std::size_t offset = size_ - (end_ - begin_);
  broken_ = describe(prefix.flaw, encoding_, std::string_view(raw_).substr(begin_, prefix.flawed), offset);
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
