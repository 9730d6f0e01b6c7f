"""The totals of the info sheet, and what its table became in the record: the numbers and texts of these reports are those
that a few lines of Python find in the exported files."""

import csv
import io
import itertools
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
        years = {row["code"]: row["year_established"] for row in self.rows["mechanism"]} | {"bali": ""}
        expected = Counter(f"{year[:3]}0s" if year else "unknown" for year in years.values())
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
            self.equal_counts(rows, expected)
            self.assertEqual(rows, sorted(rows, key=lambda row: (-int(row[1]), row[0])))

    def test_by_region(self):
        within = self.linked("regions", "region")
        for types in CHOICES:
            settings, mechanisms = self.chosen(types)
            expected = Counter(itertools.chain.from_iterable(within[code] for code in mechanisms))
            self.equal_counts(self.report("by-region", *settings), expected)

    def test_overview(self):
        expected = []
        for row in sorted(self.rows["mechanism"], key=lambda row: row["code"]):
            told = [row[name] for name in ("code", "name", "type", "year_established", "status", "regions")]
            listed = len(self.states_of(row["code"], ("state", "territory")))
            expected.append((*told, row["constituent_states"], str(listed)))
        self.assertEqual(self.report("overview"), expected)
        self.assertEqual(self.report("overview", "limit=3"), expected[:3])

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
