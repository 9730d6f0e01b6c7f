#include "read/shared_texts.hpp"

#include <algorithm>
#include <cstring>

#include "read/limits.hpp"

namespace iscm::read {
namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kPages = 1024;
constexpr std::size_t kWrittenAtOnce = 16 * kPage;

}  // namespace

void SpilledBytes::append(std::string_view bytes) {
  const std::size_t here = std::min(bytes.size(), in_memory_ - memory_.size());
  memory_ += bytes.substr(0, here);
  if (here == bytes.size()) return;
  if (!file_) file_ = std::make_unique<TempFile>("the texts of a workbook");
  tail_ += bytes.substr(here);
  if (tail_.size() < kWrittenAtOnce) return;
  file_->append(tail_);
  tail_.clear();
}

void SpilledBytes::read(std::size_t offset, std::size_t bytes, std::string& to) {
  if (offset < memory_.size()) {
    const std::size_t here = std::min(bytes, memory_.size() - offset);
    to.append(memory_, offset, here);
    offset += here;
    bytes -= here;
  }
  while (bytes > 0) {
    const std::size_t at = offset - memory_.size();
    const std::string& found = page(at / kPage);
    const std::size_t here = std::min(bytes, found.size() - at % kPage);
    to.append(found, at % kPage, here);
    offset += here;
    bytes -= here;
  }
}

const std::string& SpilledBytes::page(std::size_t number) {
  if (!tail_.empty()) {
    file_->append(tail_);
    tail_ = {};
  }
  if (pages_.empty()) pages_.resize(kPages);
  Page& kept = pages_[number % kPages];
  if (kept.number != number) {
    kept.bytes.resize(kPage);
    kept.bytes.resize(file_->read_at(number * kPage, kept.bytes));
    kept.number = number;
  }
  return kept.bytes;
}

SharedTexts::SharedTexts() : texts_(kSharedInMemory), ends_(kSharedInMemory / 2) {}

void SharedTexts::add(std::string_view text) {
  texts_.append(text);
  const std::uint64_t end = texts_.size();
  char bytes[sizeof end];
  std::memcpy(bytes, &end, sizeof end);
  ends_.append({bytes, sizeof end});
  ++count_;
}

std::uint64_t SharedTexts::end_of(std::size_t number) {
  number_.clear();
  std::uint64_t end = 0;
  ends_.read(number * sizeof end, sizeof end, number_);
  std::memcpy(&end, number_.data(), sizeof end);
  return end;
}

std::size_t SharedTexts::length(std::size_t number) {
  return end_of(number) - (number == 0 ? 0 : end_of(number - 1));
}

void SharedTexts::append(std::size_t number, std::string& to) {
  const std::uint64_t begin = number == 0 ? 0 : end_of(number - 1);
  texts_.read(begin, end_of(number) - begin, to);
}

}  // namespace iscm::read
