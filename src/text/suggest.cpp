#include "text/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>

#include "text/closeness.hpp"
#include "text/fold.hpp"
#include "text/utf8.hpp"

namespace iscm::text {
namespace {

// How far a name is from what was wanted, in half slips of the pen. The kinds of closeness come in this order if all
// else is equal: one slip, the start of a name, some words of a name, a name among the words.
constexpr std::size_t kSlip = 2;
constexpr std::size_t kStart = 3;
constexpr std::size_t kSomeWords = 4;
constexpr std::size_t kAmongWords = 5;
constexpr std::size_t kWordStart = 1;
/// What is further from the best than two slips is noise beside it.
constexpr std::size_t kMuchFurther = 2 * kSlip;

struct Name {
  std::u32string folded;
  std::vector<std::u32string_view> words;  // views into `folded`, so a Name is never copied

  explicit Name(std::string_view utf8) : folded(code_points(fold(utf8))) {
    for (std::size_t begin = 0; begin < folded.size();) {
      const std::size_t end = std::min(folded.find(U' ', begin), folded.size());
      words.push_back(std::u32string_view(folded).substr(begin, end - begin));
      begin = end + 1;
    }
  }
  Name(const Name&) = delete;
  Name& operator=(const Name&) = delete;
};

/// The slips between two texts as a score.
std::optional<std::size_t> slip_score(std::u32string_view wanted, std::u32string_view known) {
  const auto slips = slips_between(wanted, known, slips_of_typing);
  return slips ? std::optional(*slips * kSlip) : std::nullopt;
}

std::optional<std::size_t> word_score(std::u32string_view wanted, std::u32string_view known) {
  constexpr std::size_t shortest_start = 3;
  if (wanted == known) return 0;
  if (wanted.size() >= shortest_start && known.starts_with(wanted)) return kWordStart;
  return slip_score(wanted, known);
}

/// How well each of `words` is found among `others`; nothing when one of them is not.
std::optional<std::size_t> words_score(std::span<const std::u32string_view> words,
                                       std::span<const std::u32string_view> others) {
  std::size_t total = 0;
  for (const auto word : words) {
    std::optional<std::size_t> best;
    for (const auto other : others) {
      const auto score = word_score(word, other);
      if (score && (!best || *score < *best)) best = score;
    }
    if (!best) return std::nullopt;
    total += *best;
  }
  return total;
}

std::optional<std::size_t> score(const Name& wanted, const Name& known) {
  constexpr std::size_t shortest_start = 2;
  constexpr std::size_t shortest_among_words = 3;
  std::optional<std::size_t> best = slip_score(wanted.folded, known.folded);
  const auto take = [&best](std::size_t candidate) { best = std::min(best.value_or(candidate), candidate); };

  if (wanted.folded.size() >= shortest_start && known.folded.starts_with(wanted.folded)) take(kStart);
  if (const auto found = words_score(wanted.words, known.words)) take(kSomeWords + *found);
  if (known.folded.size() >= shortest_among_words) {
    if (const auto found = words_score(known.words, wanted.words)) take(kAmongWords + *found);
  }
  return best;
}

struct Candidate {
  std::size_t score;
  const std::string* name;

  /// Between equally close names the shorter one, which has less that was not asked for.
  bool operator<(const Candidate& other) const {
    return std::tuple(score, name->size(), std::string_view(*name)) <
           std::tuple(other.score, other.name->size(), std::string_view(*other.name));
  }
  bool operator==(const Candidate& other) const { return *name == *other.name; }
};

}  // namespace

std::vector<std::string> suggest(std::string_view wanted, std::span<const std::string> known, std::size_t most) {
  const Name wanted_name(wanted);
  if (wanted_name.folded.empty()) return {};

  std::vector<Candidate> candidates;
  for (const std::string& name : known) {
    const Name known_name(name);
    if (known_name.folded.empty()) continue;
    if (const auto found = score(wanted_name, known_name)) candidates.push_back({*found, &name});
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());

  std::vector<std::string> names;
  for (const Candidate& candidate : candidates) {
    if (names.size() == most || candidate.score > candidates.front().score + kMuchFurther) break;
    names.push_back(*candidate.name);
  }
  return names;
}

std::string did_you_mean(std::string_view wanted, std::span<const std::string> known, std::size_t most) {
  const auto names = suggest(wanted, known, most);
  if (names.empty()) return {};
  std::string question = "did you mean ";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) question += i + 1 == names.size() ? " or " : ", ";
    question += fmt::format("\"{}\"", names[i]);
  }
  return question + "?";
}

std::string did_you_mean_or(std::string_view wanted, std::span<const std::string> known, std::string_view otherwise) {
  const std::string question = did_you_mean(wanted, known);
  return question.empty() ? std::string(otherwise) : question;
}

std::string command_line(std::span<const std::string> words) {
  std::string line = "iscm";
  for (const std::string& word : words) {
    if (is_ascii_word(word, "+-._,=:@%/") && !word.empty()) {
      line += fmt::format(" {}", word);
    } else if (word.find_first_of("\"\\$`!") == std::string::npos) {
      line += fmt::format(" \"{}\"", word);
    } else {
      line += " '";
      for (const char letter : word) line += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
      line += "'";
    }
  }
  return line;
}

}  // namespace iscm::text
