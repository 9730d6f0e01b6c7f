"""The reports that count links, under every reading: role, basis, past ones or not, and what the links stand on. Their
numbers are those that a few lines of Python find in the exported CSV files."""

import itertools
from collections import Counter, defaultdict

import support
from reports import record
from reports.record import split

TYPES = ("RCP", "IRF", "GLOBAL")
TODAY = "2026-11-24"


class Links(record.Record):
    def test_states(self):
        readings = itertools.product(
            (("member",), ("observer",), ("observer", "partner"), None),
            ("state", "organization"),
            (None, ("stated",), ("inferred", "unsourced")),
            ("no", "yes"),
        )
        for roles, kind, bases, past in readings:
            links = self.pairs_of(roles=roles, bases=bases, day=TODAY if past == "no" else None, kinds=(kind,))
            expected = {row["code"]: [Counter(), []] for row in self.rows["member"] if row["kind"] == kind}
            for (mechanism, member), flags in links.items():
                expected[member][0][self.type[mechanism]] += 1
                expected[member][1].append(flags)
            rows = self.report(
                "states", f"role={','.join(roles or ['any'])}", f"kind={kind}", f"basis={','.join(bases or ['any'])}", f"past={past}"
            )
            self.equal_counts(
                [(row[0], *row[2:]) for row in rows],
                {
                    code: (*(count[t] for t in TYPES), count.total(), *self.added(flags))
                    for code, (count, flags) in expected.items()
                },
            )

    def test_states_are_those_of_today(self):
        """The United Kingdom left three of them; as of today and without past ones are the same."""
        of_today, ever = (
            {row[0]: int(row[5]) for row in self.report("states", f"past={past}")}["GBR"] for past in ("no", "yes")
        )
        self.assertEqual(ever - of_today, 3)
        self.assertEqual(self.report("states"), self.report("states", "--as-of", "today"))
        self.assertEqual(self.report("states", "--as-of", "2015"), self.report("states", "past=yes", "--as-of", "2015"))

    def test_states_by_number(self):
        for types in (TYPES, ("RCP",)):
            each = {row["code"]: [] for row in self.rows["member"] if row["kind"] == "state"}
            for (mechanism, member), flags in self.pairs_of(day=TODAY, kinds=("state",)).items():
                if self.type[mechanism] in types:
                    each[member].append(flags)
            expected = {}
            for number in range(max(map(len, each.values())) + 1):
                found = [flags for flags in each.values() if len(flags) == number]
                some = [sum(any(flag[place] for flag in flags) for flags in found) for place in range(3)]
                expected[str(number)] = (len(found), *some)
            self.equal_counts(self.report("states-by-number", f"type={','.join(types)}"), expected)
            self.assertEqual(sum(row[0] for row in expected.values()), 197)

    def test_states_by_region(self):
        within = self.within("region")
        region = {row["code"]: row["region"] for row in self.rows["member"]}
        for settings, chosen in (([], set(self.type)), (["mechanism=bali,rcm"], {"bali", "rcm"})):
            links = {pair: flags for pair, flags in self.pairs_of(day=TODAY, kinds=("state",)).items() if pair[0] in chosen}
            expected = {}
            for code in within:
                lie = {state for state in region if self.kind[state] == "state" and code in within[region[state]]}
                if not lie:
                    continue
                of_type = [len({m for p, m in links if m in lie and self.type[p] == each}) for each in TYPES]
                taking = {state: [flags for (_, m), flags in links.items() if m == state] for state in lie}
                taking = {state: flags for state, flags in taking.items() if flags}
                flags = self.added(self.best(flags) for flags in taking.values())
                expected[code] = (len(lie), *of_type, len(taking), len(lie) - len(taking), *flags)
            rows = self.report("states-by-region", *settings)
            self.equal_counts([(row[0], *row[3:]) for row in rows], expected)
            self.assertEqual([row[0] for row in rows if row[2] == "in all"], ["world"])

    def test_secretariats(self):
        links = self.pairs_of("mechanism-secretariat", "secretariat", None)
        expected = {row["code"]: [set(), []] for row in self.rows["secretariat"]}
        for (mechanism, body), flags in links.items():
            expected[body][0].add(mechanism)
            expected[body][1].append(flags)
        rows = self.report("secretariats")
        self.equal_counts(
            [(row[0], row[2], *row[4:]) for row in rows],
            {code: (len(served), *self.added(flags)) for code, (served, flags) in expected.items()},
        )
        self.assertEqual({row[0]: split(row[3]) for row in rows}, {k: sorted(v[0]) for k, v in expected.items()})

    @staticmethod
    def either(links, pairs):
        """How many of the pairs of links have one that is inferred, unsourced, undated."""
        pairs = list(pairs)
        return tuple(sum(links[a][place] or links[b][place] for a, b in pairs) for place in range(3))

    def test_overlap(self):
        for bases in (None, ("stated",)):
            links = self.pairs_of(bases=bases, day=TODAY, kinds=("state", "territory"))
            part = {code: {member for mechanism, member in links if mechanism == code} for code in self.type}
            expected = {
                (a, b): (len(shared), len(part[a] | part[b]), *self.either(links, (((a, m), (b, m)) for m in shared)))
                for a, b in itertools.combinations(sorted(part), 2)
                if (shared := part[a] & part[b])
            }
            rows = self.report("overlap", "limit=0", f"basis={','.join(bases or ['any'])}")
            self.equal_counts([(*row[:4], *row[5:]) for row in rows], expected)
            for row in rows:
                self.assertAlmostEqual(float(row[4]), int(row[2]) / int(row[3]), delta=0.0006)
            order = [(-int(row[2]) / int(row[3]), -int(row[2]), row[0], row[1]) for row in rows]
            self.assertEqual(order, sorted(order))

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
            links = self.pairs_of(day=TODAY, kinds=("state",))
            together = defaultdict(list)
            for code in self.type:
                if self.type[code] in types:
                    for a, b in itertools.combinations(sorted(m for p, m in links if p == code), 2):
                        together[a, b].append(((code, a), (code, b)))
            expected = {pair: (len(both), *self.either(links, both)) for pair, both in together.items()}
            rows = self.report("co-members", "limit=0", f"type={','.join(types)}")
            self.equal_counts([(row[0], row[2], *row[4:]) for row in rows], expected)
            germany = self.report("co-members", "limit=0", "member=Germany", f"type={','.join(types)}")
            self.assertEqual({row[0] for row in germany}, {"DEU"})
            self.assertEqual({tuple(sorted((row[0], row[2]))) for row in germany}, {pair for pair in expected if "DEU" in pair})

    def test_member_by_mechanism(self):
        for past in ("no", "yes"):
            roles = defaultdict(set)
            for row in self.rows["membership"]:
                if past == "yes" or self.holds(row, TODAY):
                    roles[row["member"], row["mechanism"]].add(row["role"])
            rows = self.report("member-by-mechanism", "limit=0", "--long", f"past={past}")
            crosstab = self.read(self.iscm("report", "member-by-mechanism", "limit=0", f"past={past}", "--format", "csv"))
            cells = {(row["member"], name): cell for row in crosstab for name, cell in row.items() if cell and name != "member"}
            self.assertEqual(cells, {row[:2]: row[2] for row in rows})
            self.assertEqual({row[:2]: split(row[2]) for row in rows}, {key: sorted(value) for key, value in roles.items()})
            self.assertEqual(len(rows), len(roles))
        self.assertIn(("TKM", "almaty", "member; observer"), rows)

    def listed(self, **reading):
        """Each mechanism to the number of its States and territories, and of those inferred, unsourced and undated."""
        links = self.pairs_of(kinds=("state", "territory"), **reading)
        flags = {code: [each for (mechanism, _), each in links.items() if mechanism == code] for code in self.type}
        return {code: (len(each), *self.added(each)) for code, each in flags.items()}

    def test_published_vs_listed(self):
        for settings, reading in (([], {}), (["basis=stated"], {"bases": ("stated",)}), (["past=no"], {"day": TODAY})):
            listed = self.listed(**reading)
            expected = {}
            for row in self.rows["mechanism"]:
                number, *flags = listed[row["code"]]
                published = int(row["constituent_states"])
                expected[row["code"], row["type"]] = (published, number, number - published, *flags)
            self.equal_counts(self.report("published-vs-listed", "show=all", *settings), expected)
        self.equal_counts(
            self.report("published-vs-listed", "past=no"), {key: value for key, value in expected.items() if value[2]}
        )
        self.assertEqual(len(self.report("published-vs-listed")), 11)

    def test_published_numbers_are_of_no_other_date(self):
        self.assertEqual(self.read(self.iscm("report", "published-vs-listed", "--as-of", "2010", "--format", "csv")), [])
        self.assertEqual({row[2] for row in self.report("by-type", "--as-of", "2010")}, {""})
        self.assertEqual({row[6] for row in self.report("overview", "--as-of", "2010")}, {""})
        figures = self.report("figures", "--as-of", "2010")
        self.assertEqual({row[2] for row in figures}, {""})
        self.assertEqual({row[3] for row in figures if row[0] == "States by type, added up"}, {""})

    def test_every_report_of_links_says_what_they_stand_on(self):
        """role, basis and past everywhere, and in the caption how many of the links counted stand on what."""
        counting = set()
        for row in self.read(self.iscm("report", "--format", "csv")):
            names = {each.split("=")[0] for each in row["parameters"].split(", ")}
            sql = self.iscm("report", row["report"], "--show-sql")
            self.assertEqual("-- counts: " in sql, {"basis", "past"} <= names, row)
            self.assertNotRegex(sql, r"\b(memberships|chairs|mechanism_secretariats) AS l\b(?!.*EXISTS)" if "-- counts:" in sql else "^$")
            if "-- counts: " in sql:
                counting.add(row["report"])
                text = self.iscm("report", row["report"])
                self.assertRegex(" ".join(text.split()), r"Counted: \d+ (memberships|chairs|secretariats)", row["report"])
        self.assertGreaterEqual(len(counting), 11)
        links = self.pairs_of(day=TODAY, kinds=("state",), bases=("stated",))
        said = " ".join(self.iscm("report", "states", "basis=stated").split())
        undated = sum(flags[2] for flags in links.values())
        self.assertIn(f"Counted: {len(links)} memberships in the role of member, only stated, of today ({TODAY})", said)
        self.assertIn(f"of these {undated} without a date", said)


if __name__ == "__main__":
    support.main()
