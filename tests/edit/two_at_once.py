#!/usr/bin/env python3
"""Several people edit one file at once: each edit stands on what the one before left, or is told to wait."""

import pathlib
import sqlite3
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "fault"))
import support  # noqa: E402


class TwoAtOnce(support.Story):
    def ask(self, query):
        with sqlite3.connect(self.db) as connection:
            found = connection.execute(query).fetchall()
        connection.close()
        return found

    def test_edits_of_one_list_all_arrive(self):
        themes = ("visas", "asylum", "remittances", "readmission", "mixed-flows", "migration-data")
        begun = [self.start("set", "mechanism", "rcm", f"themes+={theme}") for theme in themes]
        self.assertEqual([process.wait(support.PATIENCE) for process in begun], [0] * len(themes))
        query = "SELECT code FROM themes WHERE id IN (SELECT theme_id FROM mechanism_themes WHERE mechanism_id = {})"
        now = {code for (code,) in self.ask(query.format("(SELECT id FROM mechanisms WHERE code = 'rcm')"))}
        self.assertLessEqual(set(themes), now)
        self.assert_sound()

    def test_one_record_is_made_once(self):
        begun = [self.start("add", "theme", "new", "name=New", "--source", "https://example.org/new") for _ in range(4)]
        codes = sorted(process.wait(support.PATIENCE) for process in begun)
        self.assertEqual(codes, [0, 3, 3, 3])
        self.assertEqual(self.ask("SELECT count(*) FROM sources WHERE url = 'https://example.org/new'"), [(1,)])
        self.assert_sound()

    def test_the_second_sees_what_the_first_left(self):
        begun = [self.start("rename", "mechanism", "midsa", f"m{i}") for i in range(3)]
        self.assertEqual([process.wait(support.PATIENCE) for process in begun], [0, 0, 0])
        aliases = {alias for (alias,) in self.ask("SELECT alias FROM mechanism_aliases")}
        code = self.ask("SELECT code FROM mechanisms WHERE id = (SELECT mechanism_id FROM mechanism_aliases WHERE alias = 'midsa')")[0][0]
        # Each renamed what the one before had made of it: every code that is no more is an alias.
        self.assertEqual({"m0", "m1", "m2"} - aliases, {code})
        self.assert_sound()

    def test_a_writer_that_stays_too_long_is_told_of(self):
        before = self.db.read_bytes()
        writer = sqlite3.connect(self.db, isolation_level=None)
        self.addCleanup(writer.close)
        writer.execute("BEGIN IMMEDIATE")
        begin = time.monotonic()
        result = self.run_iscm("set", "mechanism", "midsa", "status=dormant")
        print(f"gave up after {time.monotonic() - begin:.1f} s")
        self.refuses(4, "iscm.db: another program is writing to it", "hint: ", of=result)
        self.assertEqual(result.stdout, b"")
        # A look needs no turn.
        self.must("set", "mechanism", "midsa", "status=dormant", "--dry-run")
        writer.execute("ROLLBACK")
        self.assertEqual(self.db.read_bytes(), before)

    def test_a_dry_run_needs_no_right_to_write(self):
        self.db.chmod(0o444)
        self.folder.chmod(0o555)
        self.addCleanup(self.folder.chmod, 0o755)
        said = self.must("merge", "theme", "readmission", "return", "--dry-run", nobody=support.os.geteuid() == 0)
        self.assertIn(b"removed", said.stdout)


if __name__ == "__main__":
    support.main()
