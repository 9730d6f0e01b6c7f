#include "history_model.hpp"

#include <algorithm>
#include <set>

namespace iscm::test {
namespace {

constexpr auto kRefuse = OnDelete::refuse;
constexpr auto kCascade = OnDelete::cascade;

bool equal(const std::shared_ptr<const Row>& a, const std::shared_ptr<const Row>& b) {
  return a == b || *a == *b;
}

std::shared_ptr<const Row> find(const Rows& rows, const Key& key) {
  const auto found = rows.find(key);
  return found == rows.end() ? nullptr : found->second;
}

bool unique_holds(const ModelTable& table, const Rows& rows) {
  for (const ModelKey& unique : table.unique) {
    std::set<Row> seen;
    for (const auto& [key, row] : rows) {
      Row values;
      for (const std::string& column : unique.columns) values.push_back((*row)[table.at(column)]);
      const bool has_empty = std::any_of(values.begin(), values.end(), [](const Cell& cell) { return !cell; });
      if (has_empty && !unique.empty_equals_empty) continue;
      if (!seen.insert(values).second) return false;
    }
  }
  return true;
}

bool references_hold(const ModelTable& table, const State& state) {
  for (const ModelReference& reference : table.references) {
    const Rows& parents = state.at(reference.parent);
    for (const auto& [key, row] : state.at(table.name)) {
      const Cell& cell = (*row)[table.at(reference.column)];
      if (cell && parents.count({std::stoll(*cell)}) == 0) return false;
    }
  }
  return true;
}

bool no_cycles(const ModelTable& table, const Rows& rows) {
  if (table.parent.empty()) return true;
  for (const auto& [key, row] : rows) {
    std::shared_ptr<const Row> at = row;
    std::size_t steps = 0;
    while (at && (*at)[table.at(table.parent)]) {
      if (++steps > rows.size()) return false;
      at = find(rows, {std::stoll(*(*at)[table.at(table.parent)])});
    }
  }
  return true;
}

/// What undoing makes of one row; false where it conflicts.
bool undo_row(const std::shared_ptr<const Row>& before, const std::shared_ptr<const Row>& after,
              const std::shared_ptr<const Row>& now, Rows& rows, const Key& key) {
  if (before && after) {
    if (equal(before, after)) return true;
    if (!now) return false;
    Row row = *now;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if ((*before)[i] == (*after)[i]) continue;
      if ((*now)[i] != (*after)[i]) return false;
      row[i] = (*before)[i];
    }
    rows[key] = std::make_shared<const Row>(std::move(row));
    return true;
  }
  if (after) {
    if (!now || !equal(now, after)) return false;
    rows.erase(key);
    return true;
  }
  if (now) return equal(now, before);
  rows[key] = before;
  return true;
}

}  // namespace

std::size_t ModelTable::at(const std::string& column) const {
  return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), column) - columns.begin());
}

const std::vector<ModelTable>& model_tables() {
  static const ModelReference kSource{"source_id", "sources", kRefuse};
  static const std::vector<ModelTable> kTables = {
      {"sources", {"id"}, {"code", "url", "title", "source_id"}, {{{"code"}, false}, {{"url"}, false}}, {kSource}, ""},
      {"mechanism_types", {"id"}, {"code", "name", "note", "source_id"}, {{{"code"}, false}}, {kSource}, ""},
      {"regions",
       {"id"},
       {"code", "name", "parent_id", "m49", "source_id"},
       {{{"code"}, false}, {{"m49"}, false}},
       {{"parent_id", "regions", kRefuse}, kSource},
       "parent_id"},
      {"themes",
       {"id"},
       {"code", "name", "parent_id", "source_id"},
       {{{"code"}, false}},
       {{"parent_id", "themes", kRefuse}, kSource},
       "parent_id"},
      {"mechanisms",
       {"id"},
       {"code", "name", "type_id", "website", "note", "source_id"},
       {{{"code"}, false}},
       {{"type_id", "mechanism_types", kRefuse}, kSource},
       ""},
      {"mechanism_aliases",
       {"id"},
       {"mechanism_id", "alias", "key", "kind", "source_id"},
       {{{"key", "mechanism_id"}, false}},
       {{"mechanism_id", "mechanisms", kCascade}, kSource},
       ""},
      {"mechanism_themes",
       {"mechanism_id", "theme_id"},
       {"mechanism_id", "theme_id", "position", "published_name", "source_id"},
       {},
       {{"mechanism_id", "mechanisms", kCascade}, {"theme_id", "themes", kRefuse}, kSource},
       ""},
      {"members",
       {"id"},
       {"code", "name", "kind", "m49", "region_id", "mechanism_id", "source_id"},
       {{{"code"}, false}, {{"m49"}, false}},
       {{"region_id", "regions", kRefuse}, {"mechanism_id", "mechanisms", OnDelete::set_null}, kSource},
       ""},
      {"memberships",
       {"id"},
       {"mechanism_id", "member_id", "role", "valid_from", "valid_to", "source_id"},
       {{{"mechanism_id", "member_id", "role", "valid_from"}, true}},
       {{"mechanism_id", "mechanisms", kCascade}, {"member_id", "members", kRefuse}, kSource},
       ""},
      {"meetings",
       {"id"},
       {"code", "mechanism_id", "title", "date", "country_id", "source_id"},
       {{{"code"}, false}, {{"mechanism_id", "title", "date"}, true}},
       {{"mechanism_id", "mechanisms", kCascade}, {"country_id", "members", kRefuse}, kSource},
       ""}};
  return kTables;
}

bool same(const State& a, const State& b) {
  return std::all_of(model_tables().begin(), model_tables().end(), [&](const ModelTable& table) {
    const Rows& left = a.at(table.name);
    const Rows& right = b.at(table.name);
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const auto& x, const auto& y) { return x.first == y.first && equal(x.second, y.second); });
  });
}

void remove_row(State& state, const ModelTable& table, const Key& key) {
  state[table.name].erase(key);
  if (table.is_link()) return;
  for (const ModelTable& child : model_tables()) {
    for (const ModelReference& reference : child.references) {
      if (reference.parent != table.name || reference.on_delete == OnDelete::refuse) continue;
      const Rows rows = state[child.name];
      for (const auto& [child_key, row] : rows) {
        if ((*row)[child.at(reference.column)] != std::to_string(key[0])) continue;
        if (reference.on_delete == OnDelete::cascade) {
          remove_row(state, child, child_key);
        } else {
          Row without = *row;
          without[child.at(reference.column)].reset();
          state[child.name][child_key] = std::make_shared<const Row>(std::move(without));
        }
      }
    }
  }
}

bool holds(const State& state) {
  return std::all_of(model_tables().begin(), model_tables().end(), [&](const ModelTable& table) {
    const Rows& rows = state.at(table.name);
    return unique_holds(table, rows) && references_hold(table, state) && no_cycles(table, rows);
  });
}

std::optional<State> undone(const State& before, const State& after, const State& now) {
  State result = now;
  for (const ModelTable& table : model_tables()) {
    Rows touched = before.at(table.name);
    touched.insert(after.at(table.name).begin(), after.at(table.name).end());
    for (const auto& [key, row] : touched) {
      const auto was = find(before.at(table.name), key);
      const auto left = find(after.at(table.name), key);
      if (was == left) continue;
      if (!undo_row(was, left, find(now.at(table.name), key), result[table.name], key)) return std::nullopt;
    }
  }
  if (!holds(result)) return std::nullopt;
  return result;
}

}  // namespace iscm::test
