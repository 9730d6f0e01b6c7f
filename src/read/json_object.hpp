#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace iscm::read {

/// What stands between the items of a list in a cell: an array of texts becomes such a cell.
inline constexpr std::string_view kListSeparator = "; ";

/// Why an object is no row.
struct JsonFlaw {
  std::string code;        ///< as in the documentation of open_json()
  std::string key;         ///< of the value that it is about, where there is one
  std::string value;       ///< what was found, shortened
  std::size_t offset = 0;  ///< in the text of the object
  std::string message;     ///< without the place
};

/// Reads the text of one object, and gives each key with its value as the text of a cell: strings as they are, numbers
/// as they are written, null as nothing, an array of texts and numbers as a list. `take` must copy what it keeps.
/// Gives what is wrong with the object, if anything; some of its keys may have been given before.
std::optional<JsonFlaw> read_json_object(std::string_view text,
                                         const std::function<void(std::string_view key, std::string_view cell)>& take);

}  // namespace iscm::read
