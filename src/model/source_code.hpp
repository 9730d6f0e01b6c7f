#pragma once

#include <string>
#include <string_view>

namespace iscm::model {

/// The code that a source at this address is given: its site and the first words of its last part, as in
/// "iom-almaty-process" of https://www.iom.int/almaty-process.
std::string code_of_address(std::string_view url);

}  // namespace iscm::model
