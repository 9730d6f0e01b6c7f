#include "version.hpp"

namespace iscm {

std::string_view program_version() {
  return ISCM_VERSION;
}

}  // namespace iscm
