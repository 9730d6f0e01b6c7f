#pragma once

// Files of SQL with a header in comments: reports, checks and metrics, those of this program and the user's own.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace iscm::model {

/// One `-- key: value` line above a query; what follows it on lines that begin with three or more blanks after the
/// dashes belongs to the value.
struct SqlHeader {
  std::string key;
  std::string value;
  std::size_t line = 0;  ///< where it begins, from 1
};

/// A file of SQL whose header says what it is: a report, a check, a metric.
struct SqlFile {
  std::string name;  ///< of the file, without folder and ending
  std::vector<SqlHeader> header;
  std::string sql;  ///< the whole text, with the header

  /// The first value under this key; empty if there is none.
  [[nodiscard]] std::string value(std::string_view key) const;
  /// Every value under this key, in order.
  [[nodiscard]] std::vector<std::string> values(std::string_view key) const;
};

/// Whether a text of SQL has a word: not as a part of a longer one.
bool has_word(std::string_view sql, std::string_view word);

/// Reads the header of a text; `name` is the name of the file.
SqlFile read_sql_file(std::string name, std::string_view text);

/// The files that this program carries in a folder ("schema/checks/"), by name.
std::vector<SqlFile> embedded_sql_files(std::string_view folder);

/// The files NAME.sql of the user's own folder, by name. Throws Error(Exit::usage), which names the option, if the
/// folder cannot be read.
std::vector<std::filesystem::path> sql_files_in(const std::string& folder, const std::string& option);

/// The text of a file that holds a query. Throws Error(Exit::refused) if it is not text, or larger than a query may be.
std::string text_of_file(const std::string& path);

}  // namespace iscm::model
