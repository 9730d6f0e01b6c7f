#include "read/xml_stream.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <limits>
#include <new>

#include "read/limits.hpp"
#include "text/utf8.hpp"

namespace iscm::read {
namespace {

std::string_view without_prefix(std::string_view name) {
  return name.substr(name.find(':') + 1);  // all of it if there is none: npos + 1
}

/// What expat takes is counted, as it keeps a tag until it has the whole of it: each block begins with its size.
thread_local std::size_t xml_memory = 0;
constexpr std::size_t kHead = alignof(std::max_align_t);

void* take(std::size_t bytes) {
  if (bytes > kMaxXmlMemory || xml_memory + bytes > kMaxXmlMemory) return nullptr;
  char* block = static_cast<char*>(std::malloc(kHead + bytes));
  if (block == nullptr) return nullptr;
  xml_memory += bytes;
  new (block) std::size_t(bytes);
  return block + kHead;
}

void give_back(void* memory) {
  if (memory == nullptr) return;
  char* block = static_cast<char*>(memory) - kHead;
  xml_memory -= *reinterpret_cast<std::size_t*>(block);
  std::free(block);
}

void* take_again(void* memory, std::size_t bytes) {
  if (memory == nullptr) return take(bytes);
  char* block = static_cast<char*>(memory) - kHead;
  const std::size_t before = *reinterpret_cast<std::size_t*>(block);
  if (bytes > kMaxXmlMemory || xml_memory - before + bytes > kMaxXmlMemory) return nullptr;
  block = static_cast<char*>(std::realloc(block, kHead + bytes));
  if (block == nullptr) return nullptr;
  xml_memory += bytes - before;
  new (block) std::size_t(bytes);
  return block + kHead;
}

XML_Parser parser_of(void* parser) {
  return static_cast<XML_Parser>(parser);
}

}  // namespace

std::optional<std::string_view> XmlAttributes::find(std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (without_prefix(*pair) == name) return pair[1];
  }
  return std::nullopt;
}

std::string_view XmlAttributes::get_whole(std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (*pair == name) return pair[1];
  }
  return {};
}

std::size_t XmlAttributes::number(std::string_view name, std::size_t otherwise) const {
  const auto value = find(name);
  return value ? xml_number(*value) : otherwise;
}

bool XmlAttributes::flag(std::string_view name) const {
  const std::string_view value = get(name);
  return value == "1" || value == "true";
}

std::size_t xml_number(std::string_view digits) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  return whole ? number : std::numeric_limits<std::size_t>::max();
}

/// What expat calls. Nothing may be thrown through it.
struct XmlStream::Calls {
  template <typename Tell>
  static void guarded(void* data, const Tell& tell) {
    auto& stream = *static_cast<XmlStream*>(data);
    if (stream.thrown_ != nullptr || stream.refusal_ != nullptr) return;
    try {
      tell(stream);
    } catch (...) {
      stream.thrown_ = std::current_exception();
      XML_StopParser(parser_of(stream.parser_), XML_FALSE);
    }
  }
  static void start(void* data, const char* name, const char** attributes) {
    guarded(data, [&](XmlStream& stream) {
      if (++stream.depth_ > kMaxXmlDepth) return refuse(stream, "its elements are too deep within each other");
      stream.handler_.start(without_prefix(name), XmlAttributes(attributes));
    });
  }
  static void end(void* data, const char* name) {
    guarded(data, [&](XmlStream& stream) {
      --stream.depth_;
      stream.handler_.end(without_prefix(name));
    });
  }
  static void text(void* data, const char* piece, int bytes) {
    guarded(data, [&](XmlStream& stream) { stream.handler_.text({piece, static_cast<std::size_t>(bytes)}); });
  }
  static void document_type(void* data, const char* /*name*/, const char* /*system*/, const char* /*id*/, int /*own*/) {
    guarded(data, [](XmlStream& stream) { refuse(stream, "it has a document type, which no workbook has"); });
  }
  static void refuse(XmlStream& stream, const char* why) {
    stream.refusal_ = why;
    XML_StopParser(parser_of(stream.parser_), XML_FALSE);
  }
};

XmlStream::XmlStream(ZipArchive& archive, std::string_view path, XmlHandler& handler, std::size_t chunk)
    : part_(archive, path), handler_(handler), chunk_(chunk) {
  const XML_Memory_Handling_Suite memory{take, take_again, give_back};
  XML_Parser parser = XML_ParserCreate_MM(nullptr, &memory, nullptr);
  if (parser == nullptr) throw std::bad_alloc();
  parser_ = parser;
  XML_SetUserData(parser, this);
  XML_SetElementHandler(parser, Calls::start, Calls::end);
  XML_SetCharacterDataHandler(parser, Calls::text);
  XML_SetStartDoctypeDeclHandler(parser, Calls::document_type);
}

XmlStream::~XmlStream() {
  XML_ParserFree(parser_of(parser_));
}

bool XmlStream::step() {
  if (ended_) return false;
  XML_Parser parser = parser_of(parser_);
  if (paused_) {
    paused_ = false;
    check(XML_ResumeParser(parser));
    if (paused_) return true;
    XML_ParsingStatus status{};
    XML_GetParsingStatus(parser, &status);
    ended_ = status.parsing == XML_FINISHED;
    return true;
  }
  void* buffer = XML_GetBuffer(parser, static_cast<int>(chunk_));
  if (buffer == nullptr) check(XML_STATUS_ERROR);
  const std::size_t bytes = part_.read({static_cast<char*>(buffer), chunk_});
  check(XML_ParseBuffer(parser, static_cast<int>(bytes), bytes == 0 ? XML_TRUE : XML_FALSE));
  ended_ = bytes == 0 && !paused_;
  return true;
}

void XmlStream::pause() {
  if (paused_) return;
  paused_ = XML_StopParser(parser_of(parser_), XML_TRUE) == XML_STATUS_OK;
}

void XmlStream::check(int status) {
  if (thrown_ != nullptr) std::rethrow_exception(thrown_);
  std::string why;
  if (refusal_ != nullptr) {
    why = refusal_;
  } else if (status == XML_STATUS_ERROR) {
    const XML_Error code = XML_GetErrorCode(parser_of(parser_));
    why = code == XML_ERROR_NO_MEMORY ? fmt::format("one of its elements takes more than {} MB", kMaxXmlMemory >> 20U)
                                      : fmt::format("it is not well-formed XML ({}, line {})", XML_ErrorString(code),
                                                    XML_GetCurrentLineNumber(parser_of(parser_)));
  } else {
    return;
  }
  part_.archive().refuse(fmt::format("its part {} cannot be read: {}", part_.path(), why),
                         "open it in a spreadsheet program and save it anew as .xlsx");
}

}  // namespace iscm::read
