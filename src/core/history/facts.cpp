#include "core/history/facts.hpp"

#include <algorithm>
#include <string_view>

namespace iscm::core {
namespace {

using db::TrackedTable;

constexpr std::string_view kNoFacts[] = {"code", "note", "position", "published_name", "basis", "source"};

/// A column, or nothing for the row as a whole.
using Asked = std::optional<std::size_t>;

bool same(const Version& one, const Version& other, Asked column) {
  return !column || one.values[*column] == other.values[*column];
}

/// Whether the row stood without a break between these two versions, or an undo brought it back.
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

/// The same fact in a row that a merge made one with this version; null where there is none.
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

}  // namespace

Fact fact_of(const VersionedRow& row, std::size_t column) {
  return last_fact(row, column);
}

Fact whole_row(const VersionedRow& row) {
  return last_fact(row, std::nullopt);
}

bool is_fact(const ToldColumn& column) {
  return std::find(std::begin(kNoFacts), std::end(kNoFacts), column.field) == std::end(kNoFacts);
}

bool is_fact(const TrackedTable& table) {
  const Entity* entity = entity_of_table(table.name);
  return entity == nullptr || !entity->has_code();
}

bool is_in_key(const TrackedTable& table, const ToldColumn& column) {
  const Entity* entity = entity_of_table(table.name);
  if (entity == nullptr || entity->has_code()) return false;
  const auto names = words(entity->key);
  return std::find(names.begin(), names.end(), column.field) != names.end();
}

}  // namespace iscm::core
