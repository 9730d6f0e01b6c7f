"""SQL that means harm, or comes to it by accident: each statement is refused or stopped in time, takes less than 300 MB,
and leaves the record as it was, byte for byte, and no other file."""

import concurrent.futures
import dataclasses
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import support

TIMEOUT = 1.0  # seconds that each may take
MARGIN = 0.5  # seconds more until the process has ended: of the processor, which no other load of the machine adds to
LOAD = 15.0  # seconds more by the clock, on a machine that has other things to do
MEMORY = 300_000_000

NUMBERS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n{})"
ENDLESS = NUMBERS.format("")
MILLIONS = NUMBERS.format(" LIMIT 20000000")
LONG = "replace(hex(zeroblob(900000)), '0', 'ab')"

REFUSED = (3, 2)  # refused with a sentence, or not understood
STOPPED = (5,)
ANY = (0, 2, 3, 5)

HOSTILE = [
    # Writes.
    ("INSERT INTO themes (code, name) VALUES ('x', 'X')", REFUSED),
    ("INSERT INTO themes (code, name) VALUES ('x', 'X') RETURNING id", REFUSED),
    ("UPDATE mechanisms SET name = 'x'", REFUSED),
    ("DELETE FROM memberships", REFUSED),
    ("REPLACE INTO themes (id, code, name) VALUES (1, 'x', 'X')", REFUSED),
    ("WITH gone AS (SELECT id FROM themes) DELETE FROM themes WHERE id IN gone", REFUSED),
    ("WITH new AS (SELECT 'x' AS code) INSERT INTO themes (code, name) SELECT code, code FROM new", REFUSED),
    ("UPDATE mechanisms SET name = 'x' RETURNING code", REFUSED),
    ("EXPLAIN DELETE FROM memberships", REFUSED),
    ("DELETE FROM mechanisms_history", REFUSED),
    ("UPDATE revisions SET open = 1", REFUSED),
    ("INSERT INTO sqlite_schema VALUES ('table', 'x', 'x', 0, 'CREATE TABLE x (a)')", REFUSED),
    ("DELETE FROM sqlite_sequence", REFUSED),
    # The schema.
    ("CREATE TABLE x (a)", REFUSED),
    ("CREATE TABLE x AS SELECT * FROM mechanisms", REFUSED),
    ("CREATE INDEX x ON mechanisms (name)", REFUSED),
    ("CREATE VIEW x AS SELECT 1", REFUSED),
    ("CREATE TRIGGER x AFTER INSERT ON themes BEGIN SELECT 1; END", REFUSED),
    ("CREATE VIRTUAL TABLE x USING fts5 (a)", REFUSED),
    ("CREATE VIRTUAL TABLE temp.x USING rtree (a, b, c)", REFUSED),
    ("DROP TABLE mechanisms", REFUSED),
    ("DROP VIEW mechanism_overview", REFUSED),
    ("ALTER TABLE mechanisms RENAME TO x", REFUSED),
    ("ALTER TABLE mechanisms ADD COLUMN x", REFUSED),
    ("REINDEX", REFUSED),
    ("ANALYZE", REFUSED),
    # Temporary objects.
    ("CREATE TEMP TABLE x (a)", REFUSED),
    ("CREATE TEMP VIEW mechanisms AS SELECT 1", REFUSED),
    ("CREATE TEMP TRIGGER x AFTER INSERT ON themes BEGIN SELECT 1; END", REFUSED),
    ("INSERT INTO sqlite_temp_schema VALUES (1, 2, 3, 4, 5)", REFUSED),
    # Other files.
    ("ATTACH 'stolen.db' AS stolen", REFUSED),
    ("ATTACH ':memory:' AS other", REFUSED),
    ("DETACH main", REFUSED),
    ("VACUUM", REFUSED),
    ("VACUUM INTO 'stolen.db'", REFUSED),
    ("SELECT load_extension('/lib/x86_64-linux-gnu/libm.so.6')", REFUSED),
    ("SELECT readfile('/etc/passwd')", REFUSED),
    ("SELECT writefile('stolen.txt', 'x')", REFUSED),
    ("SELECT edit('x', 'touch stolen.txt')", REFUSED),
    ("SELECT fts3_tokenizer('simple')", REFUSED),
    ("SELECT hex(fts3_tokenizer('simple', x'0000000000000000'))", REFUSED),
    # Settings and transactions.
    ("PRAGMA journal_mode = WAL", REFUSED),
    ("PRAGMA query_only = OFF", REFUSED),
    ("PRAGMA writable_schema = ON", REFUSED),
    ("PRAGMA foreign_keys = OFF", REFUSED),
    ("PRAGMA trusted_schema = ON", REFUSED),
    ("PRAGMA user_version = 99", REFUSED),
    ("PRAGMA temp_store_directory = '/tmp'", REFUSED),
    ("PRAGMA hard_heap_limit = 0", REFUSED),
    ("PRAGMA cache_size = 1000000000", REFUSED),
    ("PRAGMA wal_checkpoint", REFUSED),
    ("PRAGMA optimize", REFUSED),
    ("PRAGMA incremental_vacuum", REFUSED),
    ("SELECT * FROM pragma_journal_mode('wal')", ANY),
    ("BEGIN EXCLUSIVE", REFUSED),
    ("COMMIT", REFUSED),
    ("SAVEPOINT x", REFUSED),
    ("ROLLBACK", REFUSED),
    ("SELECT 1; DELETE FROM mechanisms", REFUSED),
    ("SELECT 1; ATTACH 'stolen.db' AS stolen", REFUSED),
    # Time.
    (f"{ENDLESS} SELECT count(*) FROM n", STOPPED),
    (f"{ENDLESS} SELECT x FROM n", STOPPED),
    (f"{ENDLESS} SELECT max(x) FROM n WHERE x < 0", STOPPED),
    (f"{MILLIONS} SELECT x FROM n ORDER BY random()", STOPPED),
    (f"{MILLIONS} SELECT x, hex(randomblob(200)) FROM n ORDER BY 2 DESC", STOPPED),
    (f"{MILLIONS} SELECT count(DISTINCT hex(randomblob(100))) FROM n", STOPPED),
    (f"{MILLIONS} SELECT x, count(*) FROM n GROUP BY x % 10000000 ORDER BY 2", STOPPED),
    (f"{MILLIONS} SELECT sum(x) OVER (ORDER BY x ROWS BETWEEN 1000 PRECEDING AND CURRENT ROW) FROM n", STOPPED),
    ("SELECT count(*) FROM memberships a, memberships b, memberships c, memberships d", STOPPED),
    ("SELECT a.id FROM memberships a, memberships b, memberships c ORDER BY a.note, b.note, c.id", STOPPED),
    ("SELECT count(*) FROM changes a, changes b, changes c", STOPPED),
    ("WITH RECURSIVE p(a, b) AS (SELECT 1, 1 UNION SELECT a + x, b + y FROM p, (SELECT 0 AS x, 1 AS y UNION ALL "
     "SELECT 1, 0)) SELECT count(*) FROM p", STOPPED),
    (f"SELECT instr({LONG}, {LONG} || 'c')", ANY),
    (f"{ENDLESS} SELECT sum(instr({LONG}, substr({LONG}, 1, 900000) || x)) FROM n", STOPPED),
    (f"SELECT sum(length(replace({LONG}, 'a', 'aa'))) FROM memberships, memberships", ANY),
    (f"SELECT {LONG} LIKE '%a%b%a%b%a%b%a%b%a%b%a%b%a%b%a%b%a%b%c'", ANY),
    (f"SELECT {LONG} GLOB '*a*b*a*b*a*b*a*b*a*b*a*b*a*b*c'", ANY),
    (f"{ENDLESS} SELECT count(fold({LONG} || x)) FROM n", STOPPED),
    (f"SELECT count(*) FROM split_text({LONG}, 'b') a, split_text({LONG}, 'b') b", STOPPED),
    # Memory.
    ("SELECT randomblob(900000000)", STOPPED),
    ("SELECT hex(zeroblob(1000000000))", STOPPED),
    ("SELECT zeroblob(2147483647)", STOPPED),
    ("SELECT length(zeroblob(900000000))", ANY),
    ("SELECT printf('%.*c', 2000000000, 'x')", ANY),
    ("SELECT length(format('%2000000000d', 1))", ANY),
    ("SELECT replace(hex(zeroblob(1900000)), '0', hex(zeroblob(1900000)))", STOPPED),
    (f"{ENDLESS} SELECT group_concat(hex(randomblob(1000))) FROM n", STOPPED),
    (f"{ENDLESS} SELECT json_group_array(x) FROM n", STOPPED),
    (f"{MILLIONS} SELECT json_group_object(x, hex(randomblob(500))) FROM n", STOPPED),
    (f"{NUMBERS.format(' LIMIT 500')} SELECT x, hex(zeroblob(1900000)) FROM n", ANY),
    (f"{NUMBERS.format(' LIMIT 500')} SELECT x, randomblob(3900000) FROM n ORDER BY 2", ANY),
    (f"{NUMBERS.format(' LIMIT 500')} SELECT group_concat(hex(randomblob(1900000))) OVER () FROM n", ANY),
    (f"{ENDLESS} SELECT count(*) FROM n GROUP BY hex(randomblob(100000))", STOPPED),
    ("SELECT fold(replace(hex(zeroblob(600000)), '0', 'ﷺ'))", ANY),
    ("SELECT " + ", ".join(["hex(zeroblob(1900000))"] * 100), ANY),
    ("WITH RECURSIVE s(t) AS (SELECT 'x' UNION ALL SELECT t || t FROM s) SELECT length(t) FROM s", STOPPED),
    # The parser.
    ("SELECT " + "(" * 5000 + "1" + ")" * 5000, REFUSED),
    ("SELECT " + "+".join(["1"] * 5000), REFUSED),
    ("SELECT " + ",".join(["1"] * 5000), REFUSED),
    (" UNION ALL ".join(["SELECT 1"] * 5000), REFUSED),
    ("SELECT 1 FROM " + ", ".join(f"themes t{i}" for i in range(70)), REFUSED),
    ("SELECT '" + "x" * 120_000 + "', 1 AS", REFUSED),
]


@dataclasses.dataclass
class Outcome:
    code: int
    seconds: float
    used: float  # seconds of the processor
    memory: int
    said: str


def run(folder, sql):
    """Runs one query; the memory is the most that was resident of this process."""
    command = [str(support.iscm), "--db", "iscm.db", "sql", sql, "--timeout", str(TIMEOUT), "--format", "csv"]
    with tempfile.TemporaryFile() as stderr:
        begin = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, env=support.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - begin
        stderr.seek(0)
        said = stderr.read().decode("utf-8", "backslashreplace")
    return Outcome(support.shell_code(process.returncode), seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, said)


class Hostile(support.Story):
    def wrong_with(self, sql, codes):
        """What is wrong with how the program takes this query, as a list of sentences."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            folder = pathlib.Path(name)
            shutil.copyfile(self.db, folder / "iscm.db")
            before = (folder / "iscm.db").read_bytes()
            outcome = run(folder, sql)
            wrong = []
            if outcome.code not in codes:
                wrong.append(f"exit {outcome.code}, not one of {codes}")
            if outcome.code != 0 and "iscm: error: " not in outcome.said:
                wrong.append("no message")
            if "fault of the program" in outcome.said or "Sanitizer" in outcome.said:
                wrong.append("a fault of the program")
            if outcome.used > TIMEOUT + MARGIN or outcome.seconds > TIMEOUT + MARGIN + LOAD:
                wrong.append(f"{outcome.used:.2f} s of the processor, {outcome.seconds:.2f} s by the clock")
            if outcome.memory > MEMORY and not support.is_sanitized():
                wrong.append(f"{outcome.memory / 1e6:.0f} MB")
            if (folder / "iscm.db").read_bytes() != before:
                wrong.append("the file has changed")
            others = sorted(path.name for path in folder.iterdir() if path.name != "iscm.db")
            if others:
                wrong.append(f"other files: {others}")
        shown = f"{sql[:90]}: exit {outcome.code}, {outcome.used:.2f} s used, {outcome.seconds:.2f} s, {outcome.memory / 1e6:.0f} MB"
        print(f"{shown}: {outcome.said.splitlines()[0] if outcome.said else 'done'}", flush=True)
        return [f"{shown}: {each}\n{outcome.said}" for each in wrong]

    def test_every_statement(self):
        self.assertGreaterEqual(len({sql for sql, _ in HOSTILE}), 40)
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            wrong = sum(pool.map(lambda hostile: self.wrong_with(*hostile), HOSTILE), [])
        self.assertEqual(wrong, [], "\n".join(wrong))
        self.assert_sound()

    def test_what_only_reads_is_let_through(self):
        for sql in (
            "SELECT value FROM json_each('[1, 2]')",
            "SELECT key FROM json_tree('{\"a\": [1]}')",
            "SELECT name FROM pragma_table_info('mechanisms')",
            "SELECT \"table\" FROM pragma_foreign_key_list('memberships')",
            "PRAGMA table_info(mechanisms)",
            "PRAGMA index_list(mechanisms)",
            "PRAGMA integrity_check",
            "PRAGMA user_version",
            "EXPLAIN QUERY PLAN SELECT * FROM mechanisms",
            "SELECT code, rank() OVER (ORDER BY year_established) FROM mechanisms",
            NUMBERS.format(" LIMIT 1000") + " SELECT sum(x) FROM n",
            "SELECT * FROM mechanism_overview",
            "SELECT count(*) FROM changes",
            "SELECT m49 FROM members WHERE fold(name) = fold('Kenya')",
            "VALUES (1), (2)",
            "-- a comment\nSELECT 1 -- and another\n;\n-- and one more",
        ):
            result = self.must("sql", sql if not sql.startswith("--") else f" {sql}")
            self.assertEqual(result.stderr, "", sql)
            self.assertNotEqual(result.stdout, b"", sql)


if __name__ == "__main__":
    support.main()
