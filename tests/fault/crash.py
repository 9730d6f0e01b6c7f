"""A process that is killed in the middle of a write: the next command, even one that only reads, finds the record as it
was before or as it is after."""

import os
import signal
import time

import support

READERS = (("list", "theme"), ("status",))
ROWS = 5_000  # more than SQLite keeps in memory: pages reach the file before the end


class Crash(support.Story):
    """Starts imports, stops them, and knows the two states that they may leave."""

    def setUp(self):
        super().setUp()
        self.bytes_before = self.db.read_bytes()
        self.before = self.counts()
        self.input = self.mechanisms(ROWS)
        self.after = self.before | {
            "mechanisms": self.before["mechanisms"] + ROWS,
            "mechanism_themes": self.before["mechanism_themes"] + 4 * ROWS,
            "mechanism_regions": self.before["mechanism_regions"] + 2 * ROWS,
            "imports": self.before["imports"] + 1,
            "imported_rows": self.before["imported_rows"] + ROWS,
            "revisions": self.before["revisions"] + 1,
        }
        self.journal = f"{self.db}-journal"

    def start_import(self):
        self.db.write_bytes(self.bytes_before)
        return self.start("import", str(self.input), "--as", "mechanism", "--apply")

    def kill(self, process):
        process.send_signal(signal.SIGKILL)
        process.wait()
        return support.is_hot(self.journal)

    def assert_recovers(self, reader):
        """The first command after it works; which of the two states it left."""
        result = self.must(*reader)
        self.assertGreater(len(result.stdout), 100)
        self.assert_no_hot_journal()
        self.assert_sound()
        counts = self.counts()
        if counts == self.after:
            return "after"
        self.assertEqual(counts, self.before)
        self.assertEqual(self.db.read_bytes(), self.bytes_before)
        return "before"

    def wait_for_spilled_pages(self, process):
        """Until the journal is there and the file itself has changed: now it is neither before nor after."""
        grown = len(self.bytes_before) + 100_000
        self.assertTrue(
            support.wait_until(lambda: support.size(self.db) > grown or process.poll() is not None), "nothing is written"
        )
        process.send_signal(signal.SIGSTOP)
        self.assertIsNone(process.poll(), "the import ended before it could be stopped")
        self.assertTrue(support.is_hot(self.journal))


class Recovery(Crash):
    def test_a_hot_journal_is_rolled_back_by_commands_that_read(self):
        for reader in READERS:
            with self.subTest(reader=reader):
                process = self.start_import()
                self.wait_for_spilled_pages(process)
                self.assertTrue(self.kill(process))
                self.assertEqual(self.assert_recovers(reader), "before")

    def test_a_write_after_a_crash_works_too(self):
        process = self.start_import()
        self.wait_for_spilled_pages(process)
        self.assertTrue(self.kill(process))
        self.must("import", str(self.themes(3)), "--as", "theme", "--apply")
        self.assert_sound()
        self.assertEqual(self.counts()["themes"], self.before["themes"] + 3)
        self.assertEqual(self.counts()["mechanisms"], self.before["mechanisms"])

    def test_two_readers_at_once_after_a_crash_both_work(self):
        process = self.start_import()
        self.wait_for_spilled_pages(process)
        self.assertTrue(self.kill(process))
        readers = [self.start("list", "theme") for _ in range(4)]
        self.assertEqual([reader.wait(support.PATIENCE) for reader in readers], [0, 0, 0, 0])
        self.assertEqual(self.assert_recovers(READERS[0]), "before")

    def test_killed_at_any_moment_it_is_before_or_after(self):
        self.assertEqual(self.start_import().wait(support.PATIENCE), 0)
        grown = support.size(self.db) - len(self.bytes_before)
        self.assertEqual(self.assert_recovers(READERS[0]), "after")
        hot, states = 0, []
        for step in range(8):  # by how much of the import stands in the file: from nothing to all of it
            process = self.start_import()
            size = len(self.bytes_before) + grown * step // 7
            support.wait_until(lambda: support.size(self.db) >= size or process.poll() is not None)  # noqa: B023
            hot += self.kill(process)
            states.append(self.assert_recovers(READERS[step % 2]))
        print(f"{hot} of {len(states)} kills left a hot journal; {states}")
        self.assertGreater(hot, 3)

    def test_killed_at_any_moment_of_writing_it_is_before_or_after(self):
        hot, states = 0, []
        for milliseconds in (0, 1, 3, 10, 30, 60, 100):
            process = self.start_import()
            writing = lambda: support.is_hot(self.journal) or process.poll() is not None  # noqa: B023, E731
            self.assertTrue(support.wait_until(writing), "no hot journal appears")
            time.sleep(milliseconds / 1000)
            hot += self.kill(process)
            states.append(self.assert_recovers(READERS[milliseconds % 2]))
        print(f"{hot} of {len(states)} kills left a hot journal; {states}")
        self.assertGreater(hot, 0)

    def test_killed_when_the_journal_goes_it_is_after(self):
        process = self.start_import()
        self.assertTrue(support.wait_until(lambda: support.size(self.journal) > 0))
        self.assertTrue(support.wait_until(lambda: support.size(self.journal) == 0))
        self.kill(process)
        self.assertEqual(self.assert_recovers(READERS[1]), "after")


class WithoutPermission(Crash):
    """Who may read but not write cannot roll back, and is told so."""

    def leave_hot_journal(self):
        process = self.start_import()
        self.wait_for_spilled_pages(process)
        self.assertTrue(self.kill(process))
        os.chmod(self.db, 0o644)
        os.chmod(self.journal, 0o644)

    @support.needs_root_to_drop
    def test_neither_file_nor_folder_writable(self):
        self.leave_hot_journal()
        torn, journal = self.db.read_bytes(), support.size(self.journal)
        for reader in READERS:
            result = self.run_iscm(*reader, nobody=True)
            self.refuses(4, "iscm.db", "in the middle of a write", "hint: make the file and its folder writable", of=result)
            self.assertEqual(result.stdout, b"")
        self.assertEqual((self.db.read_bytes(), support.size(self.journal)), (torn, journal))
        self.assertEqual(self.assert_recovers(READERS[0]), "before")

    @support.needs_root_to_drop
    def test_file_writable_in_a_folder_that_is_not(self):
        self.leave_hot_journal()
        os.chmod(self.db, 0o666)
        os.chmod(self.journal, 0o666)
        result = self.run_iscm("list", "theme", nobody=True)
        self.refuses(4, "iscm.db", "in the middle of a write", "hint: make the file and its folder writable", of=result)
        self.assertEqual(self.assert_recovers(READERS[0]), "before")


if __name__ == "__main__":
    support.main()
