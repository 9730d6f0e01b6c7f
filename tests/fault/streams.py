"""Standard streams that are closed, and inputs and databases that are no ordinary files."""

import os
import resource
import subprocess
import sys

import support

MEMORY = 120 * 1024 * 1024  # the limits of the reader are a few MB; the rest is the program


class ClosedStreams(support.Story):
    """The next file that a program opens takes the number of a closed one: output must not go into the database."""

    def setUp(self):
        super().setUp()
        self.write("x.csv", "code,name\nx,X\n")
        self.needs_output = (
            ("--version",),
            ("help",),
            ("list", "--help"),
            ("status",),
            ("list", "theme"),
            ("report",),
            ("report", "by-type"),
            ("import", "x.csv", "--as", "theme"),
            ("export", "source-table"),
            ("migrate", "status"),
            ("migrate", "schema"),
        )
        self.needs_none = (
            ("init", "--db", "new.db"),
            ("import", "x.csv", "--as", "theme", "--apply"),
            ("migrate", "plan"),  # nothing is pending: nothing to print
            ("migrate", "up"),
            ("list", "theme", "-o", "out.csv", "--force"),
        )

    def without(self, descriptors, words):
        command = f'"$0" "$@" {" ".join(f"{number}>&-" for number in descriptors)}'
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        return subprocess.run(
            ["bash", "-c", command, str(support.iscm), *words],
            cwd=self.folder, env=support.environment(), timeout=support.PATIENCE, **streams,
        )

    def test_every_command_without_each_stream(self):
        for descriptors in ((0,), (1,), (2,), (0, 1), (1, 2), (0, 1, 2)):
            for words in self.needs_output + self.needs_none:
                with self.subTest(closed=descriptors, command=words):
                    self.check(descriptors, words)

    def check(self, descriptors, words):
        self.reset()
        before = self.db.read_bytes()
        result = self.without(descriptors, words)
        output_missing = words in self.needs_output and 1 in descriptors
        self.assertEqual(result.returncode, 5 if output_missing else 0, result.stderr)
        if output_missing and 2 not in descriptors:
            self.assertIn(b"standard output", result.stderr)
        if words[0] != "import" or "--apply" not in words:
            self.assertEqual(self.db.read_bytes(), before)
        self.assert_sound()
        if words[0] == "init":
            self.assert_sound(self.folder / "new.db")

    def reset(self):
        self.db.write_bytes(support.seeded.read_bytes())
        (self.folder / "new.db").unlink(missing_ok=True)

    def test_a_closed_standard_input_is_not_an_empty_one(self):
        result = self.without((0,), ("import", "-", "--as", "theme"))
        self.assertEqual(result.returncode, 5, result.stderr)
        self.assertIn(b"standard input: Bad file descriptor", result.stderr)


class NoOrdinaryFile(support.Story):
    def test_as_the_database(self):
        os.mkfifo(self.folder / "fifo")
        (self.folder / "folder").mkdir()
        for name in ("fifo", "/dev/zero", "/dev/null", "folder"):
            for words in (("status",), ("import", "x.csv", "--as", "theme", "--apply"), ("migrate", "up")):
                with self.subTest(name=name, command=words):
                    result = self.run_iscm(*words, "--db", name, seconds=20)
                    self.refuses(4, f"{name}: is ", "hint: ", of=result)
                    self.assertNotIn("remove it", result.stderr)
            self.refuses(3, "exists already", of=self.run_iscm("init", "--db", name))

    def test_as_the_input(self):
        os.symlink("/dev/zero", self.folder / "zero.csv")
        for name in ("/dev/zero", "zero.csv", "/dev/null", "iscm.db", "missing.csv"):
            with self.subTest(name=name):
                result = self.run_iscm("import", name, "--as", "theme", "--apply", seconds=20)
                self.refuses(3, name, of=result)

    def test_within_a_folder_that_is_the_input(self):
        """It is passed over: it may have no end, or nobody who writes it."""
        (self.folder / "folder").mkdir()
        os.symlink("/dev/zero", self.folder / "folder" / "theme.csv")
        os.mkfifo(self.folder / "folder" / "member.csv")
        result = self.run_iscm("import", "folder", "--apply", seconds=20)
        self.refuses(3, "folder: no file in it is a table of the record", "member.csv, theme.csv", of=result)
        (self.folder / "folder" / "datapackage.json").write_text('{"resources": [{"path": "member.csv"}]}')
        result = self.run_iscm("import", "folder", "--apply", seconds=20)
        self.refuses(3, "\"member.csv\" is no ordinary file", of=result)

    def test_a_fifo_as_the_input_is_read(self):
        os.mkfifo(self.folder / "fifo")
        process = self.start("import", "fifo", "--as", "theme", "--apply")
        with open(self.folder / "fifo", "w") as fifo:
            fifo.write("code,name\nx,X\n")
        self.assertEqual(process.wait(support.PATIENCE), 0)

    def test_a_fifo_as_the_output_is_written(self):
        os.mkfifo(self.folder / "fifo")
        process = self.start("list", "theme", "--format", "csv", "-o", "fifo")
        with open(self.folder / "fifo") as fifo:
            self.assertTrue(fifo.read().startswith("code,name"))
        self.assertEqual(process.wait(support.PATIENCE), 0)


class Endless(support.Story):
    """An input without end is refused when a limit is reached, in little memory."""

    def read_endlessly(self, start, forever):
        writer = subprocess.Popen(
            [sys.executable, "-c", f"import sys\nw = sys.stdout.write\nw({start!r})\nwhile True: w({forever!r} * 4096)"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        self.addCleanup(self._end, writer)
        before = self.db.read_bytes()
        result = self.run_iscm("import", "-", "--as", "theme", "--apply", stdin=writer.stdout, seconds=30)
        # The most that any command of this process took: the others are short.
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        if not support.is_sanitized():
            self.assertLess(peak, MEMORY)
        self.assertEqual(self.db.read_bytes(), before)
        return result

    def test_one_line_for_ever(self):
        self.refuses(3, "-:1: ", "more than 4194304 bytes", of=self.read_endlessly("", "endless"))
        self.refuses(3, "-:2: ", "more than 4194304 bytes", of=self.read_endlessly("code,name\n", "endless"))

    def test_a_quote_that_is_never_closed(self):
        result = self.read_endlessly('code,name\n"', "line\n")
        self.refuses(3, "-:2: ", "is the quote on line 2", of=result)

    def test_empty_lines_and_ragged_rows_for_ever(self):
        self.refuses(3, "problems; reading ended here", of=self.read_endlessly("code,name\n", "a,b,c\n"))

    def test_columns_for_ever(self):
        self.refuses(3, "-:1: ", of=self.read_endlessly("", "name,"))


if __name__ == "__main__":
    support.main()
