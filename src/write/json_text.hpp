#pragma once

#include <string>
#include <string_view>

namespace iscm::write {

/// Appends a JSON string literal (RFC 8259), quotes included. Characters that could steer a terminal or hide (see
/// text::is_unseen) are written as \u escapes, which read back as the same characters. JSON has no way to carry bytes
/// that are not UTF-8: each becomes U+FFFD.
void append_json_string(std::string& json, std::string_view text);

}  // namespace iscm::write
