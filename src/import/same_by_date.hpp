#pragma once

#include "import/staging.hpp"

// Whether a row is a stored link, meeting or outcome that is told more precisely or in other words: the question that
// near_duplicates asks about names, for entities that are known by a date. You need this header when a step decides
// which record a row is, or says what may be meant.

namespace iscm::import {

/// Whether records of this entity are known by a date, and so may be the same under another precision of it.
bool is_known_by_date(const model::Entity& entity);

/// The field that such a question is about: the start of a link, the title of a meeting or outcome.
const model::Field& asked_field(const model::Entity& entity);

/// Whether the text may be what a row is called in such a question: the words of its key, the date last.
bool may_be_words_of_row(std::string_view text);

/// New rows that an answer, or the same row in an earlier import that was not undone, says are a stored record become
/// that record. Of two
/// dates the more precise is kept, and the record keeps its title. Sets Job::settled.
void take_same_answers(Job& job);

/// Rows that say a date of their record less precisely (2014 of 2014-11-28) say nothing else: they take the date of the
/// record, and Job::notes says so.
void keep_precise_dates(Job& job);

/// Rejects rows that would stand beside a stored record that may be the same, if no answer says that they are another:
/// links of the same records and role whose start is the same, more or less precisely; meetings and outcomes of the
/// same mechanism and of dates that may be the same. Into temp.near and temp.problem. A row that changes its record is
/// asked about only if it changes what makes the two alike; call it after compare().
void reject_same_by_date(Job& job);

/// Rejects new rows that may be an earlier new row of the same input: into temp.near_row and temp.problem. Two titles
/// are one meeting here only on the same day: a list that gives the years of some meetings is no mistake. Links are not
/// asked about if the record has none: so it takes what another exported.
void reject_rows_same_by_date(Job& job);

/// How a message ends if the row has the more precise date.
inline constexpr std::string_view kMorePrecisely = ", told more precisely";

/// Puts the problem of reject_same_by_date() into words.
void describe_same_by_date(Job& job, Problem& problem);

}  // namespace iscm::import
