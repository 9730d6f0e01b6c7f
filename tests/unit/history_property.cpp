#include <doctest/doctest.h>
#include <fmt/format.h>

#include <random>

#include "check/findings.hpp"
#include "error.hpp"
#include "history/at_time.hpp"
#include "history_file.hpp"
#include "history_model.hpp"
#include "history_undo.hpp"

namespace iscm::test {
namespace {

constexpr unsigned kSeed = 20261124;
constexpr int kRevisions = 380;
constexpr std::size_t kRowsPerTable = 14;

sqlite::Value value_of(const Cell& cell) {
  if (!cell) return std::monostate{};
  return std::string_view(*cell);
}

State read_state(sqlite::Connection& connection) {
  State state;
  for (const ModelTable& table : model_tables()) {
    Rows& rows = state[table.name];
    sqlite::Statement all = connection.prepare(
        fmt::format("SELECT {}, {} FROM {}", fmt::join(table.key, ", "), fmt::join(table.columns, ", "), table.name));
    while (all.step()) {
      Key key;
      Row row;
      int at = 0;
      for (std::size_t i = 0; i < table.key.size(); ++i) key.push_back(all.integer(at++));
      for (std::size_t i = 0; i < table.columns.size(); ++i, ++at) {
        row.push_back(all.is_null(at) ? Cell() : Cell(all.text(at)));
      }
      rows[key] = std::make_shared<const Row>(std::move(row));
    }
  }
  return state;
}

/// Does random things to the database and to the model, and holds one against the other.
class Editor {
public:
  Editor() : connection_(fresh_file()), random_(kSeed) {
    first_ = connection_.integer("SELECT max(id) FROM revisions").value();
    now_ = read_state(connection_);
    snapshots_[first_] = now_;
  }

  void edit() {
    const State before = now_;
    sqlite::Transaction transaction(connection_, sqlite::Transaction::Kind::write);
    history::OpenRevision revision(connection_, note("command"));
    for (int statements = pick(4, 20); statements > 0; --statements) change_something();
    finish(transaction, revision, before);
  }

  /// Undoes a revision, in both; true where neither finds a conflict.
  bool undo(std::int64_t target) {
    const State before = now_;
    const auto expected = undone(snapshots_.at(target - 1), snapshots_.at(target), now_);
    const bool free = history::undo_conflicts({connection_, target}).empty();
    INFO("undo of revision ", target, " as ", newest() + 1);
    REQUIRE(free == expected.has_value());
    sqlite::Transaction transaction(connection_, sqlite::Transaction::Kind::write);
    history::OpenRevision revision(connection_, note("undo"));
    if (!expected) {
      REQUIRE_THROWS_AS(test::undo(connection_, target), Error);
      REQUIRE_FALSE(history::touched(connection_, revision.id()));
      REQUIRE(same(read_state(connection_), before));
      return false;
    }
    test::undo(connection_, target);
    now_ = *expected;
    finish(transaction, revision, before);
    return true;
  }

  void check_known_at(std::int64_t revision) {
    history::show_at_revision(connection_, revision);
    INFO("known at revision ", revision);
    REQUIRE(same(read_state(connection_), snapshots_.at(revision)));
    history::show_now(connection_);
  }

  int pick(int lowest, int highest) { return std::uniform_int_distribution<int>(lowest, highest)(random_); }
  [[nodiscard]] std::int64_t first() const { return first_; }
  [[nodiscard]] std::int64_t newest() const { return snapshots_.rbegin()->first; }
  [[nodiscard]] const State& now() const { return now_; }
  [[nodiscard]] const State& start() const { return snapshots_.begin()->second; }
  sqlite::Connection& connection() { return connection_; }
  int refused = 0;

private:
  static history::RevisionNote note(const std::string& kind) {
    history::RevisionNote note;
    note.kind = kind;
    note.made_at = kNow;
    return note;
  }

  /// A revision that changed nothing is rolled back.
  void finish(sqlite::Transaction& transaction, history::OpenRevision& revision, const State& before) {
    REQUIRE(same(read_state(connection_), now_));
    if (!history::touched(connection_, revision.id())) {
      REQUIRE(same(before, now_));
      return;
    }
    snapshots_[revision.id()] = now_;
    revision.close();
    transaction.commit();
  }

  void change_something() {
    const ModelTable& table = model_tables()[static_cast<std::size_t>(pick(0, 9))];
    const std::size_t rows = now_[table.name].size();
    const int what = pick(0, 9);
    if (rows == 0 || (what < 4 && rows < kRowsPerTable)) {
      insert(table);
    } else if (what < 7) {
      update(table, random_key(table), {random_column(table), random_column(table)});
    } else if (what < 9) {
      remove(table, random_key(table));
    } else {
      swap_key(table, random_key(table), random_key(table));
    }
  }

  Key random_key(const ModelTable& table) {
    const Rows& rows = now_.at(table.name);
    return std::next(rows.begin(), pick(0, static_cast<int>(rows.size()) - 1))->first;
  }

  std::string random_column(const ModelTable& table) {
    const int links = table.is_link() ? 2 : 0;
    return table.columns[static_cast<std::size_t>(pick(links, static_cast<int>(table.columns.size()) - 1))];
  }

  Cell random_cell(const ModelTable& table, const std::string& column) {
    for (const ModelReference& reference : table.references) {
      if (reference.column != column) continue;
      const bool optional = column == "source_id" || column == "parent_id" || column == "region_id" ||
                            column == "country_id" ||
                            (column == "mechanism_id" && (table.name == "members" || table.name == "meetings"));
      const Rows& parents = now_.at(reference.parent);
      if (parents.empty() || (optional && pick(0, 2) == 0)) return optional ? Cell() : Cell("999999");
      return std::to_string(std::next(parents.begin(), pick(0, static_cast<int>(parents.size()) - 1))->first[0]);
    }
    if (column == "code") return fmt::format("{}{}{}", letter(), 'A', letter());
    if (column == "url" || column == "website") return maybe(fmt::format("https://example.org/{}", pick(1, 20)));
    if (column == "m49") return maybe(fmt::format("{:03}", pick(1, 20)));
    if (column == "valid_from" || column == "valid_to") return maybe(std::to_string(pick(2001, 2003)));
    if (column == "date") return std::to_string(pick(2001, 2004));
    if (column == "position") return maybe(std::to_string(pick(1, 5)));
    if (column == "role") return pick(0, 1) == 0 ? "member" : "observer";
    if (column == "kind") return table.name == "members" ? (pick(0, 1) == 0 ? "state" : "territory") : "common";
    if (column == "note" || column == "published_name") return maybe(fmt::format("w{}", pick(1, 9)));
    return fmt::format("w{}", pick(1, 9));
  }

  char letter() { return static_cast<char>('A' + pick(0, 5)); }
  Cell maybe(std::string text) { return pick(0, 2) == 0 ? Cell() : Cell(std::move(text)); }

  /// Runs a statement where the model expects it to pass, or to be refused.
  template <typename Run>
  void attempt(State expected, Run run) {
    const bool allowed = holds(expected);
    bool passed = true;
    try {
      run(expected);
    } catch (const Error&) {
      passed = false;
      ++refused;
    }
    REQUIRE(passed == allowed);
    if (allowed) now_ = std::move(expected);
  }

  void insert(const ModelTable& table) {
    Row row;
    for (const std::string& column : table.columns) row.push_back(random_cell(table, column));
    State expected = now_;
    Key key = {-1};
    if (table.is_link()) {
      key = {std::stoll(*row[0]), std::stoll(*row[1])};
      if (expected[table.name].count(key) > 0) return;
    }
    const auto shared = std::make_shared<const Row>(row);
    expected[table.name][key] = shared;
    attempt(expected, [&](State& state) {
      sqlite::Statement statement =
          connection_.prepare(fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, fmt::join(table.columns, ", "),
                                          fmt::join(std::vector<std::string>(table.columns.size(), "?"), ", ")));
      for (std::size_t i = 0; i < row.size(); ++i) statement.bind(static_cast<int>(i) + 1, value_of(row[i]));
      statement.run();
      if (table.is_link()) return;
      state[table.name].erase({-1});
      state[table.name][{connection_.integer("SELECT last_insert_rowid()").value()}] = shared;
    });
  }

  void update(const ModelTable& table, const Key& key, const std::vector<std::string>& columns) {
    std::vector<Cell> cells;
    for (const std::string& column : columns) cells.push_back(random_cell(table, column));
    set(table, key, columns, cells);
  }

  void set(const ModelTable& table, const Key& key, const std::vector<std::string>& columns,
           const std::vector<Cell>& cells) {
    State expected = now_;
    Row row = *expected[table.name].at(key);
    for (std::size_t i = 0; i < columns.size(); ++i) row[table.at(columns[i])] = cells[i];
    expected[table.name][key] = std::make_shared<const Row>(row);
    attempt(expected, [&](State& /*unused*/) {
      // One column at a time would break keys and histories in the middle: a column may be named twice, the last wins.
      std::map<std::string, Cell> values;
      for (const std::string& column : columns) values[column] = row[table.at(column)];
      std::string assignments;
      for (const auto& [column, cell] : values) assignments += (assignments.empty() ? "" : ", ") + column + " = ?";
      sqlite::Statement statement =
          connection_.prepare(fmt::format("UPDATE {} SET {} WHERE {}", table.name, assignments, where(table, key)));
      int at = 0;
      for (const auto& [column, cell] : values) statement.bind(++at, value_of(cell));
      statement.run();
    });
  }

  void remove(const ModelTable& table, const Key& key) {
    State expected = now_;
    remove_row(expected, table, key);
    attempt(expected, [&](State& /*unused*/) {
      connection_.run(fmt::format("DELETE FROM {} WHERE {}", table.name, where(table, key)));
    });
  }

  /// Two rows trade a unique value, or places in a hierarchy.
  void swap_key(const ModelTable& table, const Key& a, const Key& b) {
    if (table.unique.empty() || a == b) return;
    const std::string column = !table.parent.empty() && pick(0, 1) == 0 ? table.parent : table.unique[0].columns[0];
    const Cell of_a = (*now_[table.name].at(a))[table.at(column)];
    const Cell of_b = (*now_[table.name].at(b))[table.at(column)];
    if (column == table.parent) {
      set(table, b, {column}, {of_a});
      set(table, a, {column}, {std::to_string(b[0])});
      return;
    }
    if (column != "code") return;
    set(table, a, {column}, {"TMP"});
    if ((*now_[table.name].at(a))[table.at(column)] != Cell("TMP")) return;
    set(table, b, {column}, {of_a});
    set(table, a, {column}, {of_b});
  }

  static std::string where(const ModelTable& table, const Key& key) {
    std::string condition;
    for (std::size_t i = 0; i < key.size(); ++i) {
      condition += fmt::format("{}{} = {}", i == 0 ? "" : " AND ", table.key[i], key[i]);
    }
    return condition;
  }

  sqlite::Connection connection_;
  std::mt19937 random_;
  std::int64_t first_ = 0;
  State now_;
  std::map<std::int64_t, State> snapshots_;
};

TEST_CASE("any sequence of edits and undos can be read back at any revision, and undone to the start") {
  Editor editor;
  int undone = 0;
  int conflicts = 0;
  while (editor.newest() < kRevisions) {
    const auto known = static_cast<int>(editor.newest() - editor.first());
    if (known > 0 && editor.pick(0, 3) == 0) {
      const int back = editor.pick(0, 1) == 0 ? 1 : 60;  // an old one has most often been built upon
      const std::int64_t target = editor.newest() - editor.pick(0, std::min(known, back) - 1);
      ++(editor.undo(target) ? undone : conflicts);
    } else {
      editor.edit();
    }
    if (editor.pick(0, 9) == 0) {
      editor.check_known_at(editor.first() + editor.pick(0, static_cast<int>(editor.newest() - editor.first())));
    }
  }
  MESSAGE(undone, " undone, ", conflicts, " conflicts, ", editor.refused, " statements refused");
  CHECK(undone > 40);
  CHECK(conflicts > 30);
  for (std::int64_t revision = editor.first(); revision <= editor.newest(); ++revision) editor.check_known_at(revision);
  for (std::int64_t revision = editor.newest(); revision > editor.first(); --revision) REQUIRE(editor.undo(revision));
  CHECK(same(editor.now(), editor.start()));
  const check::Check history = check::checks_named(check::all_checks(), {"history"}).front();
  history.find(editor.connection(), history, [](const check::Finding& finding) { FAIL_CHECK(finding.message); });
  CHECK(editor.connection().text("PRAGMA integrity_check") == "ok");
  CHECK_FALSE(editor.connection().integer("SELECT 1 FROM pragma_foreign_key_check"));
}

}  // namespace
}  // namespace iscm::test
