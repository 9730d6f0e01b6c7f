#include "cli/command.hpp"

#include <algorithm>

#include "text/utf8.hpp"

namespace iscm::cli {

const Command* find_command(std::string_view name) {
  const std::span<const Command> all = commands();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Command& command) { return command.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::string Invocation::get(std::string_view option, std::string_view fallback) const {
  const auto found = options.find(option);
  return found == options.end() ? std::string(fallback) : found->second;
}

std::vector<std::string> Invocation::all(std::string_view option) const {
  const auto found = repeated.find(option);
  return found == repeated.end() ? std::vector<std::string>() : found->second;
}

std::string Invocation::argument(std::size_t place) const {
  return place < arguments.size() ? arguments[place] : std::string();
}

std::vector<std::string> split_list(std::string_view list) {
  const std::vector<std::string_view> parts = text::split(list, ",");
  return {parts.begin(), parts.end()};
}

}  // namespace iscm::cli
