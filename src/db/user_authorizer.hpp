#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.hpp"
#include "error.hpp"

namespace iscm::db {

/// Refuses, while it lives, what SQL of a user must not do, and remembers what it refused, in a sentence.
class Authorizer {
public:
  /// `writable` names the tables whose rows may be inserted, updated and deleted; if there are none, SQL can only read.
  Authorizer(Connection& connection, std::vector<std::string> writable);
  Authorizer(const Authorizer&) = delete;
  Authorizer& operator=(const Authorizer&) = delete;
  ~Authorizer();

  /// What was refused since the last call; nothing where nothing was.
  std::optional<Error> take_refusal();

private:
  static int callback(void* self, int action, const char* first, const char* second, const char* database,
                      const char* trigger);
  int decide(int action, std::string_view first, std::string_view second, bool has_second, bool in_trigger);
  int refuse(const std::string& message, const std::string& hint = {});
  int decide_change(int action, std::string_view table, bool in_trigger);
  int decide_pragma(std::string_view name, bool has_value);

  Connection& connection_;
  std::vector<std::string> writable_;
  std::optional<Error> refusal_;
};

}  // namespace iscm::db
