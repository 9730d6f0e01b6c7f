"""No space: on a small file system of its own, and by a limit on the size of a file, which needs no permission. Exit 5,
the file named, the database as it was, nothing left behind."""

import os
import resource
import shutil
import subprocess
import unittest

import support


class Full(support.Story):
    def setUp(self):
        super().setUp()
        self.bytes_before = self.db.read_bytes()
        self.input = self.mechanisms(5_000)

    def assert_as_it_was(self, db):
        self.assertEqual(db.read_bytes(), self.bytes_before)
        self.assert_no_hot_journal(db)
        self.must("status", "--db", str(db))
        self.assert_sound(db)

    def make_derived_old(self):
        super().make_derived_old()
        self.bytes_before = self.db.read_bytes()


class FullDisk(Full):
    def mount(self, kilobytes):
        """A file system of this size in the folder `small`."""
        small = self.folder / "small"
        small.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(small)]
        try:
            mounted = subprocess.run(command, capture_output=True).returncode == 0
        except FileNotFoundError:
            mounted = False
        if not mounted:
            raise unittest.SkipTest("needs permission to mount a file system")
        self.addCleanup(subprocess.run, ["umount", "--lazy", str(small)], check=False)
        return small

    def mount_with_database(self, spare):
        """A file system with the database on it and so many kilobytes besides."""
        small = self.mount(len(self.bytes_before) // 1024 + spare + 8)
        shutil.copyfile(self.db, small / "iscm.db")
        return small

    def test_init(self):
        small = self.mount(400)
        result = self.run_iscm("init", "--db", "small/new.db")
        self.refuses(5, "small/new.db", "the disk is full", "hint: free some space", of=result)
        self.assert_files(folder=small)

    def test_import(self):
        small = self.mount_with_database(spare=600)
        result = self.run_iscm("import", str(self.input), "--as", "mechanism", "--apply", "--db", "small/iscm.db")
        self.refuses(5, "small/iscm.db", "the disk is full; nothing was changed", "hint: free some space", of=result)
        self.assert_as_it_was(small / "iscm.db")
        self.assert_files("iscm.db", folder=small)

    def test_import_that_fills_the_cache(self):
        """Rows stand in the file before all are written: it is as it was when the program ends, not at the next read."""
        small = self.mount_with_database(spare=18_000)
        large = self.mechanisms(60_000)
        result = self.run_iscm("import", str(large), "--as", "mechanism", "--apply", "--db", "small/iscm.db")
        self.refuses(5, "small/iscm.db", "the disk is full; nothing was changed", of=result)
        self.assert_as_it_was(small / "iscm.db")
        self.assert_files("iscm.db", folder=small)

    def test_import_without_room_for_a_journal(self):
        small = self.mount_with_database(spare=0)
        result = self.run_iscm("import", str(self.themes(300)), "--as", "theme", "--apply", "--db", "small/iscm.db")
        self.refuses(5, "small/iscm.db", "nothing was changed", of=result)
        self.assert_as_it_was(small / "iscm.db")

    def test_output(self):
        small = self.mount(16)
        old = small / "out.csv"
        old.write_text("as it was\n")
        result = self.run_iscm("list", "membership", "--format", "csv", "-o", "small/out.csv", "--force")
        self.refuses(5, "small/out.csv: No space left on device", of=result)
        self.assertEqual(old.read_text(), "as it was\n")
        self.assert_files("out.csv", folder=small)

    def test_backup_before_migrating(self):
        self.make_derived_old()
        small = self.mount_with_database(spare=600)
        result = self.run_iscm("migrate", "up", "--db", "small/iscm.db")
        self.refuses(5, "small/iscm.db.v", "the disk is full", of=result)
        self.assertNotIn(".tmp", result.stderr)
        self.assertEqual((small / "iscm.db").read_bytes(), self.bytes_before)
        self.assert_files("iscm.db", folder=small)

    def test_migrating_itself(self):
        """Room for the backup, none for the journal."""
        self.make_derived_old()
        small = self.mount_with_database(spare=len(self.bytes_before) // 1024 + 8)
        result = self.run_iscm("migrate", "up", "--db", "small/iscm.db")
        self.refuses(5, "small/iscm.db", "nothing was changed", of=result)
        self.assertEqual((small / "iscm.db").read_bytes(), self.bytes_before)
        self.assert_files("iscm.db", folder=small)

    def test_temporary_files(self):
        """A preview writes nothing but these, and they stand on another disk: a whole plan is put in order there."""
        small = self.mount(100)
        there = support.environment(SQLITE_TMPDIR=str(small))
        result = self.run_iscm("import", str(self.input), "--format", "csv", env=there)
        self.refuses(5, "the disk is full", "SQLITE_TMPDIR", of=result)
        self.assert_as_it_was(self.db)
        self.assert_files(folder=small)


class LimitedFileSize(Full):
    """ulimit -f: the write fails as on a full disk, with EFBIG, after a signal that would end the process."""

    def limited(self, kilobytes, *words):
        limit = kilobytes * 1024
        set_limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))  # noqa: E731
        reading, writing = os.pipe()  # a file would be under the limit too
        process = self.start(*words, stderr=writing, preexec_fn=set_limit)
        os.close(writing)
        with open(reading, "rb") as pipe:
            said = pipe.read().decode("utf-8", "backslashreplace")
        return support.Result(support.shell_code(process.wait(support.PATIENCE)), b"", said)

    def test_init(self):
        result = self.limited(400, "init", "--db", "new.db")
        self.refuses(5, "new.db: reading or writing failed: File too large", "ulimit -f", of=result)
        self.assertNotIn(".tmp", result.stderr)
        self.assert_files("iscm.db", self.input.name)

    def test_import(self):
        room = len(self.bytes_before) // 1024 + 100
        result = self.limited(room, "import", str(self.input), "--as", "mechanism", "--apply")
        self.refuses(5, "iscm.db: reading or writing failed: File too large; nothing was changed", "ulimit -f", of=result)
        self.assert_as_it_was(self.db)
        self.assert_files("iscm.db", self.input.name)

    def test_output(self):
        result = self.limited(16, "list", "membership", "--format", "csv", "-o", "out.csv")
        self.refuses(5, "out.csv: File too large", of=result)
        self.assert_files("iscm.db", self.input.name)

    def test_backup_before_migrating(self):
        self.make_derived_old()
        result = self.limited(len(self.bytes_before) // 1024 - 100, "migrate", "up")
        self.refuses(5, "iscm.db.v", "File too large", of=result)
        self.assertNotIn(".tmp", result.stderr)
        self.assertEqual(self.db.read_bytes(), self.bytes_before)
        self.assert_files("iscm.db", self.input.name)


if __name__ == "__main__":
    support.main()
