"""Several processes on one file: writers take turns, readers see one state, nobody loses a row."""

import os
import sqlite3
import subprocess
import time

import support

ROWS = 10_000


class TwoAtOnce(support.Story):
    def setUp(self):
        super().setUp()
        self.before = self.counts()

    def start_import(self, file, entity):
        said = (self.folder / f"{file.stem}.said").open("wb")
        self.addCleanup(said.close)
        return self.start("import", str(file), "--as", entity, "--apply", stderr=said)

    def test_two_imports_both_arrive_or_one_is_told_to_wait(self):
        mechanisms, themes = self.mechanisms(ROWS), self.themes(ROWS)
        first = self.start_import(mechanisms, "mechanism")
        second = self.start_import(themes, "theme")
        codes = [process.wait(support.PATIENCE) for process in (first, second)]
        print(f"exit codes {codes}")
        self.assertIn(0, codes)
        self.assertLessEqual(set(codes), {0, 4})
        now = self.counts()
        self.assertEqual(now["mechanisms"] - self.before["mechanisms"], ROWS if codes[0] == 0 else 0)
        self.assertEqual(now["themes"] - self.before["themes"], ROWS if codes[1] == 0 else 0)
        self.assertEqual(now["revisions"] - self.before["revisions"], codes.count(0))
        self.assertEqual(now["imported_rows"] - self.before["imported_rows"], ROWS * codes.count(0))
        self.assert_sound()

    def test_the_same_file_twice_arrives_once(self):
        themes = self.themes(ROWS)
        processes = [self.start_import(themes, "theme") for _ in range(2)]
        self.assertEqual([process.wait(support.PATIENCE) for process in processes], [0, 0])
        now = self.counts()
        self.assertEqual(now["themes"] - self.before["themes"], ROWS)
        self.assertEqual(now["revisions"] - self.before["revisions"], 1)
        self.assert_sound()

    def test_a_slow_input_locks_nobody_out(self):
        # Rows come while another program adds some to the same table: the ids of these are taken by then.
        slow = self.start("import", "-", "--as", "theme", "--apply", stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        slow.stdin.write(b"code,name,parent\nslow-1,Slow one,slow-2\n")
        slow.stdin.flush()
        time.sleep(0.3)
        quick = self.start_import(self.write("quick.csv", "code,name\nquick,Quick\n"), "theme")
        self.assertEqual(quick.wait(support.PATIENCE), 0)
        slow.stdin.write(b"slow-2,Slow two,\n")
        slow.stdin.close()
        self.assertEqual(slow.wait(support.PATIENCE), 0)
        now = self.counts()
        self.assertEqual(now["themes"] - self.before["themes"], 3)
        self.assertEqual(now["revisions"] - self.before["revisions"], 2)
        self.assert_sound()

    def test_many_small_imports_lose_nothing(self):
        count = 6
        files = [self.write(f"one-{i}.csv", f"code,name\none-{i},One {i}\n") for i in range(count)]
        processes = [self.start_import(file, "theme") for file in files]
        self.assertEqual([process.wait(support.PATIENCE) for process in processes], [0] * count)
        now = self.counts()
        self.assertEqual(now["themes"] - self.before["themes"], count)
        self.assertEqual(now["revisions"] - self.before["revisions"], count)
        self.assert_sound()

    def test_readers_see_the_old_record_or_the_new(self):
        process = self.start_import(self.themes(ROWS), "theme")
        seen = []
        while process.poll() is None:
            listed = self.must("list", "theme", "--columns", "code", "--format", "csv").stdout
            seen.append(listed.count(b"\n") - 1)
        self.assertEqual(process.returncode, 0)
        self.assertLessEqual(set(seen), {self.before["themes"], self.before["themes"] + ROWS})
        print(f"{len(seen)} readers during one import")

    def test_a_reader_that_stays_too_long_stops_a_writer_with_words(self):
        before = self.db.read_bytes()
        reader = sqlite3.connect(self.db, isolation_level=None)
        self.addCleanup(reader.close)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM themes").fetchone()
        begin = time.monotonic()
        result = self.run_iscm("import", str(self.themes(2)), "--as", "theme", "--apply")
        print(f"gave up after {time.monotonic() - begin:.1f} s")
        self.refuses(4, "iscm.db: another program is reading it", "hint: ", of=result)
        reader.execute("ROLLBACK")
        self.assertEqual(self.db.read_bytes(), before)
        self.assertEqual(self.counts(), self.before)

    def test_two_inits_of_one_path_make_one_file(self):
        processes = [self.start("init", "--db", "new.db") for _ in range(3)]
        codes = sorted(process.wait(support.PATIENCE) for process in processes)
        self.assertEqual(codes, [0, 3, 3])
        self.assert_sound(self.folder / "new.db")
        self.assertEqual(sorted(os.listdir(self.folder)), ["iscm.db", "new.db"])


if __name__ == "__main__":
    support.main()
