"""Files that may not be written, links, and names that are unusual but allowed."""

import json
import os
import pathlib
import shutil
import tempfile

import support

ROW = "code,name\nx-path,X of the path\n"


class ReadOnly(support.Story):
    def setUp(self):
        super().setUp()
        self.bytes_before = self.db.read_bytes()
        self.write("x.csv", ROW)

    def assert_readable_alone(self):
        self.must("list", "theme", nobody=True)
        self.must("import", "x.csv", "--as", "theme", nobody=True)
        result = self.run_iscm("import", "x.csv", "--as", "theme", "--apply", nobody=True)
        self.refuses(4, "iscm.db: the file or its folder is read-only", "hint: make both writable", of=result)
        self.assertEqual(self.db.read_bytes(), self.bytes_before)
        self.assert_files("iscm.db", "x.csv")

    @support.needs_root_to_drop
    def test_the_file_is_not_writable(self):
        self.folder.chmod(0o777)
        self.db.chmod(0o444)
        self.assert_readable_alone()

    @support.needs_root_to_drop
    def test_the_folder_is_not_writable(self):
        self.db.chmod(0o666)
        self.assert_readable_alone()

    @support.needs_root_to_drop
    def test_the_file_is_not_readable(self):
        self.db.chmod(0o600)
        result = self.run_iscm("list", "theme", nobody=True)
        self.refuses(4, "iscm.db", "Permission denied", "hint: ", of=result)

    @support.needs_root_to_drop
    def test_the_backup_needs_the_folder(self):
        self.make_derived_old()
        self.db.chmod(0o666)
        before = self.db.read_bytes()
        result = self.run_iscm("migrate", "up", nobody=True)
        self.refuses(5, "Permission denied", "hint: ", of=result)
        self.assertEqual(self.db.read_bytes(), before)

    @support.needs_root_to_drop
    def test_a_folder_that_may_be_written_and_not_read(self):
        letterbox = self.folder / "letterbox"
        letterbox.mkdir()
        letterbox.chmod(0o333)
        self.must("init", "--db", "letterbox/new.db", nobody=True)
        self.must("status", "--db", "letterbox/new.db", nobody=True)
        self.must("import", "x.csv", "--as", "theme", "--apply", "--db", "letterbox/new.db", nobody=True)


class Names(support.Story):
    def setUp(self):
        super().setUp()
        self.write("x.csv", ROW)

    def assert_works(self, name):
        """All that a database file goes through, under this name and no other."""
        folder = pathlib.Path(tempfile.mkdtemp(prefix="names-", dir=self.folder))
        result = self.must("init", "--db", name, cwd=folder)
        self.assertIn("created ", result.stderr)
        self.must("import", str(self.folder / "x.csv"), "--as", "theme", "--apply", "--db", name, cwd=folder)
        listed = self.must("list", "theme", "code=x-path", "--columns", "code", "--format", "csv", "--db", name, cwd=folder)
        self.assertEqual(listed.stdout, b"code\nx-path\n")
        status = self.must("status", "--format", "json", "--db", name, cwd=folder)
        json.loads(status.stdout.decode("utf-8"))
        self.refuses(3, "exists already", of=self.run_iscm("init", "--db", name, cwd=folder))
        self.assertEqual(os.listdir(os.fsencode(folder)), [os.fsencode(name)])

    def test_unusual_names(self):
        names = ("two words.db", "it's \"quoted\".db", "what?.db", "a#b.db", "100%41.db", "?mode=memory&cache=shared", "новая.db")
        for name in (*names, b"caf\xe9.db", "line\nbreak.db", "tab\tand\x1b[31mred.db"):
            with self.subTest(name=name):
                self.assert_works(name)

    def test_names_that_mean_something_else_to_sqlite(self):
        for name in (":memory:", "file:new.db", "file:new.db?mode=memory", "file::memory:"):
            with self.subTest(name=name):
                self.assert_works(name)

    def test_the_longest_name_that_leaves_room_for_a_journal(self):
        self.assert_works("n" * (255 - len("-journal")))

    def test_a_name_too_long_for_its_journal_is_refused_at_once(self):
        name = "n" * (256 - len("-journal"))
        result = self.run_iscm("init", "--db", name)
        self.refuses(4, name, "the name is too long", "hint: give one of at most 247 bytes", of=result)
        self.assert_files("iscm.db", "x.csv")

    def test_a_path_longer_than_sqlite_takes(self):
        deep = self.folder
        for _ in range(5):
            deep = deep / ("d" * 120)
        deep.mkdir(parents=True)
        shutil.copyfile(self.db, deep / "iscm.db")
        for words in (("status", "--db", deep / "iscm.db"), ("init", "--db", deep / "new.db")):
            result = self.run_iscm(*words)
            if result.code:  # another build of SQLite may take longer ones
                self.refuses(4, "the path is too long", "hint: SQLite takes at most", of=result)
                self.assert_files("iscm.db", folder=deep)

    def test_an_input_of_an_unusual_name(self):
        for name in (b"caf\xe9.csv", "line\nbreak.csv", "it's.csv", "-dash.csv"):
            with self.subTest(name=name):
                path = os.path.join(os.fsencode(self.folder), os.fsencode(name))
                with open(path, "w") as file:
                    file.write(f"code,name\n{len(name)}-x,X {len(name)}\n")
                self.must("import", path, "--as", "theme", "--apply")

    def test_through_a_symbolic_link(self):
        """The journal belongs beside the file, not beside the link."""
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        link = elsewhere / "link.db"
        link.symlink_to(self.db)
        self.must("import", "x.csv", "--as", "theme", "--apply", "--db", str(link))
        self.assertTrue(link.is_symlink())
        self.assertIn(b"x-path", self.must("list", "theme").stdout)
        self.assert_files("link.db", folder=elsewhere)
        self.refuses(3, "exists already", of=self.run_iscm("init", "--db", str(link)))

    def test_a_link_to_nothing_and_one_in_a_circle(self):
        (self.folder / "nothing.db").symlink_to("nowhere")
        (self.folder / "circle.db").symlink_to("circle.db")
        for name in ("nothing.db", "circle.db"):
            self.refuses(4, name, "hint: ", of=self.run_iscm("status", "--db", name))
            self.refuses(3, "exists already", of=self.run_iscm("init", "--db", name))


class LeftBeside(support.Story):
    """A journal that outlived its database would be rolled back into the next one of that name."""

    def test_init_beside_the_journal_of_another(self):
        for suffix in ("-journal", "-wal"):
            with self.subTest(suffix=suffix):
                left = self.write(f"new.db{suffix}", "what another database left")
                result = self.run_iscm("init", "--db", "new.db")
                left.unlink()
                self.refuses(3, f"new.db{suffix}: exists already", "hint: ", of=result)
                self.assert_files("iscm.db")


if __name__ == "__main__":
    support.main()
