#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace iscm::text {

/// Many folded names, among which those that are near to one (near_name.hpp) are found without looking at each: only
/// names that share most of their words with it, by their outlines, are compared. Words that very many names have
/// lead to none of them.
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
  /// The names that have a word; none where there are too many.
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
  std::string outline_;
};

}  // namespace iscm::text
