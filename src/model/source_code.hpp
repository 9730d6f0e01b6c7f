#pragma once

// The code of a new source, which is named by its address or its title.

#include <string>
#include <string_view>

namespace iscm::model {

/// The code for a source at this address: its site and the first words of the last part of its path, as
/// "iom-almaty-process" of https://www.iom.int/almaty-process.
std::string code_of_address(std::string_view url);

/// The code for a source with this title, as "sadc-letter-of-3-may-2026" of "SADC letter of 3 May 2026"; "source" if it
/// has no letters that a code can have.
std::string code_of_title(std::string_view title);

/// The hint of a message about an unknown source: what may have been meant, as text::did_you_mean() says it, and unless
/// the name reads like the code of that, the command that adds a source with this title.
std::string unknown_source_hint(const std::string& name, const std::string& guess);

}  // namespace iscm::model
