#include "read/zip_archive.hpp"

#include <fmt/format.h>
#include <minizip/unzip.h>

#include <algorithm>
#include <array>
#include <utility>

#include "error.hpp"
#include "read/limits.hpp"
#include "text/utf8.hpp"

namespace iscm::read {

/// What minizip opens is the file that is there.
struct ArchiveFile {
  const TempFile* file = nullptr;
  ZPOS64_T at = 0;
};

namespace {

constexpr auto kAgain = "get the file again, or open it in a spreadsheet program and save it as .xlsx";

void* open_opened(void* opened, const void* /*name*/, int /*mode*/) {
  return opened;
}

uLong read_opened(void* /*opaque*/, void* stream, void* into, uLong bytes) {
  auto& opened = *static_cast<ArchiveFile*>(stream);
  try {
    const std::size_t found = opened.file->read_at(opened.at, {static_cast<char*>(into), bytes});
    opened.at += found;
    return found;
  } catch (const Error&) {
    return 0;  // to minizip an archive that is cut
  }
}

ZPOS64_T tell_opened(void* /*opaque*/, void* stream) {
  return static_cast<ArchiveFile*>(stream)->at;
}

long seek_opened(void* /*opaque*/, void* stream, ZPOS64_T offset, int origin) {
  auto& opened = *static_cast<ArchiveFile*>(stream);
  ZPOS64_T from = 0;
  if (origin == ZLIB_FILEFUNC_SEEK_CUR) from = opened.at;
  if (origin == ZLIB_FILEFUNC_SEEK_END) from = opened.file->size();
  if (offset > opened.file->size() - std::min<ZPOS64_T>(from, opened.file->size())) return -1;
  opened.at = from + offset;
  return 0;
}

int nothing_opened(void* /*opaque*/, void* /*stream*/) {
  return 0;
}

}  // namespace

ZipArchive::ZipArchive(std::unique_ptr<TempFile> file, std::string name)
    : file_(std::move(file)), opened_(new ArchiveFile{file_.get()}), name_(std::move(name)) {
  zlib_filefunc64_def functions{open_opened, read_opened,    nullptr,        tell_opened,
                                seek_opened, nothing_opened, nothing_opened, opened_.get()};
  zip_ = unzOpen2_64("", &functions);
  if (zip_ == nullptr) refuse("the archive is cut or damaged", kAgain);
  try {
    list_parts();
  } catch (...) {
    unzClose(zip_);
    throw;
  }
}

ZipArchive::~ZipArchive() {
  unzClose(zip_);
}

void ZipArchive::list_parts() {
  int result = unzGoToFirstFile(zip_);
  for (; result == UNZ_OK; result = unzGoToNextFile(zip_)) {
    std::array<char, 512> name{};
    unz_file_info64 info{};
    unz64_file_pos place{};
    if (unzGetCurrentFileInfo64(zip_, &info, name.data(), name.size(), nullptr, 0, nullptr, 0) != UNZ_OK ||
        info.size_filename >= name.size() || unzGetFilePos64(zip_, &place) != UNZ_OK) {
      refuse("the archive is damaged", kAgain);
    }
    if (!parts_.emplace(text::ascii_lower(name.data()), Place{place.pos_in_zip_directory, place.num_of_file}).second) {
      refuse(fmt::format("the archive has two parts named {}", name.data()), kAgain);
    }
    if (parts_.size() > kMaxParts) refuse(fmt::format("the archive has more than {} parts", kMaxParts));
  }
  if (result != UNZ_END_OF_LIST_OF_FILE) refuse("the archive is cut or damaged", kAgain);
}

bool ZipArchive::has(std::string_view path) const {
  return parts_.find(text::ascii_lower(path)) != parts_.end();
}

void ZipArchive::spend(std::size_t bytes) {
  spent_ += bytes;
  if (spent_ <= kInflatedAnyway) return;
  if (spent_ > kMostInflated || spent_ / kMostGrowth > file_->size()) {
    refuse(fmt::format("unpacks to more than {} MB, from {} bytes: no honest workbook does", (spent_ - 1) >> 20U,
                       file_->size()),
           "delete what is not needed of it, or export the sheet as CSV (UTF-8) and give that file");
  }
}

void ZipArchive::refuse(const std::string& what, const std::string& hint) const {
  throw Error(Exit::refused, fmt::format("{}: {}", name_, what), hint);
}

ZipPart::ZipPart(ZipArchive& archive, std::string_view path) : archive_(archive), path_(path) {
  const auto found = archive.parts_.find(text::ascii_lower(path));
  if (found == archive.parts_.end()) archive.refuse(fmt::format("has no part {}", path), kAgain);
  const unz64_file_pos place{found->second.entry, found->second.number};
  unz_file_info64 info{};
  if (unzGoToFilePos64(archive.zip_, &place) != UNZ_OK ||
      unzGetCurrentFileInfo64(archive.zip_, &info, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK) {
    archive.refuse("the archive is damaged", kAgain);
  }
  constexpr uLong encrypted = 1;
  if ((info.flag & encrypted) != 0) {
    archive.refuse("is encrypted", "open it with its password, save it without one, and give that file");
  }
  declared_ = info.uncompressed_size;
  open_ = unzOpenCurrentFile(archive.zip_) == UNZ_OK;
  if (!open_) archive.refuse(fmt::format("the archive is damaged at its part {}", path), kAgain);
}

ZipPart::~ZipPart() {
  if (open_) unzCloseCurrentFile(archive_.zip_);
}

std::size_t ZipPart::read(std::span<char> into) {
  if (!open_) return 0;
  const int bytes = unzReadCurrentFile(archive_.zip_, into.data(), static_cast<unsigned>(into.size()));
  if (bytes < 0) archive_.refuse(fmt::format("the archive is damaged at its part {}", path_), kAgain);
  const auto count = static_cast<std::size_t>(bytes);
  given_ += count;
  archive_.spend(count);
  if (count > 0) return count;
  open_ = false;
  if (unzCloseCurrentFile(archive_.zip_) != UNZ_OK || given_ != declared_) {
    archive_.refuse(fmt::format("its part {} is not what the archive says: another length or checksum", path_), kAgain);
  }
  return 0;
}

std::string part_start(ZipArchive& archive, std::string_view path, std::size_t most) {
  ZipPart part(archive, path);
  std::string text(most, '\0');
  std::size_t size = 0;
  while (size < most) {
    const std::size_t bytes = part.read(std::span(text).subspan(size));
    if (bytes == 0) break;
    size += bytes;
  }
  text.resize(size);
  return text;
}

}  // namespace iscm::read
