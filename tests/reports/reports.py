"""The reports of the seeded record: each runs in every format, and its numbers are those that a few lines of Python find in
the exported CSV files. Those of the first reports stand in totals.py, of those that count links in links.py."""

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
                name = parameter.split("=")[0]
                counts = re.search(r"^-- counts: (.*)$", sql, re.MULTILINE)
                selects = ["role", "kind", "basis", "past", *re.findall(r"by=(\S+)", counts[1])] if counts else []
                if name not in ",".join(selects).split(","):
                    self.assertRegex(sql, rf":{name}(_first)?\b", row)

    def test_every_report_has_its_numbers_found_again(self):
        here = pathlib.Path(__file__).parent
        text = "".join((here / f"{name}.py").read_text("utf-8") for name in ("reports", "totals", "links"))
        names = {row["report"] for row in self.read(self.iscm("report", "--format", "csv"))}
        self.assertEqual(names - set(re.findall(r'self\.report\(\s*"([a-z-]+)"', text)), set())

    def test_long_reports_have_a_limit(self):
        short = set("by-decade by-region by-theme by-type figures theme-by-type timeline".split())
        short |= {"states-by-number", "states-by-region"}
        rows = {row["report"]: row["parameters"] for row in self.read(self.iscm("report", "--format", "csv"))}
        limited = {name for name, parameters in rows.items() if "limit=" in parameters}
        self.assertEqual(set(rows) - limited, short)  # a row for each word of a vocabulary, or each year
        for name in sorted(limited):
            done = self.run_iscm("report", name, "limit=1", "--format", "csv")
            self.assertEqual(len(self.read(done.stdout)), 1, name)
            crosstab = self.read(self.iscm("report", name, "limit=1", "--long", "--format", "csv"))
            self.assertEqual(len(crosstab), 1, name)
            self.assertIn("limit=0 all of them", done.stderr, name)
            every = self.run_iscm("report", name, "limit=0", "--format", "csv")
            self.assertGreater(len(self.read(every.stdout)), 1, name)
            self.assertNotIn("only the first", every.stderr, name)

    def test_theme_by_region(self):
        themes, regions = self.linked("themes", "theme"), self.linked("regions", "region")
        # The world is no sum here: only those that name it.
        named = {row["code"]: split(row["regions"]) for row in self.rows["mechanism"]}
        regions = {code: (each - {"world"}) | {"world"} & set(named[code]) for code, each in regions.items()}
        expected = Counter(pair for code in self.type for pair in itertools.product(themes[code], regions[code]))
        self.equal_counts(self.report("theme-by-region", "limit=0", "--long"), expected)
        crosstab = self.read(self.iscm("report", "theme-by-region", "--format", "csv"))
        found = {(row["theme"], region): int(cell) for row in crosstab for region, cell in row.items() if cell.isdigit()}
        self.assertEqual(found, {key: count for key, count in expected.items() if count})
        totals = Counter(theme for code in self.type for theme in themes[code] if regions[code])
        order = [row["theme"] for row in crosstab]
        self.assertEqual(order, sorted(order, key=lambda theme: (-totals[theme], theme)))

    def test_a_limit_of_a_crosstab_leaves_out_lines_and_no_cells(self):
        for name in ("theme-by-region", "member-by-mechanism"):
            whole = self.read(self.iscm("report", name, "limit=0", "--format", "csv"))
            for limit in (1, 3, len(whole) - 1, len(whole)):
                done = self.run_iscm("report", name, f"limit={limit}", "--format", "csv")
                rows = self.read(done.stdout)
                self.assertEqual(len(rows), limit)
                for row, full in zip(rows, whole):
                    self.assertEqual({k: v for k, v in row.items() if v}, {k: v for k, v in full.items() if v})
                self.assertEqual("limit=0 all of them" in done.stderr, limit < len(whole))
                chart = self.iscm("report", name, f"limit={limit}", "--format", "svg")
                self.assertEqual("Only the first" in chart, limit < len(whole))

    def test_theme_by_type(self):
        themes = self.linked("themes", "theme")
        count = Counter((theme, self.type[code]) for code in self.type for theme in themes[code])
        codes = [row["code"] for row in self.rows["theme"]]
        expected = {code: tuple(count[code, each] for each in TYPES) for code in codes}
        self.equal_counts(self.report("theme-by-type"), {k: (*v, sum(v)) for k, v in expected.items()})

    def test_theme_pairs(self):
        within = self.within("theme")
        themes = self.linked("themes", "theme")
        for types in (TYPES, ("RCP",)):
            counts = self.pairs(themes[code] for code in themes if self.type[code] in types)
            expected = {(a, b): n for (a, b), n in counts.items() if a not in within[b] and b not in within[a]}
            rows = self.report("theme-pairs", "limit=0", f"type={','.join(types)}")
            self.equal_counts([(row[0], row[2], row[4]) for row in rows], expected)
            labour = self.report("theme-pairs", "limit=0", "theme=labour-migration", f"type={','.join(types)}")
            self.assertEqual({row[0] for row in labour}, {"labour-migration"})
            self.assertEqual(
                {tuple(sorted((row[0], row[2]))): int(row[4]) for row in labour},
                {pair: count for pair, count in expected.items() if "labour-migration" in pair},
            )

    def timeline(self, mechanisms):
        began = {row["code"]: int(row["year_established"]) for row in mechanisms if row["year_established"]}
        ended = {row["code"]: int(row["year_ended"]) for row in mechanisms if row["year_ended"] and row["code"] in began}
        status = {row["code"]: "ended" if row["year_ended"] else row["status"] for row in mechanisms}
        expected = {}
        for year in range(min(began.values()), max([*began.values(), *ended.values()]) + 1):
            there = [code for code in began if began[code] <= year]
            lost = [code for code in there if status[code] == "ended" and code not in ended]
            over = [code for code in there if ended.get(code, 9999) <= year]
            now = [sum(status[code] == each for code in there) for each in ("active", "dormant", "unknown")]
            expected[str(year)] = (
                sum(when == year for when in began.values()),
                sum(when == year for when in ended.values()),
                len(there),
                len(there) - len(lost) - len(over),
                len(lost),
                *now,
            )
        return expected

    def test_timeline(self):
        self.equal_counts(self.report("timeline"), self.timeline(self.rows["mechanism"]))
        self.on_a_copy("ended.db")
        self.iscm("set", "mechanism", "mtm", "status=ended", "year_ended=2020", "--reason", "as if")
        self.iscm("set", "mechanism", "igad", "status=ended", "--reason", "as if")
        changed = self.read(self.iscm("export", "mechanism", "--format", "csv"))
        expected = self.timeline(changed)
        self.assertEqual(expected["2020"], (0, 1, 30, 28, 1, *expected["2020"][5:]))
        self.equal_counts(self.report("timeline"), expected)

    def test_chairs(self):
        rows = self.report("chairs", "limit=0")
        stints = {
            (r["mechanism"], r["member"], r["kind"], r["valid_from"], r["valid_to"], r["basis"]) for r in self.rows["chair"]
        }
        self.assertEqual({(row[0], row[1], *row[3:7]) for row in rows}, stints)
        self.assertEqual(len(rows), len(self.rows["chair"]))
        only = self.report("chairs", "mechanism=bali,rabat")
        self.assertEqual([row[:3] for row in only], [row[:3] for row in rows if row[0] in ("bali", "rabat")])
        # By years alone: what certainly covers the middle of 2016, and what certainly does not.
        ended = {r["code"] for r in self.rows["mechanism"] if r["status"] == "ended" or "" < r["year_ended"] < "2016"}
        for mechanism, _, _, kind, start, end, _, answer in self.report("chairs", "on=2016-06-30", "limit=0"):
            if mechanism in ended or start[:4] > "2016" or "" < end[:4] < "2016":
                self.assertEqual(answer, "no")
            elif "" < start[:4] < "2016" and (end[:4] > "2016" or (end == "" and kind == "permanent")):
                self.assertEqual(answer, "certain")
            elif (start == "" and kind == "rotating") or (start[:4] == "2016" and len(start) == 4):
                self.assertEqual(answer, "possible")

    def test_chairs_of_a_year_or_of_several(self):
        """Within whole years, what began in one of them was certainly in the chair, however precisely that is known."""
        for on, first, last in (("2014", "2014", "2014"), ("2014..2016", "2014", "2016"), ("2014-01-01..2016", "2014", "2016")):
            rows = self.report("chairs", f"on={on}", "limit=0")
            for mechanism, _, _, kind, start, end, _, answer in rows:
                if start[:4] > last or "" < end[:4] < first:
                    self.assertEqual(answer, "no")
                elif "" < start[:4] <= last and end[:4] >= first:
                    self.assertEqual(answer, "certain", (on, mechanism, start, end))
                elif start == "" and end[:4] >= first:
                    self.assertIn(answer, ("possible", "certain"))
            for show, answers in (("certain", {"certain"}), ("possible", {"certain", "possible"})):
                shown = self.report("chairs", f"on={on}", "limit=0", f"show={show}")
                self.assertEqual(shown, [row for row in rows if row[-1] in answers])
        in_2014 = self.report("chairs", "on=2014", "mechanism=gfmd", "show=certain")
        self.assertEqual([row[1] for row in in_2014], ["SWE", "TUR"])
        for on in ("2014..2013", "soon", ".."):
            self.assertEqual(self.run_iscm("report", "chairs", f"on={on}").returncode, 2, on)

    def test_chairs_as_of_a_date(self):
        """Who was in the chair then, not who of those is today."""
        then = self.report("chairs", "mechanism=colombo", "--as-of", "2015")
        self.assertEqual(then, self.report("chairs", "mechanism=colombo", "--as-of", "2015", "on=2015-12-31"))
        self.assertEqual([row[1] for row in then if row[-1] == "certain"], ["LKA"])

    def test_meetings(self):
        for settings, chosen in (([], None), (["mechanism=bali"], {"bali"})):
            meetings = [row for row in self.rows["meeting"] if chosen is None or row["mechanism"] in chosen]
            expected = Counter((row["date"][:4], row["mechanism"] or "(no mechanism)") for row in meetings)
            years = [int(year) for year, _ in expected]
            for year in range(min(years), max(years) + 1):
                if year not in years:
                    expected[str(year), ""] = 0
            self.equal_counts(self.report("meetings", "limit=0", *settings), expected)

    def test_gaps(self):
        has = {name: {row["mechanism"] for row in self.rows[name]} for name in ("membership", "chair", "meeting")}
        has["secretariat"] = {row["mechanism"] for row in self.rows["mechanism-secretariat"]}
        expected = {}
        for row in self.rows["mechanism"]:
            present = [row["year_established"], row["status"] != "unknown", row["constituent_states"], row["website"]]
            present += [row["regions"], row["themes"]]
            present += [row["code"] in has[name] for name in ("membership", "secretariat", "chair", "meeting")]
            missing = [int(not each) for each in [*present, row["source"]]]
            expected[row["code"]] = (*missing, sum(missing))
        self.equal_counts(self.report("gaps"), expected)

    def test_sources(self):
        facts_of = Counter({row["code"]: 0 for row in self.rows["source"]})
        evidence = self.read(self.iscm("export", "evidence"))
        facts_of.update(row["source"] for row in evidence if row["source"])
        found = {row[0]: int(row[5]) for row in self.report("sources", "limit=0")}
        self.assertEqual(found, facts_of)

    def test_figures(self):
        expected = Counter()
        distinct = defaultdict(lambda: defaultdict(list))
        for row in self.rows["mechanism"]:
            expected["mechanisms by type", row["type"]] += 1
            expected["States by type, added up", row["type"]] += int(row["constituent_states"])
            expected["mechanisms by decade", row["year_established"][:3] + "0s"] += 1
        for (mechanism, member), flags in self.pairs_of(kinds=("state",)).items():
            distinct[self.type[mechanism]][member].append(flags)
        for each, states in distinct.items():
            expected["States by type, distinct", each] = len(states)
        themes = self.linked("themes", "theme")
        published = {}
        for row in self.rows["published-figure"]:
            types = row["types"].replace("; ", ", ")
            key = {
                "mechanisms": ("mechanisms by type", types),
                "states_in_at_least_one": ("States by type, distinct", types),
                "mechanisms_with_theme": (f"mechanisms by theme ({types})", row["theme"]),
            }[row["metric"]]
            published[key] = (row["figure"], row["code"])
            if row["theme"]:
                chosen = [code for code in self.type if self.type[code] in types.split(", ")]
                expected[key] = sum(row["theme"] in themes[code] for code in chosen)
        rows = self.report("figures")
        self.equal_counts([(*row[:2], row[3]) for row in rows], expected)
        self.assertEqual({row[:2]: (row[2], row[8]) for row in rows if row[8]}, published)
        for row in rows:
            self.assertEqual(row[4], str(int(row[3]) - int(row[2])) if row[2] else "")
            if row[0] == "States by type, distinct":
                flags = self.added(self.best(each) for each in distinct[row[1]].values())
                self.assertEqual(tuple(map(int, row[5:8])), flags)
        reconciled = {row["code"]: row["recorded"] for row in self.read(self.run_iscm("reconcile", "--format", "csv").stdout)}
        self.assertEqual({row[8]: row[3] for row in rows if row[8]}, reconciled)

    def test_types_stand_in_one_order(self):
        for settings in ([], ["--as-of", "1950"], ["--as-of", "2010"]):
            self.assertEqual([row[0] for row in self.report("by-type", *settings)], list(TYPES))
            figures = self.report("figures", *settings)
            for figure in ("mechanisms by type", "States by type, added up", "States by type, distinct"):
                self.assertEqual([row[1] for row in figures if row[0] == figure], list(TYPES))

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
