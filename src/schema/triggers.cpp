#include "schema/triggers.hpp"

#include <fmt/format.h>

#include "schema/tables.hpp"

// Row versions: after each statement the version before it is in T_history, and the row carries the revision that made
// it. What iscm writes, it writes under an open revision; a write while none is open comes from
// another program, which may have foreign keys and recursive triggers off (the sqlite3 shell has). Then the triggers
// make a revision of kind `outside` and refuse what would lose rows unseen (REPLACE) or leave orphans.
//
// Every command pays for parsing this text when it opens the file, so it is kept short.

namespace iscm::schema {
namespace {

constexpr std::string_view kNewest = "(SELECT max(id) FROM revisions)";
constexpr std::string_view kOutside = "(SELECT 1 FROM outside)";

/// The views and the triggers that the others use. `now` is constant within a statement, so a statement from
/// outside never falls into two revisions.
std::vector<DerivedObject> foundations() {
  return {{"outside", "CREATE VIEW outside AS SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM revisions WHERE open = 1)"},
          {"current_revision",
           "CREATE VIEW current_revision AS SELECT id FROM revisions WHERE id = (SELECT max(id) FROM revisions)\n"
           "  AND (open = 1 OR (kind = 'outside' AND made_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"},
          {"current_revision_exists",
           "CREATE TRIGGER current_revision_exists INSTEAD OF INSERT ON current_revision\n"
           "WHEN NOT EXISTS (SELECT 1 FROM current_revision) BEGIN\n"
           "  INSERT INTO revisions (made_at, kind) VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'outside');\nEND"},
          {"revisions_insert",
           "CREATE TRIGGER revisions_insert BEFORE INSERT ON revisions\n"
           "WHEN NEW.id IN (SELECT id FROM revisions) BEGIN\n"
           "  SELECT RAISE(ABORT, 'revisions: history is never changed');\nEND"},
          {"revisions_update",
           "CREATE TRIGGER revisions_update BEFORE UPDATE ON revisions\n"
           "WHEN OLD.open = 0 OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.made_at <> OLD.made_at BEGIN\n"
           "  SELECT RAISE(ABORT, 'revisions: history is never changed');\nEND"},
          {"revisions_delete",
           "CREATE TRIGGER revisions_delete BEFORE DELETE ON revisions BEGIN\n"
           "  SELECT RAISE(ABORT, 'revisions: history is never changed');\nEND"}};
}

constexpr std::string_view kMakeRevision = "  INSERT INTO current_revision VALUES (0);\n";

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

/// "id = NEW.id", over the whole key.
std::string key_is(const TrackedTable& table, std::string_view row) {
  std::vector<std::string> same;
  for (const std::string& column : table.key) same.push_back(fmt::format("{0} = {1}.{0}", column, row));
  return joined(same, " AND ");
}

DerivedObject trigger(const std::string& table, std::string_view suffix, std::string_view event, std::string_view when,
                      std::string_view body) {
  const std::string name = fmt::format("{}_{}", table, suffix);
  return {name, fmt::format("CREATE TRIGGER {} {} ON {}{}{} BEGIN\n{}END", name, event, table,
                            when.empty() ? "" : "\nWHEN ", when, body)};
}

std::string refuse(const TrackedTable& table, std::string_view sentence, std::string_view condition) {
  return fmt::format("  SELECT RAISE(ABORT, '{}: {}') WHERE {};\n", table.name, sentence, condition);
}

/// True of a stored row that has one of the unique keys of NEW.
std::string has_a_unique_key_of_new(const TrackedTable& table) {
  std::vector<std::string> conditions;
  for (const std::vector<std::string>& terms : table.unique_keys) {
    std::vector<std::string> same;
    for (const std::string& term : terms) same.push_back(fmt::format("{} = {}", term, through(table, term, "NEW")));
    conditions.push_back(joined(same, " AND "));
  }
  return joined(conditions, " OR ");
}

/// An id that a row had before is never given again: undo and known-at would take the two for one. If none is given,
/// NEW.id is -1 here. The bound keeps the ids of later rows within what a table can number.
std::string has_used_id(const TrackedTable& table) {
  if (table.key != std::vector<std::string>{"id"}) return {};
  return fmt::format(
      " OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = '{}'), 0)"
      " OR NEW.id > 4503599627370496",
      table.name);
}

/// With recursive triggers off, REPLACE would delete the row that has the key, unseen.
DerivedObject before_insert(const TrackedTable& table) {
  const std::string unique = has_a_unique_key_of_new(table);
  return trigger(table.name, "before_insert", "BEFORE INSERT", kOutside,
                 refuse(table, "a row with this key exists or existed",
                        fmt::format("EXISTS (SELECT 1 FROM {} WHERE {}{}{}){}", table.name, key_is(table, "NEW"),
                                    unique.empty() ? "" : " OR ", unique, has_used_id(table))));
}

std::string names_no_parent(const TrackedTable& table) {
  std::vector<std::string> conditions;
  for (const ForeignKey& key : table.foreign_keys) {
    conditions.push_back(
        fmt::format("NEW.{0} IS NOT NULL AND NEW.{0} NOT IN (SELECT id FROM {1})", key.column, key.parent));
  }
  return fmt::format("({}) AND EXISTS {}", joined(conditions, " OR "), kOutside);
}

constexpr std::string_view kNoParent = "the row refers to one that does not exist";

DerivedObject after_insert(const TrackedTable& table) {
  return trigger(
      table.name, "after_insert", "AFTER INSERT", "NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1)",
      refuse(table, kNoParent, names_no_parent(table)) + std::string(kMakeRevision) +
          fmt::format("  UPDATE {} SET revision = {} WHERE {};\n", table.name, kNewest, key_is(table, "NEW")));
}

/// With recursive triggers off, UPDATE OR REPLACE would delete the row that has the key, unseen.
DerivedObject before_update(const TrackedTable& table) {
  std::vector<std::string> moved;
  for (const std::string& column : table.key) moved.push_back(fmt::format("NEW.{0} <> OLD.{0}", column));
  std::string body = refuse(table, "key and revision are not for changing",
                            fmt::format("{} OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM "
                                        "current_revision)",
                                        joined(moved, " OR ")));
  if (!table.unique_keys.empty()) {
    body += refuse(table, "a row with this key exists",
                   fmt::format("EXISTS {} AND EXISTS (SELECT 1 FROM {} WHERE ({}) AND NOT ({}))", kOutside, table.name,
                               has_a_unique_key_of_new(table), key_is(table, "OLD")));
  }
  return trigger(table.name, "before_update", "BEFORE UPDATE", {}, body);
}

/// A value changed from outside has no source that we know of, unless the same statement names one.
DerivedObject after_update(const TrackedTable& table) {
  return trigger(
      table.name, "after_update", "AFTER UPDATE",
      fmt::format("({}) IS NOT ({})", column_list(table.columns, "NEW"), column_list(table.columns, "OLD")),
      refuse(table, kNoParent, names_no_parent(table)) + std::string(kMakeRevision) +
          fmt::format("  INSERT INTO {0}_history ({1}, replaced_by, action) SELECT {2}, max(id), 'update'\n"
                      "    FROM revisions HAVING max(id) <> OLD.revision;\n",
                      table.name, column_list(table.all_columns()), column_list(table.all_columns(), "OLD")) +
          fmt::format("  UPDATE {0} SET revision = {1} WHERE {2} AND revision <> {1};\n", table.name, kNewest,
                      key_is(table, "NEW")) +
          fmt::format("  UPDATE {} SET source_id = NULL WHERE {} AND NEW.source_id IS OLD.source_id AND EXISTS {};\n",
                      table.name, key_is(table, "NEW"), kOutside));
}

/// After a delete that comes from outside, where foreign keys may be off.
DerivedObject no_orphans(const TrackedTable& table) {
  std::vector<std::string> referring;
  for (const Reference& reference : table.referenced_by) {
    referring.push_back(fmt::format("OLD.id IN (SELECT {} FROM {})", reference.column, reference.table));
  }
  return trigger(table.name, "no_orphans", "AFTER DELETE", kOutside,
                 refuse(table, "other rows refer to this one", joined(referring, " OR ")));
}

/// A row that was changed and then deleted in one revision leaves a version from that revision to itself, so that
/// every version that was replaced by an update has its successor. The condition is in WHEN: in the INSERT, which
/// would then read the table that it writes, it doubles the time of a delete.
DerivedObject after_delete(const TrackedTable& table) {
  return trigger(
      table.name, "after_delete", "AFTER DELETE",
      fmt::format("OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =\n"
                  "  (SELECT min(action) FROM {}_history WHERE {} AND replaced_by = OLD.revision)",
                  table.name, key_is(table, "OLD")),
      std::string(kMakeRevision) +
          fmt::format("  INSERT INTO {}_history ({}, replaced_by, action)\n    VALUES ({}, {}, 'delete');\n",
                      table.name, column_list(table.all_columns()), column_list(table.all_columns(), "OLD"), kNewest));
}

constexpr std::string_view kHistoryIsKept = "  SELECT RAISE(ABORT, 'history is never changed');\n";

DerivedObject history_is_kept(const TrackedTable& table, std::string_view event) {
  return trigger(table.name + "_history", event == "UPDATE" ? "update" : "delete", fmt::format("BEFORE {}", event), {},
                 kHistoryIsKept);
}

/// Only the trigger of a change that is under way adds a version, and REPLACE would take one away.
DerivedObject history_is_written_once(const TrackedTable& table) {
  return trigger(table.name + "_history", "insert", "BEFORE INSERT",
                 fmt::format("NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM "
                             "{}_history WHERE {} AND revision = NEW.revision AND replaced_by = NEW.replaced_by)",
                             table.name, key_is(table, "NEW")),
                 kHistoryIsKept);
}

/// What files really said, and what became one, is kept as it was: written by iscm, and never changed.
std::vector<DerivedObject> evidence_is_kept(sqlite::Connection& connection) {
  std::vector<DerivedObject> objects;
  for (const std::string table : {"imports", "imported_rows", "merged_rows"}) {
    if (!connection.integer("SELECT 1 FROM main.sqlite_schema WHERE name = ?", table)) continue;  // an older file
    objects.push_back(trigger(table, "insert", "BEFORE INSERT", kOutside, kHistoryIsKept));
    objects.push_back(trigger(table, "update", "BEFORE UPDATE", {}, kHistoryIsKept));
    objects.push_back(trigger(table, "delete", "BEFORE DELETE", {}, kHistoryIsKept));
  }
  return objects;
}

DerivedObject no_cycle(const TrackedTable& table, bool update) {
  return trigger(
      table.name, update ? "no_cycle_by_update" : "no_cycle_by_insert",
      update ? "AFTER UPDATE OF parent_id" : "AFTER INSERT", "NEW.parent_id IS NOT NULL",
      fmt::format("  WITH RECURSIVE above (id) AS (SELECT NEW.parent_id UNION\n"
                  "    SELECT t.parent_id FROM {0} AS t JOIN above USING (id) WHERE t.parent_id IS NOT NULL)\n"
                  "  SELECT RAISE(ABORT, '{0}: a row cannot be its own ancestor') FROM above WHERE id = NEW.id;\n",
                  table.name));
}

}  // namespace

std::vector<DerivedObject> history_objects(sqlite::Connection& connection) {
  std::vector<DerivedObject> objects = foundations();
  for (DerivedObject& object : evidence_is_kept(connection)) objects.push_back(std::move(object));
  for (const TrackedTable& table : tracked_tables(connection)) {
    for (const auto make : {before_insert, after_insert, before_update, after_update, after_delete}) {
      objects.push_back(make(table));
    }
    if (!table.referenced_by.empty()) objects.push_back(no_orphans(table));
    for (const auto* event : {"UPDATE", "DELETE"}) objects.push_back(history_is_kept(table, event));
    objects.push_back(history_is_written_once(table));
    if (!table.has_parent()) continue;
    for (const bool update : {false, true}) objects.push_back(no_cycle(table, update));
  }
  return objects;
}

}  // namespace iscm::schema
