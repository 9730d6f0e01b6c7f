#include "read/digest.hpp"

#include <array>

namespace iscm::read {

void Sha256::add(std::string_view bytes) {
  SHA256Update(&state_, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::string Sha256::hex() const {
  SHA2_CTX copy = state_;  // finishing changes the state
  std::array<char, SHA256_DIGEST_STRING_LENGTH> text{};
  SHA256End(&copy, text.data());
  return text.data();
}

}  // namespace iscm::read
