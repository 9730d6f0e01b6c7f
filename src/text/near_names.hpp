#pragma once

// Which names may be other spellings of one, and an index that finds them among very many. Imports ask before they make
// a record whose name is near to that of another.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace iscm::text {

/// Whether two folded names (fold.hpp) may be two spellings of one. Small words ("of", "the", "la") do not count. Close
/// are names
/// - with the same words in any order, where a word may have slips_of_a_new_name() (closeness.hpp) or be the beginning
///   of the other (South, Southern);
/// - of which one has all the words of the other, which has at least two and at least half as many.
/// Names that each have a word of their own are different: West Africa and Southern Africa.
bool is_near_name(std::string_view one, std::string_view other);

/// Many folded names, among which those that are near to one are found without looking at each: only names that share
/// most of their words with it, but for vowels, are compared. A word that very many names have finds none of them.
class NearNames {
public:
  /// `id` is what find() gives for the name; several names may have the same.
  void add(std::string_view name, std::int64_t id);

  /// The ids of the names that are near but not the same, each once, in their order.
  [[nodiscard]] std::vector<std::int64_t> find(std::string_view name);

private:
  struct Entry {
    std::size_t begin = 0;  ///< in text_
    std::uint32_t bytes = 0;
    std::uint32_t words = 0;
    std::int64_t id = 0;
  };
  /// The names that have a word; none if there are too many.
  struct Word {
    std::vector<std::uint32_t> entries;
    bool is_common = false;
  };
  [[nodiscard]] std::string_view name_of(const Entry& entry) const;

  std::string text_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, Word> words_;
  // Of find(), kept to be used again.
  std::vector<std::uint32_t> shared_;
  std::vector<std::uint32_t> touched_;
};

}  // namespace iscm::text
