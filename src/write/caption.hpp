#pragma once

// What goes with rows or a picture wherever they go: what they are, how to read them, and where they are from. Every
// form for people has a place for it; csv, tsv and json are rows and nothing else.

#include <string>
#include <vector>

namespace iscm::write {

struct Caption {
  std::string title;
  std::vector<std::string> notes{};  ///< a paragraph each
  std::string source{};              ///< "Source: ..."
};

}  // namespace iscm::write
