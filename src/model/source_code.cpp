#include "model/source_code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "model/entities.hpp"
#include "text/fold.hpp"
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

}  // namespace

std::string code_of_address(std::string_view url) {
  const auto begin = url.find("://") + 3;
  const auto slash = std::min(url.find('/', begin), url.size());
  const std::string site = site_of(url.substr(begin, slash - begin));
  const std::string page = page_of(url.substr(slash));
  const std::string code = text::slug(page.empty() ? site : fmt::format("{}-{}", site, page));
  const bool fits = broken_rule(*entity_named("source").field("code"), code).empty();
  return fits ? code : "source";
}

}  // namespace iscm::model
