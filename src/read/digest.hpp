#pragma once

#include <sys/types.h>  // sha256.h uses its types without including them

#include <sha256.h>

#include <string>
#include <string_view>

namespace iscm::read {

/// The SHA-256 of bytes that come piece by piece.
class Sha256 {
public:
  Sha256() { SHA256Init(&state_); }

  void add(std::string_view bytes);
  /// The digest of what was added so far, in lower-case hexadecimal; more may be added after it.
  [[nodiscard]] std::string hex() const;

private:
  SHA2_CTX state_{};
};

}  // namespace iscm::read
