#include "text/visible.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <iterator>

#include "text/utf8.hpp"

namespace iscm::text {
namespace {

constexpr char32_t kDelete = 0x7F;
constexpr char32_t kPictureOfNull = 0x2400;
constexpr char32_t kPictureOfDelete = 0x2421;

bool is_variation_selector(char32_t c) {
  return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

/// Interlinear annotations: invisible, though Unicode does not count them among what may be ignored.
bool is_annotation_control(char32_t c) {
  return c >= 0xFFF9 && c <= 0xFFFB;
}

/// Shows as nothing and shapes nothing, but for the direction of writing.
bool is_mark(char32_t c) {
  switch (hidden_kind(c)) {
    case Hidden::zero_width_space:
    case Hidden::word_joiner:
    case Hidden::byte_order_mark:
    case Hidden::direction_mark:
    case Hidden::direction_change:
      return true;
    default:
      return false;
  }
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

bool is_line_break(char32_t c) {
  return c == U'\n' || c == U'\r';
}

// By value, so that a loop over code points keeps them in registers: every cell of an import goes through
// is_squeezed().
bool is_space(CodePoint point) {
  const char32_t c = point.value;
  if (!point.valid) return false;
  if (c < 0x80) return c == U' ' || c == U'\t' || c == U'\v' || c == U'\f';
  return utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_ZS;
}

/// What takes no room and means nothing at the ends of a text.
bool has_no_width(char32_t c) {
  const Hidden kind = hidden_kind(c);
  return kind == Hidden::zero_width_space || kind == Hidden::joiner || kind == Hidden::word_joiner ||
         kind == Hidden::byte_order_mark;
}

bool is_blank(CodePoint point) {
  return is_space(point) || (point.valid && (is_line_break(point.value) || has_no_width(point.value)));
}

/// The code point that ends the text, which must not be empty.
CodePoint last_code_point(std::string_view utf8) {
  constexpr std::size_t longest = 4;
  if (static_cast<unsigned char>(utf8.back()) < 0x80) return first_code_point(utf8.substr(utf8.size() - 1));
  for (std::size_t bytes = 1; bytes <= longest && bytes <= utf8.size(); ++bytes) {
    const CodePoint point = first_code_point(utf8.substr(utf8.size() - bytes));
    if (point.valid && point.bytes.size() == bytes) return point;
  }
  return {static_cast<unsigned char>(utf8.back()), utf8.substr(utf8.size() - 1), false};
}

/// Whether squeezed() would change nothing, as in most cells; false if a closer look is needed.
bool is_squeezed(std::string_view text) {
  bool after_space = true;
  for (const CodePoint& point : CodePoints(text)) {
    const bool space = point.value == U' ';
    if ((space && after_space) || point.value < 0x20 || (point.value >= 0x80 && is_blank(point))) return false;
    after_space = space;
  }
  return text.empty() || !after_space;
}

}  // namespace

Hidden hidden_kind(char32_t c) {
  switch (c) {
    case 0x00A0:
    case 0x2007:
    case 0x202F:
      return Hidden::no_break_space;
    case 0x00AD:
      return Hidden::soft_hyphen;
    case 0x200B:
      return Hidden::zero_width_space;
    case 0x200C:
    case 0x200D:
      return Hidden::joiner;
    case 0x2060:
      return Hidden::word_joiner;
    case 0xFEFF:
      return Hidden::byte_order_mark;
    case 0x061C:
    case 0x200E:
    case 0x200F:
      return Hidden::direction_mark;
    default:
      return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ? Hidden::direction_change : Hidden::none;
  }
}

bool has_hidden(std::string_view text) {
  if (is_plain_ascii(text)) return false;
  for (const CodePoint& point : CodePoints(text)) {
    const Hidden kind = point.valid ? hidden_kind(point.value) : Hidden::none;
    const bool spelling = kind == Hidden::none || kind == Hidden::no_break_space || kind == Hidden::joiner ||
                          kind == Hidden::direction_mark;
    if (!spelling) return true;
  }
  return false;
}

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

std::string_view trimmed(std::string_view utf8) {
  while (!utf8.empty()) {
    const CodePoint point = first_code_point(utf8);
    if (!is_blank(point)) break;
    utf8.remove_prefix(point.bytes.size());
  }
  while (!utf8.empty()) {
    const CodePoint point = last_code_point(utf8);
    if (!is_blank(point)) break;
    utf8.remove_suffix(point.bytes.size());
  }
  return utf8;
}

std::string squeezed(std::string_view utf8) {
  if (is_squeezed(utf8)) return std::string(utf8);
  std::string text;
  bool after_space = false;
  for (const CodePoint& point : CodePoints(trimmed(utf8))) {
    const bool space = is_space(point);
    if (!space) {
      text += point.bytes;
    } else if (!after_space) {
      text += ' ';
    }
    after_space = space;
  }
  return text;
}

std::string visible(std::string_view text) {
  if (is_plain_ascii(text)) return std::string(text);
  std::string shown;
  shown.reserve(text.size());
  for (const CodePoint& point : CodePoints(text)) {
    if (point.valid && !is_unseen(point.value)) {
      shown += point.bytes;
    } else {
      append_symbol(shown, point);
    }
  }
  return shown;
}

std::optional<std::string> without_marks(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (const CodePoint& point : CodePoints(text)) {
    if (point.valid && runs_from_right(point.value)) return std::nullopt;
    if (!point.valid || !is_mark(point.value)) plain += point.bytes;
  }
  return plain;
}

}  // namespace iscm::text
