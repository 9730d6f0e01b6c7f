#pragma once

// How much of an input is read: beyond it a reader reports a problem instead of taking more memory.

#include <cstddef>

namespace iscm::read {

inline constexpr std::size_t kMaxCellBytes = std::size_t{1} << 20;    ///< of one cell as it is in the text: 1 MB
inline constexpr std::size_t kMaxRecordBytes = std::size_t{4} << 20;  ///< of one row with its line ends: 4 MB
inline constexpr std::size_t kMaxColumns = 1000;
/// How far below its start a file is searched for the header, if other text may be above it.
inline constexpr std::size_t kHeaderLookahead = std::size_t{1} << 20;
/// Reading ends there: a file with so many problems is not the file that somebody meant.
inline constexpr std::size_t kMaxProblems = 10'000;
/// Of the rows with a problem, what is kept of them to be written out again: of one, and of all.
inline constexpr std::size_t kMaxKeptRow = std::size_t{64} << 10;
inline constexpr std::size_t kMaxKeptRows = std::size_t{16} << 20;
inline constexpr std::size_t kMaxRows = 10'000'000;  ///< unless another number is asked for

// Of workbooks. A sheet has no more rows and columns than these in any program.
inline constexpr std::size_t kSheetRows = 1'048'576;
inline constexpr std::size_t kSheetColumns = 16'384;
inline constexpr std::size_t kMaxSheets = 1'000;
inline constexpr std::size_t kMaxMerges = 100'000;                ///< and as many hidden columns, and formats
inline constexpr std::size_t kMaxArchive = std::size_t{1} << 30;  ///< of a workbook as it is on the disk
inline constexpr std::size_t kMaxParts = 10'000;                  ///< of an archive
/// What an archive may unpack to: what every file may, otherwise so many times its size, and never more than the last.
inline constexpr std::size_t kInflatedAnyway = std::size_t{16} << 20;
inline constexpr std::size_t kMostGrowth = 200;
inline constexpr std::size_t kMostInflated = std::size_t{4} << 30;
inline constexpr std::size_t kMaxXmlDepth = 200;
inline constexpr std::size_t kMaxXmlMemory = std::size_t{8} << 20;  ///< of the elements that are open, tags and all
/// Of the texts that cells share, what is kept in memory; the others go to a temporary file.
inline constexpr std::size_t kSharedInMemory = std::size_t{8} << 20;

}  // namespace iscm::read
