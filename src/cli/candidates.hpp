#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"

namespace iscm::cli {

/// Where in a command line the word stands that is completed.
struct Place {
  const Command* command = nullptr;
  std::string database;                ///< path of the file that codes come from
  std::vector<std::string> arguments;  ///< those before the word, options left out
  std::string_view placeholder;        ///< "ENTITY", "FORMAT": what stands there in the table of commands
  std::string_view choices;            ///< the words that may stand there, with a blank between
  std::string reports{};               ///< the folder that --reports names
};

/// The words that may stand in this place and begin with `start`, whatever their case.
std::vector<std::string> candidates(const Place& place, std::string_view start);

/// Those of the words that begin with `start`, whatever their case.
std::vector<std::string> matching(std::string_view start, const std::vector<std::string>& words);

}  // namespace iscm::cli
