#pragma once

// The page of the documentation that describes every entity and field; generated, and compared with the file by a test.

#include <string>

namespace iscm::test {

/// docs/data-dictionary.md: the meaning, table, key and fields of every entity.
std::string data_dictionary();

}  // namespace iscm::test
