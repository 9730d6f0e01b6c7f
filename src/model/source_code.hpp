#pragma once

// The code of a new source that is named by its address.

#include <string>
#include <string_view>

namespace iscm::model {

/// The code for a source at this address: its site and the first words of the last part of its path, as
/// "iom-almaty-process" of https://www.iom.int/almaty-process.
std::string code_of_address(std::string_view url);

}  // namespace iscm::model
