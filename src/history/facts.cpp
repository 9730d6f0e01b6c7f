#include "history/facts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace iscm::history {
namespace {

/// A column; null for the row as a whole.
using Asked = std::optional<std::size_t>;

bool same(const Version& one, const Version& other, Asked column) {
  return !column || one.values[*column] == other.values[*column];
}

/// Whether the row existed without a break between these two versions, or an undo brought it back.
bool follows(const Version& earlier, const Version& later) {
  return earlier.replaced_by == later.revision || later.undoes == earlier.replaced_by;
}

std::size_t set_by(const std::vector<Version>& versions, Asked column, std::size_t at) {
  std::size_t first = at;
  while (first > 0 && same(versions[first - 1], versions[at], column) &&
         follows(versions[first - 1], versions[first])) {
    --first;
  }
  if (versions[first].undoes == 0) return first;
  for (std::size_t earlier = first; earlier-- > 0;) {
    if (versions[earlier].replaced_by == versions[first].undoes && same(versions[earlier], versions[at], column)) {
      return set_by(versions, column, earlier);
    }
  }
  return first;
}

Fact last_fact(const VersionedRow& row, Asked column);

/// The same fact in a row that was merged into this version; null if there is none.
std::optional<Fact> merged_fact(const Version& version, Asked column) {
  for (const VersionedRow& gone : version.merged) {
    if (same(gone.versions.back(), version, column)) return last_fact(gone, column);
  }
  return std::nullopt;
}

std::optional<std::int64_t> source_after(const std::vector<Version>& versions, Asked column, std::size_t set_by) {
  std::optional<std::int64_t> source;
  for (std::size_t at = set_by + 1; at < versions.size() && !source; ++at) {
    if (versions[at].only_sourced && versions[at].undoes == 0) source = versions[at].source;
    const auto merged = source ? std::nullopt : merged_fact(versions[at], column);
    if (merged && same(versions[at], versions[set_by], column)) source = merged->source;
  }
  return source;
}

Fact last_fact(const VersionedRow& row, Asked column) {
  const std::size_t first = set_by(row.versions, column, row.versions.size() - 1);
  const Version& version = row.versions[first];
  Fact fact = merged_fact(version, column).value_or(Fact{&row, &version, version.source});
  if (!fact.source) fact.source = source_after(row.versions, column, first);
  return fact;
}

void append(std::string& texts, const std::string& text) {
  if (!text.empty()) texts += (texts.empty() ? "" : "; ") + text;
}

/// Each source once, with all places in it.
std::vector<Backing> backings_of(const Fact& fact, std::string_view field, const std::vector<Citation>& citations) {
  std::vector<Backing> backings;
  if (fact.source) backings.push_back({*fact.source, fact.set_by->revision});
  for (const Citation& citation : citations) {
    if (!stands_for(citation, field, fact.set_by->revision)) continue;
    const auto known = std::find_if(backings.begin(), backings.end(),
                                    [&](const Backing& backing) { return backing.source == citation.source; });
    if (known == backings.end()) {
      backings.push_back({citation.source, citation.revision, citation.place, citation.note});
      continue;
    }
    append(known->place, citation.place);
    append(known->note, citation.note);
  }
  return backings;
}

}  // namespace

Fact fact_of(const VersionedRow& row, std::size_t column) {
  return last_fact(row, column);
}

Fact whole_row(const VersionedRow& row) {
  return last_fact(row, std::nullopt);
}

bool is_fact(const schema::TrackedTable& table) {
  const model::Entity* entity = model::entity_of_table(table.name);
  return entity == nullptr || !entity->has_code();
}

bool is_in_key(const schema::TrackedTable& table, const model::FieldColumn& column) {
  const model::Entity* entity = model::entity_of_table(table.name);
  if (entity == nullptr || entity->has_code()) return false;
  const auto names = model::words(entity->key);
  return std::find(names.begin(), names.end(), column.field) != names.end();
}

bool is_fact(std::string_view field) {
  constexpr std::string_view kNoFacts[] = {"code", "position", "published_name", "basis", "note", "source"};
  return std::find(std::begin(kNoFacts), std::end(kNoFacts), field) == std::end(kNoFacts);
}

std::vector<std::int64_t> SourcedFact::sources() const {
  std::vector<std::int64_t> sources;
  for (const Backing& backing : backings) sources.push_back(backing.source);
  if (sources.empty()) sources.push_back(0);
  return sources;
}

bool SourcedFact::has(std::int64_t source) const {
  return std::any_of(backings.begin(), backings.end(),
                     [&](const Backing& backing) { return backing.source == source; });
}

FactTable::FactTable(const schema::TrackedTable& table)
    : table_(table),
      whole_(is_fact(table)),
      name_(model::entity_name(table.name)),
      columns_(model::field_columns(table)) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (is_fact(columns_[i].field)) (is_in_key(table, columns_[i]) ? keys_ : facts_).push_back(i);
  }
}

std::string FactTable::count() const {
  std::string count = whole_ ? "count(*)" : "0";
  for (const std::size_t column : facts_) count += fmt::format(" + count(r.{})", columns_[column].column);
  return count;
}

std::vector<SourcedFact> FactTable::of(const VersionedRow& row, const std::vector<Citation>& citations) const {
  std::vector<SourcedFact> facts;
  const auto add = [&](std::string_view field, std::optional<std::size_t> column, const Fact& fact,
                       std::string_view cited) {
    facts.push_back({field, column, fact.set_by->revision, backings_of(fact, cited, citations)});
  };
  const Fact whole = whole_row(row);
  if (whole_) add(name_, std::nullopt, whole, {});
  const auto& values = row.versions.back().values;
  for (const std::size_t column : facts_) {
    if (values[column]) add(columns_[column].field, column, fact_of(row, column), columns_[column].field);
  }
  for (const std::size_t column : keys_) {
    // What a link joins came with it, unless it was changed since, as a start that was found out later.
    const Fact fact = fact_of(row, column);
    if (values[column] && fact.set_by != whole.set_by)
      add(columns_[column].field, column, fact, columns_[column].field);
  }
  return facts;
}

}  // namespace iscm::history
