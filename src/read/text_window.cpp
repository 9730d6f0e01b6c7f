#include "read/text_window.hpp"

#include <utility>

namespace iscm::read {

TextWindow::TextWindow(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

bool TextWindow::grow() {
  if (ended_) return false;
  const std::string_view chunk = source_->next_chunk();
  buffer_.erase(0, start_);
  start_ = 0;
  buffer_ += chunk;
  ended_ = chunk.empty();
  return !ended_;
}

}  // namespace iscm::read
