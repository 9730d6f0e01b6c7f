#include "query/report_caption.hpp"

#include <fmt/format.h>

#include "history/at_time.hpp"
#include "model/sql_of.hpp"
#include "text/partial_date.hpp"

namespace iscm::query {
namespace {

/// "1052 memberships in the role of member, past ones included: 487 inferred, 56 unsourced, 940 without a date."
std::string links_in_words(const LinkTotals& links, bool at_date) {
  std::vector<std::string> parts;
  if (links.inferred > 0) parts.push_back(fmt::format("{} inferred", links.inferred));
  if (links.unsourced > 0) parts.push_back(fmt::format("{} unsourced", links.unsourced));
  if (links.undated > 0) {
    parts.push_back(fmt::format("{} without a date{}", links.undated, at_date ? ", which count at every date" : ""));
  }
  const std::string stand = parts.empty() ? "all of them stated and dated" : "of these " + model::joined(parts);
  return fmt::format("Counted: {} {}; {}.", links.counted, links.what, stand);
}

/// What is said of a date, and of the mechanisms that no year keeps from being counted at it.
std::string date_in_words(sqlite::Connection& connection, const std::string& date, const std::string& today) {
  std::string words = fmt::format("As of {}: what may have been true on a day of it.", date);
  sqlite::Statement undated = connection.prepare(
      "SELECT count(*), ifnull(sum(year_established IS NULL AND year_ended IS NULL), 0) FROM mechanisms");
  undated.step();
  if (undated.integer(1) > 0) {
    words += fmt::format(" {} of {} mechanisms have no year, and count at every date.", undated.integer(1),
                         undated.integer(0));
  }
  if (text::is_in_future(date, today)) {
    words += " That is in the future: shown is what would be true if nothing but what is recorded now happened.";
  }
  return words;
}

}  // namespace

write::Caption report_caption(sqlite::Connection& connection, const Report& report, const ReportRows& found,
                              const ReportTime& time, const std::string& today) {
  const std::int64_t shown = history::shown_revision(connection);
  const std::int64_t newest = connection.integer("SELECT max(id) FROM main.revisions").value_or(0);
  write::Caption caption{report.title};
  if (!found.asked.empty()) caption.title += fmt::format(" ({})", fmt::join(found.asked, "; "));
  if (!time.as_of.empty()) caption.title += fmt::format(", as of {}", time.as_of);
  if (found.links) caption.notes.push_back(links_in_words(*found.links, !time.as_of.empty()));
  if (!time.as_of.empty()) caption.notes.push_back(date_in_words(connection, time.as_of, today));
  if (!report.description.empty()) caption.notes.push_back(report.description);
  caption.source = fmt::format("Source: ISCM record, revision {}{}, {}.", shown > 0 ? shown : newest,
                               shown > 0 && shown < newest ? fmt::format(" (of {})", newest) : "", today);
  return caption;
}

std::string cut_in_words(ReportRows& found) {
  if (!found.has_more) return {};
  return (found.read == 1 ? "Only the first row is shown."
                          : fmt::format("Only the first {} rows are shown.", found.read)) +
         found.ties();
}

}  // namespace iscm::query
