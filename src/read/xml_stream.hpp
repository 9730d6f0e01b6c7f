#pragma once

// The elements of an XML part as they come, in bounded memory: no document is built, and no document type is allowed.

#include <cstddef>
#include <exception>
#include <optional>
#include <string_view>

#include "read/zip_archive.hpp"

namespace iscm::read {

inline constexpr std::size_t kXmlChunk = std::size_t{32} << 10;

/// The attributes of an element.
class XmlAttributes {
public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}

  /// The value of the attribute that has this name, whatever its prefix.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  [[nodiscard]] std::string_view get(std::string_view name) const { return find(name).value_or(std::string_view()); }
  /// The same of the whole name, prefix included.
  [[nodiscard]] std::string_view get_whole(std::string_view name) const;
  /// The number that it is: `otherwise` if there is none. One that is too large, or no number, is the largest.
  [[nodiscard]] std::size_t number(std::string_view name, std::size_t otherwise) const;
  /// Whether it says "1" or "true".
  [[nodiscard]] bool flag(std::string_view name) const;

private:
  const char** pairs_;
};

/// The number in digits alone, or the largest of all.
std::size_t xml_number(std::string_view digits);

/// Who is told of the elements. Names come without their prefix. May throw, and ends the reading with that.
class XmlHandler {
public:
  XmlHandler() = default;
  XmlHandler(const XmlHandler&) = delete;
  XmlHandler& operator=(const XmlHandler&) = delete;
  virtual ~XmlHandler() = default;

  virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view /*name*/) {}
  /// Text in UTF-8, in any number of pieces.
  virtual void text(std::string_view /*piece*/) {}
};

/// One reading of a part.
class XmlStream {
public:
  /// Each step inflates `chunk` bytes. `handler` must outlive it.
  XmlStream(ZipArchive& archive, std::string_view path, XmlHandler& handler, std::size_t chunk = kXmlChunk);
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;
  ~XmlStream();

  /// Reads until pause(), or a piece; false at the end. Throws Error (refused) for what is not XML, a document type,
  /// elements within more than kMaxXmlDepth, and one that takes more than kMaxXmlMemory; and what the handler throws.
  bool step();
  void read_all() {
    while (step()) continue;
  }
  /// For the handler: step() returns after this element, and the next one goes on there.
  void pause();

private:
  struct Calls;

  void check(int status);

  ZipPart part_;
  XmlHandler& handler_;
  std::size_t chunk_;
  void* parser_;
  std::size_t depth_ = 0;
  bool ended_ = false;
  bool paused_ = false;
  const char* refusal_ = nullptr;
  std::exception_ptr thrown_;
};

}  // namespace iscm::read
