#pragma once

#include <functional>
#include <optional>
#include <string>

namespace iscm::core {

/// Something that a check found.
struct Finding {
  std::string check;
  std::string severity;  ///< error, warning or note
  std::string entity;    ///< of the record; "file" where none is meant, "check" where a check cannot be run
  std::string key;       ///< the record, as the view `changes` calls it
  std::string field;
  std::string message;
  std::string hint;
  /// What the field should be (empty: nothing), where the check knows: `check --fix`.
  std::optional<std::string> value{};
};

using FindingSink = std::function<void(const Finding&)>;

}  // namespace iscm::core
