#include "text/visible.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <iterator>

#include "text/code_point.hpp"

namespace iscm::text {
namespace {

constexpr char32_t kDelete = 0x7F;
constexpr char32_t kPictureOfNull = 0x2400;
constexpr char32_t kPictureOfDelete = 0x2421;

bool is_plain_ascii(char c) {
  return c >= 0x20 && c < 0x7F;
}

bool is_variation_selector(char32_t c) {
  return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

/// Interlinear annotations: invisible, though Unicode does not count them among what may be ignored.
bool is_annotation_control(char32_t c) {
  return c >= 0xFFF9 && c <= 0xFFFB;
}

/// Shows as nothing and shapes nothing, but for the direction of writing.
bool is_mark(char32_t c) {
  return c == 0x200B || c == 0x2060 || c == 0xFEFF || c == 0x200E || c == 0x200F || c == 0x061C ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool runs_from_right(char32_t c) {
  if (c < 0x0590 || is_mark(c)) return false;
  const auto direction = utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->bidi_class;
  return direction == UTF8PROC_BIDI_CLASS_R || direction == UTF8PROC_BIDI_CLASS_AL;
}

void append_symbol(std::string& text, const CodePoint& point) {
  if (!point.valid) {
    fmt::format_to(std::back_inserter(text), "<0x{:02X}>", static_cast<unsigned>(point.value));
  } else if (point.value < 0x20) {
    append_utf8(text, kPictureOfNull + point.value);
  } else if (point.value == kDelete) {
    append_utf8(text, kPictureOfDelete);
  } else {
    fmt::format_to(std::back_inserter(text), "<U+{:04X}>", static_cast<unsigned>(point.value));
  }
}

}  // namespace

bool is_unseen(char32_t code_point) {
  if (code_point < 0x80) return code_point < 0x20 || code_point == kDelete;
  const utf8proc_property_t* property = utf8proc_get_property(static_cast<utf8proc_int32_t>(code_point));
  switch (property->category) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return true;
    default:
      return (property->ignorable && !is_variation_selector(code_point)) || is_annotation_control(code_point);
  }
}

std::string visible(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), is_plain_ascii)) return std::string(text);
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (point.valid && !is_unseen(point.value)) {
      shown += text.substr(0, point.bytes);
    } else {
      append_symbol(shown, point);
    }
    text.remove_prefix(point.bytes);
  }
  return shown;
}

std::optional<std::string> without_marks(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (point.valid && runs_from_right(point.value)) return std::nullopt;
    if (!point.valid || !is_mark(point.value)) plain += text.substr(0, point.bytes);
    text.remove_prefix(point.bytes);
  }
  return plain;
}

}  // namespace iscm::text
