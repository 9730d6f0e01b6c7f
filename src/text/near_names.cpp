#include "text/near_names.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "text/closeness.hpp"
#include "text/utf8.hpp"

namespace iscm::text {
namespace {

/// A word of more names than this says nothing.
constexpr std::size_t kMostEntries = 64;

/// In so many words of near names one, as a rule, differs in more than a vowel.
constexpr std::uint32_t kWordsForOneStrange = 3;

/// Words that say nothing about what is named.
constexpr std::array<std::string_view, 22> kSmallWords = {"a",   "an", "and", "at",  "d",  "de", "del", "des",
                                                          "du",  "el", "et",  "for", "in", "l",  "la",  "le",
                                                          "les", "of", "on",  "the", "to", "y"};

/// The words of a folded name that say something about what is named.
std::vector<std::string_view> telling_words(std::string_view name) {
  std::vector<std::string_view> words = split(name, " ");
  std::erase_if(words, [](std::string_view word) {
    return std::find(kSmallWords.begin(), kSmallWords.end(), word) != kSmallWords.end();
  });
  return words;
}

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), is_ascii_digit);
}

/// Numbers never have slips: 2010 is not 2011.
bool is_near_word(std::string_view one, std::string_view other) {
  constexpr std::size_t shortest_start = 4;
  if (one == other) return true;
  if (has_digit(one) || has_digit(other)) return false;
  const auto& [shorter, longer] = one.size() <= other.size() ? std::pair(one, other) : std::pair(other, one);
  if (shorter.size() >= shortest_start && longer.starts_with(shorter)) return true;
  // A slip changes a letter of up to four bytes; most words differ by more, which is seen without a look at letters.
  constexpr std::size_t most_bytes_of_slips = 8;
  if (longer.size() > shorter.size() + most_bytes_of_slips) return false;
  return slips_between(code_points(one), code_points(other), slips_of_a_new_name).has_value();
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

/// What words that differ by a slip mostly share: the first letter and the consonants after it, each once in a row
/// ("colombo" and "colmbo" give "clmb"). A word with a digit is itself.
std::string word_outline(std::string_view word) {
  if (has_digit(word) || word.empty()) return std::string(word);
  const std::size_t first = first_code_point(word).bytes.size();
  std::string outline(word.substr(0, first));
  for (const char c : word.substr(first)) {
    constexpr std::string_view kVowels = "aeiouy";
    if (kVowels.find(c) == std::string_view::npos && outline.back() != c) outline += c;
  }
  return outline;
}

}  // namespace

bool is_near_name(std::string_view one, std::string_view other) {
  std::vector<std::string_view> fewer = telling_words(one);
  std::vector<std::string_view> more = telling_words(other);
  if (fewer.size() > more.size()) fewer.swap(more);
  if (fewer.empty()) return false;
  if (fewer.size() != more.size() && (fewer.size() < 2 || 2 * fewer.size() < more.size())) return false;
  return are_found_among(fewer, more);
}

std::string_view NearNames::name_of(const Entry& entry) const {
  return std::string_view(text_).substr(entry.begin, entry.bytes);
}

void NearNames::add(std::string_view name, std::int64_t id) {
  const auto place = static_cast<std::uint32_t>(entries_.size());
  Entry entry{text_.size(), static_cast<std::uint32_t>(name.size()), 0, id};
  text_ += name;
  for (const std::string_view word : telling_words(name)) {
    ++entry.words;
    Word& known = words_[word_outline(word)];
    if (known.is_common || (!known.entries.empty() && known.entries.back() == place)) continue;
    known.entries.push_back(place);
    if (known.entries.size() <= kMostEntries) continue;
    known.is_common = true;
    std::vector<std::uint32_t>().swap(known.entries);
  }
  entries_.push_back(entry);
}

std::vector<std::int64_t> NearNames::find(std::string_view name) {
  shared_.resize(entries_.size());
  std::uint32_t words = 0;
  std::uint32_t common = 0;
  for (const std::string_view word : telling_words(name)) {
    ++words;
    const auto known = words_.find(word_outline(word));
    if (known == words_.end()) continue;
    common += known->second.is_common ? 1U : 0U;
    for (const std::uint32_t place : known->second.entries) {
      if (shared_[place]++ == 0) touched_.push_back(place);
    }
  }
  std::vector<std::int64_t> found;
  for (const std::uint32_t place : touched_) {
    const Entry& entry = entries_[place];
    const std::uint32_t shared = shared_[place] + common;
    shared_[place] = 0;
    const std::uint32_t fewer = std::min(words, entry.words);
    if (shared + std::max(1U, fewer / kWordsForOneStrange) < fewer || 2 * fewer < std::max(words, entry.words))
      continue;
    if (name_of(entry) != name && is_near_name(name, name_of(entry))) found.push_back(entry.id);
  }
  touched_.clear();
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace iscm::text
