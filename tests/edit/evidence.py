"""Every way of counting the facts of a source gives the same: the evidence is worked out here once more, from the tables of
versions and citations, after edits that change one field of many, cite, rename and undo."""

import collections
import csv
import io
import sqlite3

import support

# What says nothing that needs a source.
NO_FACTS = {"id", "code", "note", "position", "published_name", "basis", "source_id", "revision"}
# Entities whose rows are facts as a whole, and the columns that say what they join.
LINKS = {
    "memberships": ("mechanism_id", "member_id", "role", "valid_from"),
    "mechanism_secretariats": ("mechanism_id", "secretariat_id", "role", "valid_from"),
    "chairs": ("mechanism_id", "member_id", "kind", "valid_from"),
    "mechanism_regions": ("mechanism_id", "region_id"),
    "mechanism_themes": ("mechanism_id", "theme_id"),
    "mechanism_aliases": ("mechanism_id", "alias", "key"),
    "region_aliases": ("region_id", "alias", "key"),
    "theme_aliases": ("theme_id", "alias", "key"),
    "member_aliases": ("member_id", "alias", "key"),
    "secretariat_aliases": ("secretariat_id", "alias", "key"),
}
RECORDS = ("mechanisms", "mechanism_types", "regions", "themes", "members", "secretariats", "meetings", "outcomes", "published_figures")


class Evidence(support.Story):
    def recomputed(self):
        """(table, key, column or None for the row as a whole) to its sources."""
        connection = sqlite3.connect(self.db)
        connection.row_factory = sqlite3.Row
        found = {}
        for table in (*LINKS, *RECORDS):
            key = LINKS[table][:2] if table in ("mechanism_regions", "mechanism_themes") else ("id",)
            versions = collections.defaultdict(list)
            for row in connection.execute(f"SELECT * FROM {table}"):
                versions[tuple(row[name] for name in key)].append(dict(row))
            live = set(versions)
            for row in connection.execute(f"SELECT * FROM {table}_history WHERE revision < replaced_by"):
                versions[tuple(row[name] for name in key)].append(dict(row))
            cited = collections.defaultdict(list)
            for row in connection.execute("SELECT * FROM citations WHERE table_name = ?", (table,)):
                cited[row["key1"], row["key2"]].append(dict(row))
            for row in live:
                self.add_facts(found, table, row, sorted(versions[row], key=lambda each: each["revision"]), cited[row[0], row[-1]])
        connection.close()
        return found

    @staticmethod
    def add_facts(found, table, row, versions, cited):
        now = versions[-1]

        def sources(column, field):
            first = len(versions) - 1
            while first > 0 and (column is None or versions[first - 1][column] == now[column]):
                first -= 1
            given = {versions[first]["source_id"]} - {None}
            return given | {each["source_id"] for each in cited if each["field"] in ("", field) and each["revision"] >= versions[first]["revision"]}

        whole = table in LINKS
        if whole:
            found[table, row, None] = sources(None, "")
        for column, value in now.items():
            if value is None or column in NO_FACTS:
                continue
            if whole and column in LINKS[table]:
                if column == "key" or all(each[column] == value for each in versions):
                    continue
            found[table, row, column] = sources(column, column.removesuffix("_id"))

    def table(self, *words):
        return list(csv.DictReader(io.StringIO(self.must(*words, "--format", "csv").stdout.decode(), newline="")))

    def agree(self):
        connection = sqlite3.connect(self.db)
        codes = dict(connection.execute("SELECT id, code FROM sources"))
        connection.close()
        facts = self.recomputed()
        expected = collections.Counter(codes[source] for found in facts.values() for source in found)
        unsourced = sum(not found for found in facts.values())
        exported = self.table("export", "evidence")
        self.assertEqual(collections.Counter(row["source"] for row in exported if row["source"]), expected)
        self.assertEqual(sum(not row["source"] for row in exported), unsourced)
        listed = {row["code"]: int(row["facts"]) for row in self.table("list", "source", "--columns", "code,facts")}
        self.assertEqual({code: count for code, count in listed.items() if count}, expected)
        reported = {row["code"]: int(row["facts"]) for row in self.table("report", "sources", "limit=0")}
        self.assertEqual(reported, listed)
        asked = self.table("sql", "SELECT source, count(*) AS facts FROM evidence WHERE source IS NOT NULL GROUP BY source")
        self.assertEqual({row["source"]: int(row["facts"]) for row in asked}, expected)
        mechanisms = collections.defaultdict(set)
        for row in exported:
            owner = row["record"].split()[0] if row["entity"] in ("mechanism-theme", "mechanism-region") else row["record"]
            if row["entity"] in ("mechanism", "mechanism-theme", "mechanism-region"):
                mechanisms[row["source"]].add(owner)
        for source in ("info-sheet", "un-m49", "iscm-vocabulary"):
            found = {row["code"] for row in self.table("list", "mechanism", f"source={source}", "--columns", "code")}
            self.assertEqual(found, mechanisms[source], source)
        return expected

    def test_every_way_of_counting_agrees(self):
        before = self.agree()
        self.must("set", "mechanism", "midsa", "website=https://example.org/midsa", "--source", "un-m49")
        self.must("set", "mechanism", "midsa", "status=dormant")
        self.must("set", "mechanism", "rcm", "year_established=1997", "--source", "https://example.org/rcm")
        self.must("set", "membership", "midsa", "AGO", "left=2020")
        self.must("set", "membership", "midsa", "BWA", "left=2021", "--source", "un-m49")
        self.must("cite", "sacm", "--source", "un-m49")
        self.must("cite", "gfmd", "constituent_states", "--source", "un-m49", "--place", "p. 1")
        self.must("cite", "bali", "themes", "--source", "un-m49")
        self.must("set", "mechanism", "sacm", "website=https://example.org/sacm")
        self.must("rename", "mechanism", "prague", "prague-process")
        after = self.agree()
        self.assertGreater(after["un-m49"], before["un-m49"] + 10)
        self.assertEqual(after["example-rcm"], 1)


if __name__ == "__main__":
    support.main()
