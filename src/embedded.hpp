#pragma once

#include <span>
#include <string_view>

namespace iscm {

/// A file of the source tree that the binary carries: a migration, a view, a report or a seed.
struct EmbeddedFile {
  std::string_view path;    ///< relative to the source tree, with forward slashes: "migrations/0001_create_history.sql"
  std::string_view sha256;  ///< of the LF-normalized text, lower-case hexadecimal
  std::string_view text;
};

/// Every embedded file, sorted by path.
std::span<const EmbeddedFile> embedded_files();

}  // namespace iscm
