"""What the tests of reports begin with: a copy of the seeded record, the program, and the exported CSV files, from which a
few lines find the same numbers."""

import csv
import io
import itertools
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
from collections import Counter, defaultdict

import support


def split(cell):
    return cell.split("; ") if cell else []


class Record(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="iscm-reports-"))
        cls.database = cls.place / "record.db"
        shutil.copyfile(support.seeded, cls.database)
        cls.iscm("export", "all", "-o", str(cls.place / "csv"))
        cls.rows = {path.stem: cls.read(path.read_text("utf-8")) for path in (cls.place / "csv").glob("*.csv")}
        cls.type = {row["code"]: row["type"] for row in cls.rows["mechanism"]}
        cls.kind = {row["code"]: row["kind"] for row in cls.rows["member"]}
        cls.members = defaultdict(set)
        for row in cls.rows["membership"]:
            if row["role"] == "member":
                cls.members[row["mechanism"]].add(row["member"])

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.place)

    @staticmethod
    def read(text):
        return list(csv.DictReader(io.StringIO(text, newline="")))

    @classmethod
    def run_iscm(cls, *arguments):
        environment = dict(os.environ, ISCM_DB=str(cls.database), ISCM_NOW="2026-11-24T10:00:00.000Z")
        return subprocess.run([support.iscm, *arguments], capture_output=True, text=True, env=environment, check=False)

    @classmethod
    def iscm(cls, *arguments):
        done = cls.run_iscm(*arguments)
        if done.returncode != 0:
            raise AssertionError(f"{arguments}: {done.stderr}")
        return done.stdout

    def report(self, name, *settings):
        """The rows as tuples of texts; all of them."""
        found = self.read(self.iscm("report", name, *settings, "--format", "csv"))
        self.assertTrue(found, name)
        return [tuple(row.values()) for row in found]

    def on_a_copy(self, name):
        """What the rest of this test does, it does to a copy of the record."""
        shared = self.database
        self.addCleanup(setattr, type(self), "database", shared)
        type(self).database = shutil.copyfile(shared, self.place / name)

    def equal_counts(self, rows, expected):
        """`expected`: the key, a text or several, to the number or numbers that stand at the end of its row."""
        found = {}
        for row in rows:
            width = len(row) - next(len(v) if isinstance(v, tuple) else 1 for v in expected.values())
            key = row[0] if width == 1 else row[:width]
            self.assertNotIn(key, found)
            numbers = tuple(int(cell) for cell in row[width:])
            found[key] = numbers if len(numbers) > 1 else numbers[0]
        self.assertEqual(found, dict(expected))

    def within(self, kind):
        """Each record of a tree to itself and all that it is within."""
        parent = {row["code"]: row["parent"] for row in self.rows[kind]}

        def line(code):
            while code:
                yield code
                code = parent[code]

        return {code: set(line(code)) for code in parent}

    def linked(self, field, kind):
        """Each mechanism to what it names, and all that this is within."""
        within = self.within(kind)
        return {
            row["code"]: set().union(*(within[code] for code in split(row[field]))) for row in self.rows["mechanism"]
        }

    def pairs(self, groups):
        """How many of the groups have both."""
        return Counter(pair for group in groups for pair in itertools.combinations(sorted(group), 2))

    def states_of(self, mechanism, kinds=("state",)):
        return {member for member in self.members[mechanism] if self.kind[member] in kinds}
