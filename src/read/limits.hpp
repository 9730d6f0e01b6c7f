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

}  // namespace iscm::read
