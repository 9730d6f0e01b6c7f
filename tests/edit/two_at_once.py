"""Several people edit one file at once: each edit stands on what the one before left, or is told to wait."""

import csv
import io
import sqlite3
import time

import support


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

    def test_no_update_is_lost(self):
        years = [str(year) for year in range(1981, 1989)]
        begun = [self.start("set", "mechanism", "midsa", f"year={year}", "--source", "info-sheet") for year in years]
        self.assertEqual([process.wait(support.PATIENCE) for process in begun], [0] * len(years))
        life = self.must("log", "mechanism", "midsa", "year_established", "--format", "csv").stdout.decode()
        steps = [(row["old"], row["new"]) for row in csv.DictReader(io.StringIO(life)) if row["action"] == "change"]
        steps.reverse()
        # Each stands on what the one before left, from what the seed said on.
        self.assertEqual([old for old, _ in steps], ["2000"] + [new for _, new in steps[:-1]])
        self.assertEqual(sorted(new for _, new in steps), years)
        self.assert_sound()

    def test_a_plan_is_refused_once_its_record_has_moved(self):
        (self.folder / "edition.csv").write_text("code,year_established\nmidsa,1999\nrcm,1997\n")
        self.must("import", "edition.csv", "--as", "mechanism", "--plan", "edition.plan")
        self.must("set", "mechanism", "midsa", "year=2001", "--source", "info-sheet")
        before = self.db.read_bytes()
        result = self.run_iscm("apply", "edition.plan")
        self.refuses(3, "midsa year_established: has changed since the plan was made: it is \"2001\" now",
                     "hint: make the plan again", of=result)
        self.assertEqual(self.db.read_bytes(), before)
        # Somebody looked at it again, and left it as it was: the plan knows nothing of that either.
        self.must("undo", str(self.ask("SELECT max(id) FROM revisions")[0][0]))
        self.refuses(3, "midsa: the mechanism has changed since the plan was made: to something else and back",
                     of=self.run_iscm("apply", "edition.plan"))
        self.must("import", "edition.csv", "--as", "mechanism", "--plan", "edition.plan", "--force")
        self.must("apply", "edition.plan")
        query = "SELECT code, year_established FROM mechanisms WHERE code IN ('midsa', 'rcm') ORDER BY code"
        self.assertEqual(self.ask(query), [("midsa", 1999), ("rcm", 1997)])
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
