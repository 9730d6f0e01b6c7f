"""Any sequence of edits through the commands: what --dry-run tells is what is written, what is refused changes nothing,
and undone newest first each revision gives back the record as it stood before."""

import csv
import random
import re
import sqlite3

import support

SEED = 20261124
STEPS = 60

CODED = ("mechanism", "theme", "region", "member", "secretariat", "meeting", "outcome", "source", "published-figure")
TABLES = {entity: entity.replace("-", "_") + "s" for entity in CODED}
LISTS = {("mechanism", "themes"): "mechanism_themes", ("mechanism", "regions"): "mechanism_regions", ("published-figure", "types"): "published_figure_types"}
LINKS = {
    "membership": ("memberships", ("mechanism", "member"), "role", ("member", "observer", "partner")),
    "chair": ("chairs", ("mechanism", "member"), "kind", ("permanent", "rotating")),
    "mechanism-secretariat": ("mechanism_secretariats", ("mechanism", "secretariat"), "role", ("secretariat", "host")),
}
HOSTILE = ("a; b", 'with "quotes"', "zwei  Wörter", "'); DROP TABLE themes; --", "\x1b[31mred", "x" * 300, "=1+1", "né 中文")
# Few records in play, so that edits meet each other.
FEW = {"mechanism": 5, "member": 8, "theme": 6, "region": 6, "secretariat": 4, "source": 4, "meeting": 6}


class Property(support.Story):
    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.serial = 0

    # -- what stands in the record

    def rows(self, query, *values):
        with sqlite3.connect(self.db) as connection:
            found = connection.execute(query, values).fetchall()
        connection.close()
        return found

    def state(self):
        """Every tracked row with all that it says, but which revision said it."""
        connection = sqlite3.connect(self.db)
        names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name || '_history' IN (SELECT name FROM sqlite_schema)"
        state = {}
        for (table,) in connection.execute(names).fetchall():
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "revision"]
            state[table] = set(connection.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall())
        connection.close()
        return state

    def newest(self):
        return self.rows("SELECT max(id) FROM revisions")[0][0]

    # -- invented edits

    def pick(self, choices):
        return self.random.choice(list(choices))

    def code(self, entity):
        limit = FEW.get(entity, 8)
        codes = [row[0] for row in self.rows(f"SELECT code FROM {TABLES[entity]} ORDER BY id DESC")]
        return self.pick(codes[:limit] or ["none"])

    def fresh(self, stem):
        self.serial += 1
        return f"{stem}{self.serial}"

    def year(self):
        return str(self.random.randint(1995, 2024))

    def text(self):
        return self.pick(HOSTILE) if self.random.random() < 0.3 else f"words {self.random.randint(1, 9)}"

    def evidence(self):
        return self.pick(([], [], ["--source", "info-sheet"], ["--source", f"https://example.org/{self.random.randint(1, 5)}/page"]))

    def themes(self):
        return "; ".join(self.code("theme") for _ in range(self.random.randint(1, 3)))

    def set_record(self):
        entity = self.pick(("mechanism", "mechanism", "mechanism", "theme", "region", "member", "secretariat", "meeting"))
        choices = {
            "mechanism": [
                f"year_established={self.year()}", f"status={self.pick(('active', 'ended', 'funny'))}", "website=",
                f"themes+={self.themes()}", f"themes-={self.code('theme')}", f"themes={self.themes()}", "regions=",
                f"regions+={self.code('region')}", f"name={self.fresh('Name ')}", "source=", f"constituent_states={self.random.randint(0, 50)}",
            ],
            "theme": [f"parent={self.code('theme')}", "parent=", f"name={self.fresh('Theme ')}"],
            "region": [f"parent={self.code('region')}", "m49=", "m49=999"],
            "member": [f"region={self.code('region')}", f"name_fr={self.text()}", "kind=organization", f"mechanism={self.code('mechanism')}"],
            "secretariat": [f"organization={self.code('member')}", "website=https://example.org"],
            "meeting": [f"date={self.year()}", "title=A meeting", f"country={self.code('member')}", f"mechanism={self.code('mechanism')}"],
        }[entity] + [f"note={self.text()}", "note="]
        fields = {field.partition("=")[0].rstrip("+-"): field for field in self.random.sample(choices, self.random.randint(1, 3))}
        keep = ["--keep-alias"] if self.random.random() < 0.5 else []
        return ["set", entity, self.code(entity), *fields.values(), *keep, *self.evidence()]

    def add_record(self):
        entity = self.pick(("mechanism", "theme", "member", "secretariat", "meeting", "outcome", "source", "published-figure", "waiver"))
        name = f"name={self.fresh('Made ')}"
        fields = {
            "mechanism": [self.fresh("m"), name, f"type={self.pick(('RCP', 'IRF'))}", f"themes={self.themes()}", f"regions={self.code('region')}"],
            "theme": [self.fresh("t"), name, f"parent={self.code('theme')}"],
            "member": [self.fresh("o"), name, "kind=organization"],
            "secretariat": [self.fresh("s"), name],
            "meeting": [f"mechanism={self.code('mechanism')}", "title=A meeting", f"date={self.year()}"],
            "outcome": [f"mechanism={self.code('mechanism')}", f"title={self.text()}", f"from={self.year()}"],
            "source": [self.fresh("src"), f"url=https://example.org/{self.random.randint(1, 9)}"],
            "waiver": [self.pick(("a-check", "b-check")), "mechanism", self.code("mechanism"), "reason=so it is"],
            "published-figure": [self.fresh("f"), "metric=mechanisms", f"figure={self.random.randint(0, 99)}", "types=RCP; IRF"],
        }[entity]
        return ["add", entity, *fields, *self.evidence()]

    def link(self):
        entity = self.pick(("membership", "membership", "chair", "mechanism-secretariat"))
        table, ends, kind, kinds = LINKS[entity]
        far = TABLES[ends[1]]
        known = self.rows(f"SELECT m.code, f.code, l.{kind}, ifnull(l.valid_from, '') FROM {table} AS l "
                          f"JOIN mechanisms AS m ON m.id = l.mechanism_id JOIN {far} AS f ON f.id = l.{ends[1]}_id ORDER BY l.id DESC LIMIT 12")
        what = self.random.random()
        if what < 0.45 or not known:
            words = [self.code("mechanism"), self.code(ends[1])]
            start = self.pick(([], [f"joined={self.year()}"]))
            return ["add", entity, *words, f"{kind}={self.pick(kinds)}", *start, *self.evidence()]
        mechanism, member, role, start = self.pick(known)
        words = [mechanism, member] if what < 0.6 else [mechanism, member, role]
        if what < 0.8:
            changes = self.random.sample([f"left={self.year()}", f"joined={self.year()}", f"{kind}={self.pick(kinds)}", "left=", f"note={self.text()}",
                                          f"published_name={self.text()}"], 2)
            return ["set", entity, *words, *changes, *self.evidence()]
        return ["remove", entity, *words, *([f"joined={start}"] if what < 0.95 else [])]

    def alias(self):
        entity = self.pick(("mechanism", "theme", "region", "member", "secretariat"))
        action = self.pick(("add", "add", "remove"))
        return ["alias", action, entity, self.code(entity), f"Also {self.random.randint(1, 12)}"]

    def pure_link(self):
        words = [self.code("mechanism"), self.code("theme")]
        return self.pick((["add", "mechanism-theme", *words], ["remove", "mechanism-theme", *words],
                          ["set", "mechanism-theme", *words, f"position={self.random.randint(1, 9)}"]))

    def remove_record(self):
        entity = self.pick(CODED)
        with_links = ["--with-links"] if self.random.random() < 0.7 else []
        return ["remove", entity, self.code(entity), *with_links]

    def rename(self):
        entity = self.pick(CODED)
        return ["rename", entity, self.code(entity), self.pick((self.fresh("r"), self.code(entity)))]

    def merge(self):
        entity = self.pick(("mechanism", "mechanism", "theme", "theme", "region", "member", "secretariat", "source"))
        words = ["merge", entity, self.code(entity), self.code(entity)]
        said = self.run_iscm(*words, "--dry-run").stderr
        fields = sorted(set(re.findall(r"--keep (\S+)=from", said)))
        choices = [f"{field}={self.pick(('from', 'into'))}" for field in fields]
        return words + (["--keep", ",".join(choices)] if choices else [])

    def edit(self):
        kinds = (self.set_record, self.add_record, self.link, self.alias, self.pure_link, self.remove_record, self.rename, self.merge)
        return self.random.choices(kinds, weights=(5, 3, 6, 2, 2, 2, 2, 4))[0]()

    # -- the property

    @staticmethod
    def told_tables(result):
        """The tables that change, by what is printed."""
        told = {"sources"} if "note: new source " in result.stderr else set()
        for row in csv.DictReader(result.stdout.decode().splitlines()):
            entity, field = row["entity"], row["field"]
            if row["action"] == "cited":
                told.add("citations")
                continue
            plain = entity.replace("-", "_")
            table = plain if plain == "published_figure_types" else plain + ("es" if plain.endswith("alias") else "s")
            if field == "alias" and not entity.endswith("-alias"):
                table = f"{plain}_aliases"
            told.add(LISTS.get((entity, field), table))
        return told

    def step(self, words, before):
        """The record after it, where it was written."""
        revision = self.newest()
        words = [*words, "--format", "csv"]
        planned = self.run_iscm(*words, "--dry-run")
        self.assertEqual(self.newest(), revision, words)
        result = self.run_iscm(*words)
        self.assertIn(result.code, (0, 2, 3), (words, result.stderr))
        self.assertEqual(planned.code, result.code, (words, planned.stderr, result.stderr))
        self.assertEqual(planned.stdout, result.stdout, words)
        after = self.state()
        if result.code != 0 or "nothing to change" in result.stderr:
            self.assertEqual((after, self.newest()), (before, revision), words)
            return None
        self.assertEqual(self.newest(), revision + 1, words)
        self.assertIn(f"written as revision {revision + 1}\n", result.stderr)
        self.assertNotEqual(after, before, words)
        changed = {table for table in after if after[table] != before[table]}
        self.assertEqual(self.told_tables(result), changed, words)
        return after

    def test_edits_and_their_undoing(self):
        states = []
        now = self.state()
        refused = 0
        verbs = {}
        while len(states) < STEPS:
            words = self.edit()
            after = self.step(words, now)
            if after is None:
                refused += 1
                continue
            states.append((self.newest(), now, words))
            now = after
            verbs[words[0]] = verbs.get(words[0], 0) + 1
        print(f"{len(states)} edits, {refused} refused or nothing to change: {verbs}")
        self.assert_sound()
        for verb in ("add", "set", "remove", "rename", "merge", "alias"):
            self.assertGreater(verbs.get(verb, 0), 1, verb)
        for revision, before, words in reversed(states):
            self.must("undo", str(revision))
            self.assertEqual(self.state(), before, (revision, words))
        self.assert_sound()


if __name__ == "__main__":
    support.main()
