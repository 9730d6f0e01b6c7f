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
        cls.ended = {row["code"]: row["year_ended"] for row in cls.rows["mechanism"]}
        cls.began = {row["code"]: row["year_established"] for row in cls.rows["mechanism"]}

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

    def holds(self, row, day):
        """Whether a link may hold on the day: dates are compared as far as both go."""
        start, end = row["valid_from"], row["valid_to"]
        began, ended = self.began[row["mechanism"]], self.ended[row["mechanism"]]
        return (
            (not start or start <= day[: len(start)])
            and (not end or end >= day[: len(end)])
            and (not began or began <= day[:4])
            and (not ended or ended >= day[:4])
        )

    def pairs_of(self, name="membership", far="member", roles=("member",), bases=None, day=None, kinds=None):
        """Each (mechanism, far) that links of these roles and bases join, on the day if one is given, and whether it is
        inferred, unsourced and undated: if no source states any of its links, if none has any basis, if none has a date."""
        links = defaultdict(list)
        for row in self.rows[name]:
            fits = roles is None or row.get("role", row.get("kind")) in roles
            fits = fits and (bases is None or row["basis"] in bases) and (day is None or self.holds(row, day))
            if fits and (kinds is None or self.kind[row[far]] in kinds):
                links[row["mechanism"], row[far]].append(row)
        return {
            pair: (
                int("stated" not in {row["basis"] for row in rows} and "inferred" in {row["basis"] for row in rows}),
                int({row["basis"] for row in rows} == {"unsourced"}),
                int(not any(row["valid_from"] or row["valid_to"] for row in rows)),
            )
            for pair, rows in links.items()
        }

    @staticmethod
    def best(flags):
        """Of several links that count one thing: inferred if none is stated and one inferred, unsourced or undated if all are."""
        flags = list(flags)
        return (
            int(all(a or b for a, b, _ in flags) and any(a for a, _, _ in flags)),
            int(all(b for _, b, _ in flags)),
            int(all(c for _, _, c in flags)),
        )

    @staticmethod
    def added(rows):
        """The sums of the columns."""
        rows = list(rows)
        return tuple(sum(column) for column in zip(*rows)) if rows else (0, 0, 0)

    def states_of(self, mechanism, kinds=("state",)):
        return {member for member in self.members[mechanism] if self.kind[member] in kinds}
