"""What the tests in Python share: a folder of its own for each test, iscm run in it, and what to ask of a file.

Each is a module of unittest, run in this folder: python3 -m FOLDER.NAME --iscm PATH [--seeded DB] [TEST...]
"""

import argparse
import dataclasses
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[1]
SANITIZERS = ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS")
NOBODY = 65534
PATIENCE = 60  # seconds for one command; a machine under load is no fault

iscm = None  # the binary, where any user can run it
seeded = None  # a database as `iscm init` makes it
options = None  # what main() was asked to read besides
_place = None


@dataclasses.dataclass
class Result:
    code: int  # as a shell tells it: 128 + n after signal n
    stdout: bytes
    stderr: str


def shell_code(code):
    return code if code >= 0 else 128 - code


def environment(**more):
    kept = {name: os.environ[name] for name in SANITIZERS if name in os.environ}
    fixed = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "TZ": "UTC", "ISCM_AUTHOR": "tester"}
    return fixed | kept | more


def dropping_root(command):
    flags = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    return ["setpriv", *flags, *command]


def needs_root_to_drop(test):
    able = os.geteuid() == 0 and shutil.which("setpriv")
    return unittest.skipUnless(able, "needs root and setpriv: to root every folder is writable")(test)


def wait_until(condition, seconds=PATIENCE, pause=0.0005):
    """Whether the condition came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


def size(path):
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return 0


def is_sanitized():
    """A build with sanitizers takes several times the memory."""
    return b"__asan_init" in iscm.read_bytes()


def is_hot(journal):
    """Whether the next reader must roll this journal back. SQLite writes the first bytes when the rest is on disk and
    before the database file changes; a journal without them means nothing and goes with the next write."""
    try:
        with open(journal, "rb") as file:
            return file.read(1) not in (b"", b"\0")
    except FileNotFoundError:
        return False


class Story(unittest.TestCase):
    """A test with a folder of its own in which `iscm.db` is a seeded database."""

    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"{self._testMethodName}-", dir=_place))
        self.folder.chmod(0o755)
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.db = self.folder / "iscm.db"
        shutil.copyfile(seeded, self.db)

    def start(self, *words, nobody=False, **options):
        """Starts iscm in the folder of the test, its streams connected to nothing unless told otherwise."""
        command = [str(iscm), *words]
        defaults = {"cwd": self.folder, "env": environment(), "stdin": subprocess.DEVNULL}
        process = subprocess.Popen(
            dropping_root(command) if nobody else command,
            **defaults | {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | options,
        )
        self.addCleanup(self._end, process)
        return process

    @staticmethod
    def _end(process):
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                stream.close()

    def run_iscm(self, *words, seconds=PATIENCE, **options):
        # Files, not pipes: the command must never wait for us.
        with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
            process = self.start(*words, **{"stdout": stdout, "stderr": stderr} | options)
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                self.fail(f"iscm {' '.join(map(str, words))} did not end within {seconds} s")
            stdout.seek(0)
            stderr.seek(0)
            said = stderr.read().decode("utf-8", "backslashreplace")
            result = Result(shell_code(process.returncode), stdout.read(), said)
        self.assertNotIn("fault of the program", said)
        self.assertNotIn("Sanitizer", said)
        self.assertNotIn(result.code, (128 + signal.SIGSEGV, 128 + signal.SIGABRT), said)
        return result

    def must(self, *words, **options):
        """The command does what it should: exit 0."""
        result = self.run_iscm(*words, **options)
        self.assertEqual(result.code, 0, result.stderr)
        return result

    def refuses(self, code, *parts, of):
        """The command ended with this code and its message holds these parts."""
        self.assertEqual(of.code, code, of.stderr)
        self.assertIn("iscm: error: ", of.stderr)
        for part in parts:
            self.assertIn(part, of.stderr)

    # -- inputs

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o644)
        return path

    def mechanisms(self, count):
        """A table of so many invented mechanisms."""
        command = [sys.executable, str(ROOT / "scripts" / "generate-mechanisms"), str(count)]
        made = subprocess.run(command, check=True, capture_output=True).stdout
        return self.write(f"mechanisms-{count}.csv", made.decode("utf-8"))

    def themes(self, count, name="themes.csv"):
        rows = "".join(f"fault-{i:06},Theme of the fault {i}\n" for i in range(count))
        return self.write(name, "code,name\n" + rows)

    def make_derived_old(self):
        """Triggers and views of another version: `migrate up` has something to do."""
        connection = sqlite3.connect(self.db)
        connection.execute("UPDATE derived_objects SET sha256 = 'of another version'")
        connection.commit()
        connection.close()

    # -- what stands in a file

    def counts(self, db=None):
        """How many rows the tables that an import writes to have."""
        tables = ("mechanisms", "mechanism_themes", "mechanism_regions", "themes", "imports", "imported_rows", "revisions")
        with sqlite3.connect(db or self.db) as connection:
            found = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
        connection.close()
        return found

    def assert_sound(self, db=None):
        connection = sqlite3.connect(db or self.db)
        self.assertEqual(connection.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        self.assertEqual(connection.execute("PRAGMA foreign_key_check").fetchall(), [])
        self.assertEqual(connection.execute("SELECT count(*) FROM revisions WHERE open").fetchone(), (0,))
        gaps = "SELECT max(id) - count(*) FROM revisions"
        self.assertEqual(connection.execute(gaps).fetchone(), (0,), "the numbers of the revisions have a gap")
        connection.close()

    def assert_no_hot_journal(self, db=None):
        self.assertFalse(is_hot(f"{db or self.db}-journal"), "a journal is left that would be rolled back")

    def assert_files(self, *names, folder=None):
        """These files stand in the folder and no other; a journal that is not hot does not count."""
        found = {path.name for path in (folder or self.folder).iterdir()}
        if not is_hot((folder or self.folder) / "iscm.db-journal"):
            found.discard("iscm.db-journal")
        self.assertEqual(found, set(names))


def main(*more):
    """Runs the tests of the module that calls it; more: names of arguments of its own, to be found in options."""
    global iscm, seeded, options, _place
    parser = argparse.ArgumentParser()
    for name in ("--iscm", "--seeded", *more):
        parser.add_argument(name, type=pathlib.Path, required=name == "--iscm")
    options, rest = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="iscm-test-", ignore_cleanup_errors=True) as place:
        _place = pathlib.Path(place)
        _place.chmod(0o755)
        iscm = _place / "iscm"
        shutil.copy(options.iscm, iscm)  # its own folder may be closed to other users
        seeded = options.seeded or _place / "seeded.db"
        if not options.seeded:
            subprocess.run([iscm, "--db", seeded, "init"], check=True, env=environment(), stderr=subprocess.DEVNULL)
        unittest.main(module="__main__", argv=[sys.argv[0], "-v", *rest])
