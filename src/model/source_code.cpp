#include "model/source_code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "model/entities.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"

namespace iscm::model {
namespace {

constexpr std::size_t kMostWords = 4;

std::vector<std::string_view> filled_parts(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts = text::split(text, separator);
  std::erase(parts, std::string_view());
  return parts;
}

/// "www.bj.admin.ch" gives "bj-admin", "example.org.au" "example-org".
std::string site_of(std::string_view host) {
  std::vector<std::string_view> labels = filled_parts(host.substr(0, host.find(':')), ".");
  if (labels.size() > 1) labels.pop_back();
  if (labels.size() > 1 && labels.front() == "www") labels.erase(labels.begin());
  return fmt::format("{}", fmt::join(labels, "-"));
}

/// The first words of the last part of a path, without the ending of a file's name.
std::string page_of(std::string_view path) {
  path = path.substr(0, path.find_first_of("?#"));
  const std::vector<std::string_view> parts = filled_parts(path, "/");
  if (parts.empty()) return {};
  std::string_view last = parts.back();
  if (const auto dot = last.rfind('.'); dot != std::string_view::npos && dot > 0) last = last.substr(0, dot);
  const std::string slug = text::slug(last);
  std::vector<std::string_view> words = filled_parts(slug, "-");
  words.resize(std::min(words.size(), kMostWords));
  return fmt::format("{}", fmt::join(words, "-"));
}

std::string valid(const std::string& code) {
  return broken_rule(*entity_named("source").field("code"), code).empty() ? code : "source";
}

}  // namespace

std::string code_of_address(std::string_view url) {
  const auto begin = url.find("://") + 3;
  const auto slash = std::min(url.find('/', begin), url.size());
  const std::string site = site_of(url.substr(begin, slash - begin));
  const std::string page = page_of(url.substr(slash));
  return valid(text::slug(page.empty() ? site : fmt::format("{}-{}", site, page)));
}

std::string code_of_title(std::string_view title) {
  return valid(text::slug(title));
}

std::string unknown_source_hint(const std::string& name, const std::string& guess) {
  const bool is_address = name.find("://") != std::string::npos;  // with a mistake in it
  if (is_address && guess.empty()) return "an address has no blanks; `iscm list source` shows those that there are";
  if (!guess.empty() && (is_address || name.find(' ') == std::string::npos)) return guess;
  const std::string words[] = {"add", "source", code_of_title(name), fmt::format("title={}", name)};
  const std::string adds = fmt::format("`{}` adds it", text::command_line(words));
  return guess.empty() ? adds : fmt::format("{} If it is another, {}", guess, adds);
}

}  // namespace iscm::model
