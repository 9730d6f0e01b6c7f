#include "check/waive.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "check/views.hpp"
#include "error.hpp"
#include "read/bytes.hpp"
#include "text/partial_date.hpp"
#include "text/suggest.hpp"

namespace iscm::check {
namespace {

/// A digest of the fields and messages that a check found about a record (hints are advice); empty if it found nothing.
std::string fingerprint(sqlite::Connection& connection, const Waiver& waiver) {
  sqlite::Statement rows = connection.prepare(
      "SELECT field, message FROM temp.finding WHERE check_name = ? AND entity = ? AND key = ? ORDER BY field, "
      "message");
  rows.bind_all(std::string_view(waiver.check), std::string_view(waiver.entity), std::string_view(waiver.key));
  read::Sha256 digest;
  bool any = false;
  for (; rows.step(); any = true) digest.add(fmt::format("{}\x1f{}\x1e", rows.text(0), rows.text(1)));
  return any ? digest.hex() : std::string();
}

bool has_expired(const Waiver& waiver, std::string_view today) {
  return !waiver.until.empty() && text::is_partial_date(waiver.until) && text::last_day(waiver.until) < today;
}

struct StoredWaiver {
  Waiver waiver;
  std::string fingerprint;
};

std::vector<StoredWaiver> stored_waivers(sqlite::Connection& connection) {
  sqlite::Statement rows = connection.prepare(
      "SELECT w.check_name, w.entity, w.record_key, w.reason, w.author, w.until, s.code, w.fingerprint "
      "FROM waivers AS w LEFT JOIN sources AS s ON s.id = w.source_id ORDER BY 1, 2, 3");
  std::vector<StoredWaiver> stored;
  while (rows.step()) {
    stored.push_back(
        {{rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), rows.text(5), rows.text(6)},
         rows.text(7)});
  }
  return stored;
}

std::string state_of(sqlite::Connection& connection, const StoredWaiver& stored, std::string_view today) {
  const std::string now = fingerprint(connection, stored.waiver);
  if (now.empty()) return "settled";
  if (has_expired(stored.waiver, today)) return "expired";
  return stored.fingerprint.empty() || stored.fingerprint == now ? "in force" : "changed";
}

/// The kinds of record with this key about which the check found something. Sets the key as the findings write it.
std::vector<std::string> entities_found(sqlite::Connection& connection, Waiver& waiver) {
  std::vector<std::string> entities;
  for (const std::string_view same : {"key = ?2", "fold(key) = fold(?2)"}) {
    sqlite::Statement rows = connection.prepare(fmt::format(
        "SELECT DISTINCT entity, key FROM temp.finding WHERE check_name = ?1 AND {} AND (?3 = '' OR entity = ?3) "
        "ORDER BY 1",
        same));
    rows.bind_all(std::string_view(waiver.check), std::string_view(waiver.key), std::string_view(waiver.entity));
    std::string key;
    while (rows.step()) {
      entities.push_back(rows.text(0));
      key = rows.text(1);
    }
    if (entities.empty()) continue;
    waiver.key = key;
    break;
  }
  return entities;
}

std::vector<std::string> keys_of(sqlite::Connection& connection, std::string_view sql, std::string_view check) {
  std::vector<std::string> keys;
  sqlite::Statement rows = connection.prepare(sql);
  rows.bind(1, check);
  while (rows.step()) keys.push_back(rows.text(0));
  return keys;
}

[[noreturn]] void refuse_unfound(sqlite::Connection& connection, const Waiver& waiver) {
  const std::vector<std::string> known =
      keys_of(connection, "SELECT DISTINCT key FROM temp.finding WHERE check_name = ? LIMIT 5000", waiver.check);
  const std::string guess = text::did_you_mean(waiver.key, known);
  throw Error(Exit::refused, fmt::format("{} finds nothing about \"{}\"", waiver.check, waiver.key),
              guess.empty() ? fmt::format("`iscm check {}` shows what it finds", waiver.check) : guess);
}

void find_entity_of(sqlite::Connection& connection, Waiver& waiver) {
  const std::vector<std::string> entities = entities_found(connection, waiver);
  if (entities.empty()) refuse_unfound(connection, waiver);
  if (entities.size() > 1) {
    throw Error(Exit::refused, fmt::format("{} finds something about several records \"{}\"", waiver.check, waiver.key),
                fmt::format("say which with --entity: {}", fmt::join(entities, ", ")));
  }
  waiver.entity = entities.front();
}

sqlite::Value source_id(sqlite::Connection& connection, const std::string& code) {
  if (code.empty()) return std::monostate{};
  const auto id = connection.integer("SELECT id FROM sources WHERE code = ?", code);
  if (!id) throw Error(Exit::refused, fmt::format("unknown source \"{}\"", code), "`iscm list source` shows them");
  return *id;
}

void store(sqlite::Connection& connection, const Waiver& waiver, const std::string& digest) {
  constexpr std::string_view kSame = "check_name = ?1 AND entity = ?2 AND record_key = ?3";
  const sqlite::Value source = source_id(connection, waiver.source);
  const bool renewed =
      connection.integer(fmt::format("SELECT 1 FROM waivers WHERE {}", kSame), waiver.check, waiver.entity, waiver.key)
          .has_value();
  connection.run(
      renewed ? fmt::format("UPDATE waivers SET reason = ?4, author = nullif(?5, ''), until = nullif(?6, ''), "
                            "fingerprint = ?7, source_id = ?8 "
                            "WHERE {}",
                            kSame)
              : std::string("INSERT INTO waivers (check_name, entity, record_key, reason, author, until, fingerprint, "
                            "source_id) VALUES (?1, ?2, ?3, ?4, nullif(?5, ''), nullif(?6, ''), ?7, ?8)"),
      waiver.check, waiver.entity, waiver.key, waiver.reason, waiver.author, waiver.until, digest, source);
}

/// Runs those of `checks` that a condition over waivers names.
void run_checks_of_waivers(sqlite::Connection& connection, Findings& findings, std::string_view condition) {
  std::vector<std::string> wanted;
  sqlite::Statement rows =
      connection.prepare(fmt::format("SELECT DISTINCT check_name FROM waivers WHERE {}", condition));
  while (rows.step()) wanted.push_back(rows.text(0));
  for (const Check& check : all_checks()) {
    if (std::find(wanted.begin(), wanted.end(), check.name) == wanted.end()) continue;
    findings.run(check);
    findings.require_run(check.name);
  }
}

}  // namespace

void mark_waived(sqlite::Connection& connection, Findings& findings) {
  const std::vector<StoredWaiver> stored = stored_waivers(connection);
  if (stored.empty()) return;
  connection.run("CREATE INDEX IF NOT EXISTS temp.finding_by_record ON finding (check_name, entity, key)");
  for (const StoredWaiver& waiver : stored) {
    if (state_of(connection, waiver, findings.today()) != "in force") continue;
    findings.mark_waived(waiver.waiver.check, waiver.waiver.entity, waiver.waiver.key);
  }
}

Waiver waive(sqlite::Connection& connection, Findings& findings, Waiver waiver) {
  findings.require_run(waiver.check);
  find_entity_of(connection, waiver);
  const std::string digest = fingerprint(connection, waiver);
  for (const StoredWaiver& stored : stored_waivers(connection)) {
    const Waiver& other = stored.waiver;
    const bool same = other.check == waiver.check && other.entity == waiver.entity && other.key == waiver.key;
    if (!same || state_of(connection, stored, findings.today()) != "in force") continue;
    if (other.reason != waiver.reason || other.until != waiver.until || stored.fingerprint.empty()) continue;
    throw Error(Exit::refused, fmt::format("{} {} is waived already, for the same reason", waiver.check, waiver.key),
                "`iscm waive list` shows the waivers");
  }
  store(connection, waiver, digest);
  return waiver;
}

Waiver remove_waiver(sqlite::Connection& connection, Waiver waiver) {
  std::vector<std::string> entities;
  {
    sqlite::Statement rows = connection.prepare(
        "SELECT entity FROM waivers WHERE check_name = ?1 AND record_key = ?2 AND (?3 = '' OR entity = ?3)");
    rows.bind_all(std::string_view(waiver.check), std::string_view(waiver.key), std::string_view(waiver.entity));
    while (rows.step()) entities.push_back(rows.text(0));
  }
  if (entities.empty()) {
    const std::vector<std::string> known =
        keys_of(connection, "SELECT record_key FROM waivers WHERE check_name = ?", waiver.check);
    const std::string guess = text::did_you_mean(waiver.key, known);
    throw Error(Exit::refused, fmt::format("no waiver of {} for \"{}\"", waiver.check, waiver.key),
                guess.empty() ? "`iscm waive list` shows the waivers" : guess);
  }
  if (entities.size() > 1) {
    throw Error(Exit::refused, fmt::format("several waivers of {} for \"{}\"", waiver.check, waiver.key),
                fmt::format("say which with --entity: {}", fmt::join(entities, ", ")));
  }
  waiver.entity = entities.front();
  connection.run("DELETE FROM waivers WHERE check_name = ? AND entity = ? AND record_key = ?", waiver.check,
                 waiver.entity, waiver.key);
  return waiver;
}

std::vector<JudgedWaiver> judged_waivers(sqlite::Connection& connection, Findings& findings,
                                         const std::vector<Check>& checks) {
  std::vector<JudgedWaiver> judged;
  for (StoredWaiver& stored : stored_waivers(connection)) {
    const bool known = std::any_of(checks.begin(), checks.end(),
                                   [&](const Check& check) { return check.name == stored.waiver.check; });
    std::string state = known ? state_of(connection, stored, findings.today()) : "unknown check";
    judged.push_back({std::move(stored.waiver), std::move(state)});
  }
  return judged;
}

void seal_waivers(sqlite::Connection& connection, std::int64_t revision) {
  constexpr std::string_view kUnsealed = "SELECT 1 FROM waivers WHERE fingerprint IS NULL AND revision = ? LIMIT 1";
  if (!connection.integer(kUnsealed, revision)) return;
  add_check_views(connection);
  Findings findings(connection,
                    connection.text("SELECT substr(made_at, 1, 10) FROM revisions WHERE open = 1").value_or(""));
  run_checks_of_waivers(connection, findings, "fingerprint IS NULL");
  for (const StoredWaiver& stored : stored_waivers(connection)) {
    if (!stored.fingerprint.empty()) continue;
    const std::string digest = fingerprint(connection, stored.waiver);
    if (digest.empty()) continue;
    connection.run("UPDATE waivers SET fingerprint = ? WHERE check_name = ? AND entity = ? AND record_key = ?", digest,
                   stored.waiver.check, stored.waiver.entity, stored.waiver.key);
  }
}

}  // namespace iscm::check
