"""Output that cannot be written. A command that fails has written nothing, or says what it has written; and one that
says that nothing was written has written nothing."""

import os
import re
import sqlite3

import support

PLAN = """{"iscm_plan":1,"entity":"theme","file":"x.csv","sha256":""}
{"line":2,"action":"new","record":"x-theme","values":{"name":"X of the theme"}}
"""
LONG_NAME = "n" * 300  # a file of this name can be begun, under another name, and never be put in its place

# Every command that writes to the record. In the file of the test each has something to do.
PRINTING = (
    ("set", "mechanism", "midsa", "note=changed"),
    ("set", "mechanism", "midsa", "note=changed", "--source", "https://example.org/new"),
    ("add", "theme", "code=new-theme", "name=New theme"),
    ("remove", "mechanism", "midsa", "--with-links"),
    ("rename", "theme", "counter-trafficking", "human-trafficking"),
    ("merge", "theme", "return", "migration-health"),
    ("alias", "add", "theme", "counter-trafficking", "alias=Traffic in people"),
    ("alias", "remove", "theme", "trafficking"),
    ("undo", "LAST"),
    ("seed", "--apply"),
    ("sql", "--write", "--yes", "UPDATE themes SET note = 'changed'"),
    ("check", "--fix", "text-blanks", "--apply"),
)
# These print nothing once they write, so that no output can fail them.
SILENT = (
    ("import", "x.csv", "--as", "theme", "--apply"),
    ("import", "bad.csv", "--as", "theme", "--apply", "--skip-rejected"),
    ("apply", "x.plan"),
    ("waive", "theme-unused", "migration-data", "--reason", "known"),
    ("waive", "remove", "rcp-one-region", "pidc"),
)
WRITING = PRINTING + SILENT
SAYS_WRITTEN = re.compile(r"written(, up to| as) revision \d+")


class Outputs(support.Story):
    def setUp(self):
        super().setUp()
        self.write("x.csv", "code,name\nx-theme,X of the theme\n")
        self.write("bad.csv", "code,name\nx-theme,X of the theme\nNo code!,Y\n")
        self.write("x.plan", PLAN)
        self.write("existing", "mine\n")
        (self.folder / "sub").mkdir()
        connection = sqlite3.connect(self.db)
        connection.execute("UPDATE mechanisms SET note = 'two  blanks ' WHERE code = 'pidc'")
        connection.commit()
        connection.close()
        self.must("set", "mechanism", "midsa", "note=first")
        self.before = self.db.read_bytes()
        self.must("init", "--empty", "--db", "empty.db")
        self.empty = (self.folder / "empty.db").read_bytes()
        (self.folder / "empty.db").unlink()

    def words(self, words):
        with sqlite3.connect(self.db) as connection:
            last = connection.execute("SELECT max(id) FROM revisions").fetchone()[0]
        connection.close()
        return [str(last) if word == "LAST" else word for word in words]

    def run_and_judge(self, words, **options):
        """Runs it on the file as it was; whether it ended well, and whether it has written."""
        before = self.empty if words[0] == "seed" else self.before  # over the seeded record it has nothing to do
        self.db.write_bytes(before)
        result = self.run_iscm(*self.words(words), **options)
        written = self.db.read_bytes() != before
        self.assert_sound()
        if result.code == 0:
            self.assertTrue(written, "it ended well and has not written")
        elif written:
            self.assertEqual(result.code, 5)
            self.assertRegex(result.stderr, SAYS_WRITTEN.pattern + "; only the printing failed: ")
        else:
            self.assertNotRegex(result.stderr, SAYS_WRITTEN)
        if "nothing was" in result.stderr:
            self.assertFalse(written)
        return result, written

    def test_each_writes_where_it_can_print(self):
        for words in WRITING:
            with self.subTest(words):
                result, written = self.run_and_judge(words)
                self.assertEqual((result.code, written), (0, True), result.stderr)
                self.assertRegex(result.stderr, SAYS_WRITTEN)

    def test_what_o_names_cannot_be_written(self):
        for words in PRINTING:
            for target in ("existing", "sub", "nowhere/file", "/dev/full", "iscm.db"):
                with self.subTest(words, target=target):
                    result, written = self.run_and_judge((*words, "-o", target))
                    self.assertFalse(written, result.stderr)
                    self.assertNotEqual(result.code, 0)
        self.assertEqual((self.folder / "existing").read_text(encoding="utf-8"), "mine\n")

    def test_what_o_names_cannot_be_put_in_its_place(self):
        for words in PRINTING:
            with self.subTest(words):
                result, written = self.run_and_judge((*words, "-o", LONG_NAME))
                self.assertEqual((result.code, written), (5, True), result.stderr)
                self.assertIn("only the printing failed", result.stderr)
        self.assert_files("iscm.db", "x.csv", "bad.csv", "x.plan", "existing", "sub")

    def test_what_prints_nothing_takes_no_o(self):
        for words in SILENT:
            with self.subTest(words):
                self.db.write_bytes(self.before)
                self.assertEqual(self.run_iscm(*words, "-o", "out").code, 2)
        self.assertEqual(self.db.read_bytes(), self.before)
        self.assertFalse((self.folder / "out").exists())

    def test_standard_output_takes_nothing(self):
        for words in WRITING:
            with self.subTest(words, output="a full disk"), open("/dev/full", "w", encoding="utf-8") as full:
                result, written = self.run_and_judge(words, stdout=full)
                self.assertEqual(written, result.code == 0, result.stderr)
            with self.subTest(words, output="a pipe that nobody reads"):
                reading, writing = os.pipe()
                os.close(reading)
                with open(writing, "wb") as pipe:
                    result, written = self.run_and_judge(words, stdout=pipe)
                self.assertEqual(written, result.code == 0, result.stderr)

    def test_files_that_an_import_writes_besides(self):
        for option in ("--rejects", "--questions"):
            for target in ("existing", "nowhere/file", "/dev/full"):
                words = ("import", "bad.csv", "--as", "theme", "--apply", "--skip-rejected", option, target)
                with self.subTest(words):
                    self.run_and_judge(words)


if __name__ == "__main__":
    support.main()
