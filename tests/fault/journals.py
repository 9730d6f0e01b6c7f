"""A journal that came with a database and that no program of ours wrote. Its last bytes may name a second journal, the
"super-journal", and SQLite before 3.53.3 deletes the file of that name when it rolls the first one back."""

import os
import shutil
import sqlite3
import struct

import support

MAGIC = bytes.fromhex("d9d505f920a163d7")
SECTOR = 512
PAGE = 4096


def journal_naming(*victims, pages):
    """A journal of a file of so many pages, none of which it writes back; a record for each victim stands at its end."""
    header = MAGIC + struct.pack(">IIIII", 0, 1, pages, SECTOR, PAGE)
    journal = header.ljust(SECTOR, b"\0")
    for victim in victims:
        name = os.fsencode(victim)
        checksum = sum(byte - 256 if byte > 127 else byte for byte in name) & 0xFFFFFFFF
        lock_page = 0x40000000 // PAGE + 1
        journal += struct.pack(">I", lock_page) + name + struct.pack(">II", len(name), checksum) + MAGIC
    return journal


class SuperJournal(support.Story):
    def setUp(self):
        super().setUp()
        self.victim = self.write("victim.txt", "precious\n")
        self.other = self.folder / "other.db"
        shutil.copyfile(self.db, self.other)
        self.write("x.csv", "code,name\nx-theme,X of the theme\n")

    def leave(self, *victims, beside=None):
        journal = self.folder / f"{(beside or self.db).name}-journal"
        journal.write_bytes(journal_naming(*(victims or (self.victim,)), pages=support.size(self.db) // PAGE))
        return journal

    def assert_refused(self, *words, beside="iscm.db", code=4):
        result = self.run_iscm(*words)
        self.refuses(code, f"{beside}-journal", "hint: ", of=result)
        self.assertEqual(result.stdout, b"")
        self.assertEqual(self.victim.read_text(encoding="utf-8"), "precious\n")

    def test_sqlite_itself_would_delete_the_file(self):
        """What the other tests guard against; a SQLite that was mended leaves the file."""
        self.leave()
        connection = sqlite3.connect(self.db)
        connection.execute("SELECT count(*) FROM themes").fetchone()
        connection.close()
        mended = sqlite3.sqlite_version_info >= (3, 53, 3)
        self.assertEqual(self.victim.exists(), mended)

    def test_every_command_that_opens_the_file(self):
        commands = (
            ("list", "theme"), ("show", "midsa"), ("search", "migration"), ("status",), ("why", "midsa"), ("log",),
            ("check",), ("check", "--fix", "text-blanks", "--apply"), ("reconcile",), ("report", "by-type"),
            ("sql", "SELECT 1"), ("sql", "--write", "--yes", "DELETE FROM themes"), ("export", "theme"),
            ("export", "all", "-o", "folder"), ("set", "mechanism", "midsa", "note=x"), ("undo", "1"),
            ("add", "theme", "code=x", "name=X"), ("remove", "theme", "trafficking"), ("alias", "list", "theme"),
            ("rename", "theme", "trafficking", "x"), ("merge", "theme", "trafficking", "smuggling"), ("seed",),
            ("seed", "--apply"), ("import", "x.csv", "--as", "theme"), ("import", "x.csv", "--as", "theme", "--apply"),
            ("apply", "plan.ndjson"), ("waive", "list"), ("migrate",), ("migrate", "plan"), ("migrate", "up"),
            ("diff", "other.db"), ("diff", "--known-at", "1"),
        )  # fmt: skip
        self.write("plan.ndjson", '{"iscm_plan":1,"entity":"theme"}\n')
        for words in commands:
            with self.subTest(words):
                journal = self.leave()
                self.assert_refused(*words)
                self.assertTrue(journal.exists())

    def test_whatever_leads_to_the_file(self):
        self.leave(beside=self.other)
        self.assert_refused("diff", "other.db", beside="other.db")
        self.assert_refused("diff", "iscm.db", "other.db", beside="other.db")
        self.assert_refused("list", "theme", "--db", "other.db", beside="other.db")
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "file.db").symlink_to("../other.db")
        (elsewhere / "again.db").symlink_to("file.db")
        for link in ("elsewhere/file.db", "elsewhere/again.db"):
            self.assert_refused("list", "theme", "--db", link, beside="other.db")

    def test_beside_a_link_nothing_is_read(self):
        """SQLite looks beside the file that a link leads to, and nowhere else."""
        link = self.folder / "link.db"
        link.symlink_to(self.db)
        journal = self.leave(beside=link)
        self.must("list", "theme", "--db", "link.db")
        self.assertTrue(self.victim.exists() and journal.exists())

    def test_a_name_that_sqlite_would_take_for_an_address(self):
        strange = self.folder / "file:strange.db"
        shutil.copyfile(self.db, strange)
        self.leave(beside=strange)
        self.assert_refused("list", "theme", "--db", strange.name, beside=strange.name)

    def test_several_names_and_a_journal_that_is_a_link(self):
        self.leave("/nowhere", self.victim)
        self.assert_refused("list", "theme")
        journal = self.leave()
        journal.rename(self.folder / "aside")
        journal.symlink_to("aside")
        self.assert_refused("list", "theme")

    def test_a_journal_that_is_no_file(self):
        """Reading a FIFO would wait for ever."""
        os.mkfifo(self.folder / "iscm.db-journal")
        self.assert_refused("list", "theme")

    def test_a_new_file_beside_it(self):
        self.leave(beside=self.folder / "new.db")
        self.assert_refused("init", "--db", "new.db", beside="new.db", code=3)

    def test_a_write_ahead_log_harms_no_other_file(self):
        (self.folder / "iscm.db-wal").write_bytes(journal_naming(self.victim, pages=1))
        self.must("list", "theme")
        self.assertTrue(self.victim.exists())

    def test_an_ordinary_journal_is_rolled_back(self):
        """As a process leaves it that was killed after it had changed the file."""
        before = self.db.read_bytes()
        connection = sqlite3.connect(self.db, isolation_level=None)
        connection.execute("PRAGMA cache_spill = 1")
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE large AS WITH RECURSIVE n (i) AS "
                           "(SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) SELECT i, hex(randomblob(40)) FROM n")
        torn, journal = self.db.read_bytes(), (self.folder / "iscm.db-journal").read_bytes()
        connection.rollback()
        connection.close()
        self.assertNotEqual(torn, before)
        self.db.write_bytes(torn)
        (self.folder / "iscm.db-journal").write_bytes(journal)
        self.must("list", "theme")
        self.assertEqual(self.db.read_bytes(), before)
        self.assert_files("iscm.db", "victim.txt", "other.db", "x.csv")


if __name__ == "__main__":
    support.main()
