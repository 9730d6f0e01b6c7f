#include "text/near_name.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "text/code_point.hpp"
#include "text/edit_distance.hpp"

namespace iscm::text {
namespace {

constexpr std::array<std::string_view, 22> kSmallWords = {"a",   "an", "and", "at",  "d",  "de", "del", "des",
                                                          "du",  "el", "et",  "for", "in", "l",  "la",  "le",
                                                          "les", "of", "on",  "the", "to", "y"};

std::u32string letters(std::string_view utf8) {
  std::u32string all;
  while (!utf8.empty()) {
    const CodePoint point = first_code_point(utf8);
    all += point.value;
    utf8.remove_prefix(point.bytes);
  }
  return all;
}

std::vector<std::string_view> telling_words(std::string_view name) {
  std::vector<std::string_view> words;
  while (!name.empty()) {
    const auto end = std::min(name.find(' '), name.size());
    const std::string_view word = name.substr(0, end);
    if (!is_small_word(word)) words.push_back(word);
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return words;
}

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Numbers never have slips: 2010 is not 2011.
bool is_near_word(std::string_view one, std::string_view other) {
  constexpr std::size_t shortest_start = 4;
  constexpr std::size_t letters_for_one_slip = 4;
  constexpr std::size_t letters_for_two_slips = 10;
  if (one == other) return true;
  if (has_digit(one) || has_digit(other)) return false;
  const auto& [shorter, longer] = one.size() <= other.size() ? std::pair(one, other) : std::pair(other, one);
  if (shorter.size() >= shortest_start && longer.starts_with(shorter)) return true;
  // A slip changes a letter of up to four bytes; most words differ by more, which is seen without a look at letters.
  constexpr std::size_t most_bytes_of_slips = 8;
  if (longer.size() > shorter.size() + most_bytes_of_slips) return false;
  const std::u32string a = letters(one);
  const std::u32string b = letters(other);
  const std::size_t shortest = std::min(a.size(), b.size());
  const std::size_t longest = std::max(a.size(), b.size());
  const std::size_t slips = shortest >= letters_for_two_slips ? 2 : 1;
  if (shortest < letters_for_one_slip || longest > shortest + slips) return false;
  return edit_distance(a, b) <= slips;
}

/// Whether each of the words is found among the others, of which each counts once.
bool are_found_among(const std::vector<std::string_view>& words, std::vector<std::string_view> others) {
  const auto take = [&](std::string_view word, auto&& fits) {
    const auto match =
        std::find_if(others.begin(), others.end(), [&](std::string_view other) { return fits(word, other); });
    if (match == others.end()) return false;
    others.erase(match);
    return true;
  };
  std::vector<std::string_view> rest;
  for (const std::string_view word : words) {
    if (!take(word, std::equal_to<>())) rest.push_back(word);
  }
  return std::all_of(rest.begin(), rest.end(), [&](std::string_view word) { return take(word, is_near_word); });
}

}  // namespace

bool is_small_word(std::string_view word) {
  return std::find(kSmallWords.begin(), kSmallWords.end(), word) != kSmallWords.end();
}

bool is_near_name(std::string_view one, std::string_view other) {
  std::vector<std::string_view> fewer = telling_words(one);
  std::vector<std::string_view> more = telling_words(other);
  if (fewer.size() > more.size()) fewer.swap(more);
  if (fewer.empty()) return false;
  if (fewer.size() != more.size() && (fewer.size() < 2 || 2 * fewer.size() < more.size())) return false;
  return are_found_among(fewer, more);
}

std::string word_outline(std::string_view word) {
  if (has_digit(word) || word.empty()) return std::string(word);
  const std::size_t first = first_code_point(word).bytes;
  std::string outline(word.substr(0, first));
  for (const char c : word.substr(first)) {
    constexpr std::string_view kVowels = "aeiouy";
    if (kVowels.find(c) == std::string_view::npos && outline.back() != c) outline += c;
  }
  return outline;
}

}  // namespace iscm::text
