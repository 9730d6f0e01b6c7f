#pragma once

#include <memory>
#include <string>

#include "sqlite/connection.hpp"
#include "write/temporaries.hpp"

namespace iscm::cli {

/// A second database, perhaps from elsewhere, to be read beside the first: never written, and of this program's schema,
/// where it is older through a temporary copy that goes with this object.
class OtherFile {
public:
  /// Throws Error(Exit::database) where it cannot be used: missing, not ours, newer, or with a journal or a write-ahead
  /// log beside it, which could be another file's.
  explicit OtherFile(const std::string& path);

  /// Makes it readable under this name. Not within a transaction; the connection must go before this object does.
  void attach(sqlite::Connection& connection, const std::string& name) const;

private:
  void migrate_copy(sqlite::Connection& connection);

  std::string path_;
  std::unique_ptr<write::TemporaryPath> copy_;
};

}  // namespace iscm::cli
