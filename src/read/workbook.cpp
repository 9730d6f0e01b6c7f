#include "read/workbook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "error.hpp"
#include "read/ods_book.hpp"
#include "read/sheet_table.hpp"
#include "read/temp_file.hpp"
#include "read/xlsx_book.hpp"
#include "read/zip_archive.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"

namespace iscm::read {
namespace {

/// An archive and what it says as a workbook.
class OpenBook {
public:
  OpenBook(ByteSource& bytes, const std::string& name, std::size_t chunk)
      : archive_(copied(bytes, name), name),
        book_(is_open_document(archive_) ? open_ods(archive_, chunk) : open_xlsx(archive_, chunk)) {}

  Workbook& book() { return *book_; }
  [[nodiscard]] const ZipArchive& archive() const { return archive_; }

  /// Whether any cell of the sheet has something in it.
  bool has_cells(std::size_t sheet) {
    const auto rows = book_->rows(sheet, false);
    SheetRow row;
    while (rows->next(row)) {
      if (!row.cells.empty()) return true;
    }
    return false;
  }

private:
  static std::unique_ptr<TempFile> copied(ByteSource& bytes, const std::string& name) {
    auto file = std::make_unique<TempFile>("a workbook");
    if (!bytes.copy_to(*file, kMaxArchive)) {
      throw Error(Exit::refused, fmt::format("{}: has more than {} MB", name, kMaxArchive >> 20U),
                  "export the sheet as CSV (UTF-8), and give that file");
    }
    return file;
  }

  ZipArchive archive_;
  std::unique_ptr<Workbook> book_;
};

/// Numbers of sheets, by what is done with them.
struct Choice {
  std::vector<std::size_t> visible;  ///< and with cells
  std::vector<std::size_t> empty;    ///< visible
  std::vector<std::size_t> hidden;
};

Choice look_at_sheets(OpenBook& open) {
  Choice choice;
  const auto sheets = open.book().sheets();
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    (sheets[i].hidden ? choice.hidden : choice.visible).push_back(i);
  }
  if (choice.visible.size() <= 1) return choice;
  const auto first_empty = std::stable_partition(choice.visible.begin(), choice.visible.end(),
                                                 [&](std::size_t sheet) { return open.has_cells(sheet); });
  choice.empty.assign(first_empty, choice.visible.end());
  choice.visible.erase(first_empty, choice.visible.end());
  return choice;
}

std::vector<std::string> names_of(OpenBook& open, const std::vector<std::size_t>& numbers) {
  std::vector<std::string> names;
  for (const std::size_t number : numbers) names.push_back(open.book().sheets()[number].name);
  return names;
}

std::string listed(OpenBook& open, const std::vector<std::size_t>& numbers) {
  return fmt::format("\"{}\"", fmt::join(names_of(open, numbers), "\", \""));
}

std::string sheets(std::size_t count) {
  return count == 1 ? "sheet" : "sheets";
}

std::size_t sheet_called(OpenBook& open, const std::string& file, const std::string& name) {
  const auto all = open.book().sheets();
  const auto find = [&](auto same) {
    return static_cast<std::size_t>(std::find_if(all.begin(), all.end(), same) - all.begin());
  };
  std::size_t found = find([&](const SheetName& sheet) { return sheet.name == name; });
  if (found == all.size()) {
    found = find([&](const SheetName& sheet) { return text::ascii_lower(sheet.name) == text::ascii_lower(name); });
  }
  if (found < all.size()) return found;
  std::vector<std::string> names;
  for (const SheetName& sheet : all) names.push_back(sheet.name);
  throw Error(Exit::usage, fmt::format("--sheet {}: {} has no such sheet", name, file),
              text::did_you_mean_or(name, names, fmt::format("its sheets are \"{}\"", fmt::join(names, "\", \""))));
}

/// The one sheet that is meant, and what is said of the others.
std::size_t chosen(OpenBook& open, std::vector<std::string>& notes) {
  const Choice choice = look_at_sheets(open);
  if (choice.visible.size() > 1) {
    open.archive().refuse(fmt::format("has {} sheets: {}", choice.visible.size(), listed(open, choice.visible)),
                          "--sheet NAME takes one of them, --sheet all each");
  }
  if (!choice.hidden.empty()) {
    notes.push_back(fmt::format("hidden {} not read: {}; --sheet NAME reads one", sheets(choice.hidden.size()),
                                listed(open, choice.hidden)));
  }
  if (!choice.empty.empty() && !choice.visible.empty()) {
    notes.push_back(fmt::format("empty {}: {}", sheets(choice.empty.size()), listed(open, choice.empty)));
  }
  if (!choice.visible.empty()) return choice.visible.front();
  if (!choice.empty.empty()) return choice.empty.front();
  open.archive().refuse("has no sheet that is visible",
                        choice.hidden.empty() ? "a table has to be on a worksheet" : notes.front());
}

}  // namespace

std::unique_ptr<RowSource> open_workbook(std::unique_ptr<ByteSource> bytes, const std::string& name,
                                         const WorkbookOptions& options) {
  const auto open = std::make_shared<OpenBook>(*bytes, name, options.chunk);
  SheetOrigin origin{.file = name, .sheet = {}, .facts = {}, .notes = {}, .workbook = open};
  origin.facts.sha256 = bytes->sha256();
  origin.facts.bytes = bytes->size();
  const std::size_t sheet =
      options.sheet.empty() ? chosen(*open, origin.notes) : sheet_called(*open, name, options.sheet);
  origin.sheet = open->book().sheets()[sheet].name;
  if (open->book().sheets()[sheet].hidden) origin.notes.emplace_back("the sheet is hidden");
  return open_sheet(std::move(origin), open->book().rows(sheet, options.fill_merged), options);
}

std::vector<std::string> sheets_of(std::unique_ptr<ByteSource> bytes, const std::string& name) {
  OpenBook open(*bytes, name, WorkbookOptions().chunk);
  return names_of(open, look_at_sheets(open).visible);
}

}  // namespace iscm::read
