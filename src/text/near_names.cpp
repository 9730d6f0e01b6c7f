#include "text/near_names.hpp"

#include <algorithm>

#include "text/near_name.hpp"

namespace iscm::text {
namespace {

/// A word of more names than this tells nothing.
constexpr std::size_t kMostEntries = 64;

/// In so many words of near names one, as a rule, differs in more than a vowel.
constexpr std::uint32_t kWordsForOneStrange = 3;

template <typename Take>
void each_telling_word(std::string_view name, Take&& take) {
  while (!name.empty()) {
    const auto end = std::min(name.find(' '), name.size());
    if (!is_small_word(name.substr(0, end))) take(name.substr(0, end));
    name.remove_prefix(std::min(end + 1, name.size()));
  }
}

}  // namespace

std::string_view NearNames::name_of(const Entry& entry) const {
  return std::string_view(text_).substr(entry.begin, entry.bytes);
}

void NearNames::add(std::string_view name, std::int64_t id) {
  const auto place = static_cast<std::uint32_t>(entries_.size());
  Entry entry{text_.size(), static_cast<std::uint32_t>(name.size()), 0, id};
  text_ += name;
  each_telling_word(name, [&](std::string_view word) {
    ++entry.words;
    Word& known = words_[word_outline(word)];
    if (known.is_common || (!known.entries.empty() && known.entries.back() == place)) return;
    known.entries.push_back(place);
    if (known.entries.size() <= kMostEntries) return;
    known.is_common = true;
    std::vector<std::uint32_t>().swap(known.entries);
  });
  entries_.push_back(entry);
}

std::vector<std::int64_t> NearNames::find(std::string_view name) {
  shared_.resize(entries_.size());
  std::uint32_t words = 0;
  std::uint32_t common = 0;
  each_telling_word(name, [&](std::string_view word) {
    ++words;
    outline_ = word_outline(word);
    const auto known = words_.find(outline_);
    if (known == words_.end()) return;
    common += known->second.is_common ? 1U : 0U;
    for (const std::uint32_t place : known->second.entries) {
      if (shared_[place]++ == 0) touched_.push_back(place);
    }
  });
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
