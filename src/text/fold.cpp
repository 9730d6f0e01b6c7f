#include "text/fold.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <vector>

#include "text/utf8.hpp"

namespace iscm::text {
namespace {

bool is_ascii_word(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9');
}

utf8proc_category_t category(char32_t c) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

bool is_apostrophe(char c) {
  return c == '\'';
}

bool is_apostrophe(char32_t c) {
  switch (c) {
    case U'\'':
    case U'\u2018':  // ‘
    case U'\u2019':  // ’
    case U'\u02BB':  // ʻ, a letter to Unicode
    case U'\u02BC':  // ʼ, a letter to Unicode
      return true;
    default:
      return false;
  }
}

bool is_word(char c) {
  return is_ascii_word(static_cast<unsigned char>(c));
}

bool is_word(char32_t c) {
  if (c < 0x80) return is_ascii_word(c);
  if (is_apostrophe(c)) return false;
  switch (category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MC:  // vowel signs of Indic scripts: part of the word, not accents
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return true;
    default:
      return false;
  }
}

bool is_accent(char32_t c) {
  const auto kind = category(c);
  return kind == UTF8PROC_CATEGORY_MN || kind == UTF8PROC_CATEGORY_ME;
}

/// The usual spelling of a lower-case letter that Unicode does not decompose; empty for every other one.
/// (ß is missing because case folding makes it ss.)
std::u32string_view spelled_out(char32_t c) {
  switch (c) {
    case U'æ':
      return U"ae";
    case U'œ':
      return U"oe";
    case U'þ':
      return U"th";
    case U'ø':
      return U"o";
    case U'ł':
      return U"l";
    case U'đ':
    case U'ð':
      return U"d";
    case U'ħ':
      return U"h";
    case U'ŧ':
      return U"t";
    case U'ı':
      return U"i";
    default:
      return {};
  }
}

/// Appends what is left of one code point after compatibility decomposition, case folding and loss of accents.
void append_plain(std::u32string& text, char32_t code_point) {
  // 18 code points is Unicode's longest decomposition (U+FDFA).
  std::array<utf8proc_int32_t, 32> parts{};
  int boundary = 0;
  constexpr auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  const utf8proc_ssize_t count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(code_point), parts.data(),
                                                         parts.size(), options, &boundary);
  for (std::size_t i = 0; i < parts.size() && static_cast<utf8proc_ssize_t>(i) < count; ++i) {
    const auto part = static_cast<char32_t>(parts[i]);
    if (is_accent(part)) continue;
    if (const auto spelling = spelled_out(part); !spelling.empty()) {
      text += spelling;
    } else {
      text += part;
    }
  }
}

std::u32string plain_letters(std::string_view utf8) {
  std::u32string text;
  text.reserve(utf8.size());
  for (const CodePoint& point : CodePoints(utf8)) {
    if (!point.valid) {
      text += U' ';
    } else if (point.value < 0x80) {
      text += static_cast<unsigned char>(ascii_lower(static_cast<char>(point.value)));
    } else {
      append_plain(text, point.value);
    }
  }
  return text;
}

/// Whether the apostrophe at `at` is before the s that ends a word.
template <typename Text>
bool is_possessive(const Text& lowered, std::size_t at) {
  const bool after_word = at > 0 && is_word(lowered[at - 1]);
  const bool before_s = at + 1 < lowered.size() && lowered[at + 1] == 's';
  return after_word && before_s && (at + 2 == lowered.size() || !is_word(lowered[at + 2]));
}

/// The words of a lower-case text, one space between them. One rule for both widths of character.
template <typename Text>
Text joined_words(const Text& lowered) {
  Text joined(lowered.size(), ' ');  // written by place: most of the time of a fold is spent here
  std::size_t length = 0;
  for (std::size_t i = 0; i < lowered.size(); ++i) {
    const auto c = lowered[i];
    if (is_word(c)) {
      joined[length++] = c;
    } else if (is_apostrophe(c) && is_possessive(lowered, i)) {
      continue;
    } else if (length > 0 && joined[length - 1] != ' ') {
      joined[length++] = ' ';
    }
  }
  if (length > 0 && joined[length - 1] == ' ') --length;
  joined.resize(length);
  return joined;
}

/// UTF-8 in composed form: decomposition takes apart more than accents (the syllables of Hangul, for one).
std::string composed(const std::u32string& text) {
  // Latin letters without their accents, as a rule: there is nothing to compose.
  const auto is_plain = [](char32_t c) { return c < 0x80; };
  if (std::all_of(text.begin(), text.end(), is_plain)) return {text.begin(), text.end()};
  std::vector<utf8proc_int32_t> points(text.begin(), text.end());
  const utf8proc_ssize_t count =
      utf8proc_normalize_utf32(points.data(), static_cast<utf8proc_ssize_t>(points.size()),
                               static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE));
  std::string utf8;
  utf8.reserve(points.size());
  for (utf8proc_ssize_t i = 0; i < count; ++i) {
    append_utf8(utf8, static_cast<char32_t>(points[static_cast<std::size_t>(i)]));
  }
  return utf8;
}

}  // namespace

std::string fold(std::string_view utf8) {
  return is_ascii(utf8) ? joined_words(ascii_lower(utf8)) : composed(joined_words(plain_letters(utf8)));
}

std::string slug(std::string_view utf8) {
  std::string code = fold(utf8);
  std::replace(code.begin(), code.end(), ' ', '-');
  if (code.size() <= kLongestSlug) return code;

  std::size_t end = code.rfind('-', kLongestSlug);
  if (end == std::string::npos) {
    end = 0;
    for (const CodePoint& point : CodePoints(code)) {
      if (end + point.bytes.size() > kLongestSlug) break;
      end += point.bytes.size();
    }
  }
  code.resize(end);
  return code;
}

}  // namespace iscm::text
