#include "read/text_window.hpp"

#include <utility>

namespace iscm::read {

TextWindow::TextWindow(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

bool TextWindow::grow() {
  if (ended_) return false;
  const std::string_view chunk = source_->next_chunk();
  const std::size_t unneeded = mark_.value_or(start_);
  buffer_.erase(0, unneeded);
  start_ -= unneeded;
  if (mark_) mark_ = 0;
  buffer_ += chunk;
  ended_ = chunk.empty();
  return !ended_;
}

void TextWindow::restart() {
  source_->restart();
  buffer_.clear();
  start_ = 0;
  mark_.reset();
  ended_ = false;
}

}  // namespace iscm::read
