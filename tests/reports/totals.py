"""The totals of the info sheet, and what its table became in the record: the numbers and texts of these reports are those
that a few lines of Python find in the exported files."""

import csv
import io
import itertools
import re
from collections import Counter

import support
from reports import record
from reports.record import split

TYPES = ("RCP", "IRF", "GLOBAL")
CHOICES = ((), ("RCP",), ("IRF", "GLOBAL"))


def letters(text):
    return "".join(c for c in text.casefold() if c.isalnum())


class Totals(record.Record):
    def test_by_type(self):
        expected = {code: [0, 0] for code in TYPES}
        for row in self.rows["mechanism"]:
            expected[row["type"]][0] += 1
            expected[row["type"]][1] += int(row["constituent_states"] or 0)
        self.equal_counts(self.report("by-type"), {code: tuple(counts) for code, counts in expected.items()})

    def test_by_decade(self):
        self.on_a_copy("undated.db")
        self.iscm("set", "mechanism", "bali", "year_established=", "--reason", "nobody knows")
        self.iscm("set", "mechanism", "budapest", "year_established=1955", "--reason", "as if")
        years = {row["code"]: row["year_established"] for row in self.rows["mechanism"]} | {"bali": "", "budapest": "1955"}
        decade = {code: f"{year[:3]}0s" if year else "unknown" for code, year in years.items()}
        expected = {f"{year}s": [0] * 5 for year in range(1950, 2020, 10)} | {"unknown": [0] * 5}
        for row in self.rows["mechanism"]:
            counts = expected[decade[row["code"]]]
            counts[0] += 1
            counts[1 + ("active", "dormant", "ended", "unknown").index(row["status"])] += 1
        self.assertEqual([each for each, counts in expected.items() if not counts[0]], ["1960s", "1970s"])
        expected = {each: tuple(counts) for each, counts in expected.items()}
        rows = self.report("by-decade")
        self.equal_counts(rows, expected)
        self.assertEqual([row[0] for row in rows], sorted(expected))

    def chosen(self, types):
        """The setting of a report that asks for these types, and its mechanisms; none are all."""
        settings = [f"type={','.join(types)}"] if types else []
        return settings, [code for code, each in self.type.items() if not types or each in types]

    def test_by_theme(self):
        within = self.linked("themes", "theme")
        for types in CHOICES:
            settings, mechanisms = self.chosen(types)
            counted = Counter(itertools.chain.from_iterable(within[code] for code in mechanisms))
            expected = {row["code"]: counted[row["code"]] for row in self.rows["theme"]}
            rows = self.report("by-theme", *settings)
            self.equal_counts([(row[0], row[2]) for row in rows], expected)
            self.in_a_tree(rows, {row["code"]: row["parent"] for row in self.rows["theme"]}, {row[0]: int(row[2]) for row in rows})

    def in_a_tree(self, rows, parent, count):
        """Parts right below their whole, of equals those that count most first."""
        def path(code):
            above = path(parent[code]) if parent[code] else ()
            return (*above, (-count.get(code, 0), code))

        order = [row[0] for row in rows]
        self.assertEqual(order, sorted(order, key=path))

    def test_by_region(self):
        within = self.linked("regions", "region")
        for types in CHOICES:
            settings, mechanisms = self.chosen(types)
            named = Counter(itertools.chain.from_iterable(within[code] for code in mechanisms))
            tree = self.within("region")
            region = {row["code"]: row["region"] for row in self.rows["member"] if row["kind"] == "state"}
            links = {pair: flags for pair, flags in self.pairs_of(kinds=("state",)).items() if pair[0] in mechanisms}
            expected = {}
            for code in tree:
                lie = {state for state in region if code in tree[region[state]]}
                found = {}
                for (mechanism, member), flags in links.items():
                    if member in lie:
                        found.setdefault(mechanism, []).append(flags)
                located = (len(found), *self.added(self.best(each) for each in found.values()))
                if named[code] or found:
                    expected[code] = (str(named[code]), *(map(str, located) if lie else [""] * 4))
            rows = self.report("by-region", *settings)
            self.assertEqual({row[0]: row[3:] for row in rows}, expected)
            self.in_a_tree(rows, {row["code"]: row["parent"] for row in self.rows["region"]}, named)
            self.assertEqual([row[0] for row in rows if row[2] == "in all"], ["world"])
        rcp = {row[0]: row[3:5] for row in self.report("by-region", "type=RCP")}
        self.assertEqual((rcp["europe"], rcp["eurasia"]), (("0", "3"), ("4", "")))

    def test_overview(self):
        expected = []
        links = self.pairs_of(kinds=("state", "territory"))
        for row in sorted(self.rows["mechanism"], key=lambda row: row["code"]):
            told = [row[name] for name in ("code", "name", "type", "year_established", "status", "regions")]
            flags = [each for (mechanism, _), each in links.items() if mechanism == row["code"]]
            listed = (len(flags), *self.added(flags))
            expected.append((*told, row["constituent_states"], *map(str, listed)))
        self.assertEqual(self.report("overview"), expected)
        self.assertEqual(self.report("overview", "limit=3"), expected[:3])

    def test_readings_as_of_a_year_are_what_that_year_gives(self):
        """`--readings` counts every year in one go, and years that give the same number on one line."""
        self.on_a_copy("left.db")
        for member, start, end in (("BRA", "2005", "2012"), ("BRA", "2014-05", "2014-06"), ("JPN", "", "2009")):
            dates = [f"{name}={date}" for name, date in (("valid_from", start), ("valid_to", end)) if date]
            self.iscm("add", "membership", "mechanism=bali", f"member={member}", "role=partner", *dates, "--reason", "as if")
        for options, claim, choices in (
            ([], "rcp-states", []),
            ([], "irf-count", []),
            ([], "theme-return", []),
            (["--mechanisms"], "bali", ["--count", "states", "--roles", "partners"]),
        ):
            rows = self.read(self.run_iscm("reconcile", claim, *options, "--readings", "--format", "csv").stdout)
            name = "States, with observers and partners" if choices else {"rcp-states": "States, members"}.get(claim, "")
            years = {}
            for row in rows:
                when = row["reading"].removeprefix(f"{name}, " if name else "")
                found = re.fullmatch(r"as of (?:any year from (\d+) to )?(\d+)", when)
                if found and row["reading"] == (f"{name}, {when}" if name else when):
                    first, last = int(found[1] or found[2]), int(found[2])
                    self.assertEqual(int(row["readings"]), last - first + 1)
                    for year in range(first, last + 1):
                        self.assertNotIn(year, years)
                        years[year] = row["recorded"]
            self.assertEqual(sorted(years), list(range(1985, max(years) + 1)), claim)
            self.assertGreater(len(set(years.values())), 1, claim)
            for year, recorded in years.items():
                alone = self.run_iscm("reconcile", claim, *options, *choices, "--as-of", str(year), "--format", "csv")
                self.assertEqual(self.read(alone.stdout)[0]["recorded"], recorded, (claim, year))

    def test_published_vs_recorded(self):
        names = {kind: {row["code"]: row["name"] for row in self.rows[kind]} for kind in ("region", "theme")}
        called = {}
        for row in self.rows["mechanism"]:
            for name in (row["name"], f"{row['name']} {row['acronym']}"):
                called[letters(name)] = row
        for row in self.rows["mechanism-alias"]:
            called.setdefault(letters(row["alias"]), next(m for m in self.rows["mechanism"] if m["code"] == row["mechanism"]))
        expected = []
        table = csv.reader(io.StringIO(self.iscm("export", "source-table"), newline=""), delimiter="\t")
        for name, kind, regions, year, states, themes in list(table)[1:]:
            row = called[letters(name)]
            cells = {
                "constituent_states": (states, row["constituent_states"]),
                "name": (name, row["name"]),
                "regions": (regions, " – ".join(names["region"][code] for code in split(row["regions"]))),
                "themes": (themes, "; ".join(names["theme"][code] for code in split(row["themes"]))),
                "type": (kind, row["type"]),
                "year_established": (year, row["year_established"]),
            }
            expected += [(row["code"], field, *both) for field, both in cells.items() if both[0] != both[1]]
        self.assertGreater(len(expected), 30)
        self.assertEqual(self.report("published-vs-recorded"), expected)


if __name__ == "__main__":
    support.main()
