"""The reports of the seeded record: each runs in every format, and its numbers are those that a few lines of Python find in
the exported CSV files. Those of the first reports stand in totals.py."""

import itertools
import pathlib
import re
from collections import Counter, defaultdict

import support
from reports import record
from reports.record import split

FORMATS = "table csv tsv json ndjson markdown html".split()
TYPES = ("RCP", "IRF", "GLOBAL")


class Reports(record.Record):
    def test_every_report_in_every_format(self):
        names = [row["report"] for row in self.read(self.iscm("report", "--format", "csv"))]
        self.assertGreaterEqual(len(names), 22)
        for name in names:
            for form in FORMATS:
                done = self.run_iscm("report", name, "--format", form)
                self.assertEqual(done.returncode, 0, f"{name} {form}: {done.stderr}")
                self.assertGreater(len(done.stdout), 40, f"{name} {form}")

    def test_every_report_at_other_times(self):
        for name in [row["report"] for row in self.read(self.iscm("report", "--format", "csv"))]:
            for time in (["--as-of", "2005"], ["--known-at", "8"], ["--known-at", "8", "--as-of", "2005"]):
                done = self.run_iscm("report", name, *time)
                self.assertEqual(done.returncode, 0, f"{name} {time}: {done.stderr}")

    def test_every_report_says_how_it_counts(self):
        for row in self.read(self.iscm("report", "--format", "csv")):
            sql = self.iscm("report", row["report"], "--show-sql")
            self.assertIn("-- description: ", sql, row)
            for parameter in row["parameters"].split(", ") if row["parameters"] else []:
                self.assertRegex(sql, rf":{parameter.split('=')[0]}\b", row)

    def test_every_report_has_its_numbers_found_again(self):
        here = pathlib.Path(__file__).parent
        text = (here / "reports.py").read_text("utf-8") + (here / "totals.py").read_text("utf-8")
        names = {row["report"] for row in self.read(self.iscm("report", "--format", "csv"))}
        self.assertEqual(names - set(re.findall(r'self\.report\(\s*"([a-z-]+)"', text)), set())

    def test_long_reports_have_a_limit(self):
        short = set("by-decade by-region by-theme by-type figures theme-by-type timeline".split())
        rows = {row["report"]: row["parameters"] for row in self.read(self.iscm("report", "--format", "csv"))}
        limited = {name for name, parameters in rows.items() if "limit=" in parameters}
        self.assertEqual(set(rows) - limited, short)  # a row for each word of a vocabulary, or each year
        for name in sorted(limited):
            done = self.run_iscm("report", name, "limit=1", "--format", "csv")
            self.assertEqual(len(self.read(done.stdout)), 1, name)
            self.assertIn("limit=0 all of them", done.stderr, name)
            every = self.run_iscm("report", name, "limit=0", "--format", "csv")
            self.assertGreater(len(self.read(every.stdout)), 1, name)
            self.assertNotIn("only the first", every.stderr, name)

    def test_states(self):
        for role, kind in itertools.product(("member", "observer", "any"), ("state", "organization")):
            expected = {row["code"]: Counter() for row in self.rows["member"] if row["kind"] == kind}
            for mechanism, member in {
                (row["mechanism"], row["member"]) for row in self.rows["membership"] if role in (row["role"], "any")
            }:
                if member in expected:
                    expected[member][self.type[mechanism]] += 1
            rows = self.report("states", f"role={role}", f"kind={kind}")
            self.equal_counts(
                [(row[0], *row[2:]) for row in rows],
                {code: (*(count[t] for t in TYPES), count.total()) for code, count in expected.items()},
            )

    def test_secretariats(self):
        expected = {row["code"]: set() for row in self.rows["secretariat"]}
        for row in self.rows["mechanism-secretariat"]:
            expected[row["secretariat"]].add(row["mechanism"])
        rows = self.report("secretariats")
        self.equal_counts([row[::2] for row in rows], {code: len(served) for code, served in expected.items()})
        self.assertEqual({row[0]: split(row[3]) for row in rows}, {k: sorted(v) for k, v in expected.items()})

    def test_overlap(self):
        part = {code: self.states_of(code, ("state", "territory")) for code in self.type}
        expected = {
            (a, b): (len(part[a] & part[b]), len(part[a] | part[b]))
            for a, b in itertools.combinations(sorted(part), 2)
            if part[a] & part[b]
        }
        rows = self.report("overlap", "limit=0")
        self.equal_counts([row[:4] for row in rows], expected)
        for row in rows:
            shared, either = expected[row[:2]]
            self.assertAlmostEqual(float(row[4]), shared / either, delta=0.000501)
        only = self.report("overlap", "limit=0", "mechanism=colombo,bali")
        self.assertEqual(set(only), {row for row in rows if {"colombo", "bali"} & set(row[:2])})

    def test_overlap_of_mechanisms_with_the_same_members(self):
        """The first pairs are the same whether all were paired or only those with the same members."""
        self.on_a_copy("twins.db")
        for sql in (
            "INSERT INTO mechanisms (code, name, type_id) SELECT n.prefix || code, n.prefix || name, type_id"
            " FROM mechanisms, (SELECT 'a-' AS prefix UNION ALL SELECT 'zz-') AS n",
            "INSERT INTO memberships (mechanism_id, member_id, role) SELECT DISTINCT c.id, l.member_id, l.role"
            " FROM memberships AS l JOIN mechanisms AS m ON m.id = l.mechanism_id"
            " JOIN mechanisms AS c ON c.code IN ('a-' || m.code, 'zz-' || m.code)",
        ):
            self.iscm("sql", sql, "--write", "--yes", "--reason", "twins")
        for settings in ([], ["type=RCP"]):
            rows = self.report("overlap", "limit=0", *settings)
            same = sum(row[4] in ("1", "1.0") for row in rows)
            self.assertGreater(same, 30)
            for limit in (1, 2, 7, same - 2, same - 1, same, same + 1, len(rows) - 1):
                self.assertEqual(self.report("overlap", f"limit={limit}", *settings), rows[:limit])

    def test_co_members(self):
        for types in (TYPES, ("RCP",)):
            groups = [self.states_of(code) for code in self.type if self.type[code] in types]
            self.equal_counts(self.report("co-members", "limit=0", f"type={','.join(types)}"), self.pairs(groups))

    def test_theme_by_region(self):
        themes, regions = self.linked("themes", "theme"), self.linked("regions", "region")
        expected = Counter(pair for code in self.type for pair in itertools.product(themes[code], regions[code]))
        self.equal_counts(self.report("theme-by-region", "limit=0", "--long"), expected)
        crosstab = self.read(self.iscm("report", "theme-by-region", "--format", "csv"))
        found = {(row["theme"], region): int(cell) for row in crosstab for region, cell in row.items() if cell.isdigit()}
        self.assertEqual(found, {key: count for key, count in expected.items() if count})

    def test_theme_by_type(self):
        themes = self.linked("themes", "theme")
        count = Counter((theme, self.type[code]) for code in self.type for theme in themes[code])
        codes = [row["code"] for row in self.rows["theme"]]
        expected = {code: tuple(count[code, each] for each in TYPES) for code in codes}
        self.equal_counts(self.report("theme-by-type"), {k: (*v, sum(v)) for k, v in expected.items()})

    def test_member_by_mechanism(self):
        roles = defaultdict(set)
        for row in self.rows["membership"]:
            roles[row["member"], row["mechanism"]].add(row["role"])
        rows = self.report("member-by-mechanism", "limit=0", "--long")
        crosstab = self.read(self.iscm("report", "member-by-mechanism", "limit=0", "--format", "csv"))
        cells = {(row["member"], name): cell for row in crosstab for name, cell in row.items() if cell and name != "member"}
        self.assertEqual(cells, {row[:2]: row[2] for row in rows})
        self.assertEqual({row[:2]: split(row[2]) for row in rows}, {key: sorted(value) for key, value in roles.items()})
        self.assertEqual(len(rows), len(roles))
        self.assertIn(("TKM", "almaty", "member; observer"), rows)

    def test_theme_pairs(self):
        groups = [split(row["themes"]) for row in self.rows["mechanism"]]
        self.equal_counts(self.report("theme-pairs", "limit=0"), self.pairs(groups))

    def test_timeline(self):
        began = Counter(int(row["year_established"]) for row in self.rows["mechanism"] if row["year_established"])
        ended = Counter(int(row["year_ended"]) for row in self.rows["mechanism"] if row["year_ended"])
        expected = {}
        for year in sorted(began | ended):
            so_far = sum(count for when, count in began.items() if when <= year)
            over = sum(count for when, count in ended.items() if when <= year)
            expected[str(year)] = (began[year], ended[year], so_far, so_far - over)
        self.equal_counts(self.report("timeline"), expected)

    def test_chairs(self):
        rows = self.report("chairs", "limit=0")
        stints = {(r["mechanism"], r["member"], r["kind"], r["valid_from"], r["valid_to"]) for r in self.rows["chair"]}
        self.assertEqual({(row[0], row[1], *row[3:6]) for row in rows}, stints)
        self.assertEqual(len(rows), len(self.rows["chair"]))
        only = self.report("chairs", "mechanism=bali,rabat")
        self.assertEqual([row[:3] for row in only], [row[:3] for row in rows if row[0] in ("bali", "rabat")])
        # By years alone: what certainly covers the middle of 2016, and what certainly does not.
        ended = {r["code"] for r in self.rows["mechanism"] if r["status"] == "ended" or "" < r["year_ended"] < "2016"}
        for mechanism, _, _, kind, start, end, answer in self.report("chairs", "on=2016-06-30", "limit=0"):
            if mechanism in ended or start[:4] > "2016" or "" < end[:4] < "2016":
                self.assertEqual(answer, "no")
            elif "" < start[:4] < "2016" and (end[:4] > "2016" or (end == "" and kind == "permanent")):
                self.assertEqual(answer, "yes")
            elif (start == "" and kind == "rotating") or (start[:4] == "2016" and len(start) == 4):
                self.assertEqual(answer, "maybe")

    def test_chairs_as_of_a_date(self):
        """Who was in the chair then, not who of those is today."""
        then = self.report("chairs", "mechanism=colombo", "--as-of", "2015")
        self.assertEqual(then, self.report("chairs", "mechanism=colombo", "--as-of", "2015", "on=2015-12-31"))
        self.assertEqual([row[1] for row in then if row[-1] == "yes"], ["LKA"])

    def test_meetings(self):
        expected = Counter((row["date"][:4], row["mechanism"]) for row in self.rows["meeting"])
        self.equal_counts(self.report("meetings", "limit=0"), expected)

    def test_gaps(self):
        has = {name: {row["mechanism"] for row in self.rows[name]} for name in ("membership", "chair", "meeting")}
        has["secretariat"] = {row["mechanism"] for row in self.rows["mechanism-secretariat"]}
        expected = {}
        for row in self.rows["mechanism"]:
            present = [row["year_established"], row["status"] != "unknown", row["constituent_states"], row["website"]]
            present += [row["regions"], row["themes"]]
            present += [row["code"] in has[name] for name in ("membership", "secretariat", "chair", "meeting")]
            present = [int(bool(each)) for each in [*present, row["source"]]]
            expected[row["code"]] = (*present, present.count(0))
        self.equal_counts(self.report("gaps"), expected)

    def test_sources(self):
        rows_of = Counter({row["code"]: 0 for row in self.rows["source"]})
        for name, rows in self.rows.items():
            if name not in ("source", "waiver"):
                rows_of.update(row["source"] for row in rows if row.get("source"))
        found = {row[0]: int(row[5]) for row in self.report("sources", "limit=0")}
        self.assertEqual(found, rows_of)

    def test_published_vs_listed(self):
        expected = {}
        for row in self.rows["mechanism"]:
            listed = len(self.states_of(row["code"], ("state", "territory")))
            published = int(row["constituent_states"])
            expected[row["code"], row["type"]] = (published, listed, listed - published)
        self.equal_counts(self.report("published-vs-listed", "show=all"), expected)
        differing = {key: value for key, value in expected.items() if value[2]}
        self.assertEqual(len(differing), 11)
        self.equal_counts(self.report("published-vs-listed"), differing)

    def test_figures(self):
        expected = Counter()
        distinct = defaultdict(set)
        for row in self.rows["mechanism"]:
            expected["mechanisms by type", row["type"]] += 1
            expected["States by type, added up", row["type"]] += int(row["constituent_states"])
            expected["mechanisms by decade", row["year_established"][:3] + "0s"] += 1
            distinct[row["type"]] |= self.states_of(row["code"])
        for each, states in distinct.items():
            expected["States by type, distinct", each] = len(states)
        self.equal_counts(self.report("figures"), expected)

    def test_changes(self):
        self.on_a_copy("changed.db")
        last = int(self.report("changes", "limit=1")[0][0])
        self.iscm("set", "mechanism", "bali", "note=Seen again", "--reason", "looked at it")
        (change,) = self.report("changes", f"after={last}")
        self.assertEqual((change[0], change[4:]), (str(last + 1), ("mechanisms", "bali", "update")))
        inserted = Counter(row[4] for row in self.report("changes", "limit=0", f"until={last}"))
        for name, table in (("membership", "memberships"), ("meeting", "meetings"), ("chair", "chairs")):
            self.assertEqual(inserted[table], len(self.rows[name]))

    def test_changes_are_the_latest(self):
        """A limit that cuts through a revision leaves out some of its changes, never one of a later revision."""
        self.on_a_copy("many.db")
        self.iscm("sql", "UPDATE themes SET note = 'Seen'", "--write", "--yes", "--reason", "looked at them")
        self.iscm("set", "mechanism", "bali", "note=Seen again", "--reason", "looked at it")
        whole = self.report("changes", "limit=0")
        order = [(-int(row[0]), *row[4:]) for row in whole]
        self.assertEqual(order, sorted(order))
        for limit in (1, 2, 9, 25, 26, 100):
            rows = self.report("changes", f"limit={limit}")
            self.assertEqual([row[0] for row in rows], [row[0] for row in whole[:limit]])
            self.assertEqual(rows, [row for row in whole if row in set(rows)])

    def test_what_is_left_out_is_said(self):
        whole = self.report("theme-pairs", "limit=0")
        for limit, said in ((len(whole) - 1, True), (len(whole), False), (len(whole) + 1, False), (1, True)):
            done = self.run_iscm("report", "theme-pairs", f"limit={limit}", "--format", "csv")
            self.assertEqual(len(self.read(done.stdout)), min(limit, len(whole)))
            self.assertEqual("limit=0 all of them" in done.stderr, said, limit)


if __name__ == "__main__":
    support.main()
