#pragma once

#include <vector>

#include "check/check.hpp"
#include "sqlite/connection.hpp"

namespace iscm::check {

/// The checks of the file itself, in the order in which they run: storage (SQLite's integrity_check), references
/// (every row's parents exist), schema (every object as this program builds it) and history (the versions of each row
/// follow one another). What an earlier one finds makes a later one less sure.
std::vector<Check> structural_checks();

/// The entity of a finding of `storage` where the file is damaged, so that nothing read from it can be trusted.
inline constexpr std::string_view kFile = "file";

/// Finds gaps in the history: revisions that are missing from the list, and what the proof of the versions of each row
/// finds (check/structure.hpp).
void find_history_gaps(sqlite::Connection& connection, const Check& check, const FindingSink& sink);

/// Proves that the versions of every row follow one another down to the first revision: none overlaps the next, each
/// that was replaced by a change has its successor, none is of a revision that there is not, none ends before it began,
/// none lacks its beginning (first_version.hpp), and no revision was left open. Gives what is not so to `sink`, by
/// table and record; nothing where history is whole. Reads alone, each table once.
void prove_history(sqlite::Connection& connection, const FindingSink& sink);

/// Finds rows whose history was cut at its beginning, by what else tells when they were made: numbers are given in
/// order, so none is older than a row made before it; and what an import wrote or met was there by its revision.
/// `finding` says the check, severity and hint of what is given to `sink`. Reads alone, each table once.
void find_cut_beginnings(sqlite::Connection& connection, const Finding& finding, const FindingSink& sink);

}  // namespace iscm::check
