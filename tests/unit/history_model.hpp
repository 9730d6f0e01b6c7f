#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace iscm::test {

/// A plain picture of the record, told apart from the schema on purpose: what the database does is compared with it.
using Cell = std::optional<std::string>;
using Row = std::vector<Cell>;  ///< in the order of ModelTable::columns
using Key = std::vector<std::int64_t>;
using Rows = std::map<Key, std::shared_ptr<const Row>>;
using State = std::map<std::string, Rows>;

enum class OnDelete { refuse, cascade, set_null };

struct ModelReference {
  std::string column, parent;
  OnDelete on_delete;
};

struct ModelKey {
  std::vector<std::string> columns;
  bool empty_equals_empty;
};

struct ModelTable {
  std::string name;
  std::vector<std::string> key;
  std::vector<std::string> columns;  ///< a pure link's key is among them
  std::vector<ModelKey> unique;
  std::vector<ModelReference> references;
  std::string parent;  ///< the column by which rows stand below each other, or empty

  [[nodiscard]] std::size_t at(const std::string& column) const;
  [[nodiscard]] bool is_link() const { return key.size() == 2; }
};

/// Parents first.
const std::vector<ModelTable>& model_tables();

bool same(const State& a, const State& b);

/// Removes a row as the foreign keys say.
void remove_row(State& state, const ModelTable& table, const Key& key);

/// Whether all unique keys, references and hierarchies hold.
bool holds(const State& state);

/// The record after undoing the revision that led from `before` to `after`, or nothing where that conflicts with what
/// stands now.
std::optional<State> undone(const State& before, const State& after, const State& now);

}  // namespace iscm::test
