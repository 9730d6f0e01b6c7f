"""What add and set refuse, an import of one row with the same values refuses, and the other way round; and both write
the same: fields, basis, source and history. Each change is tried on two copies of one database, which then go on.

--runs N tries N changes (60 unless told)."""

import csv
import random
import shutil
import sqlite3
import sys

import support

SEED = 20261130
RUNS = 60

# Values for a field: some keep its rule, some break it; {code}, {name} and {alias} are those of records that there are.
YEARS = ("1999", "2005", "2012", "99", "3000")
DATES = ("1999", "2005-03", "2012-02-29", "2013-02-29", "14/05/2013")
NAMES = ("Fresh {n}", "Fresh {n}", "{name}", "{code}", "{alias}")
TEXTS = ("words {n}", "two  blanks", "a; b", "")
SOURCES = ("", "", "info-sheet", "un-m49")
ENTITIES = {
    "mechanism": {"name": NAMES, "acronym": ("AC{n}", "{code}", ""), "type": ("RCP", "IRF", "none"), "year_established": YEARS, "year_ended": YEARS,
                  "status": ("active", "ended", "funny"), "constituent_states": ("15", "-1", "1.5"), "website": ("https://example.org/{n}", "example", ""), "note": TEXTS},
    "mechanism-type": {"name": NAMES, "min_regions": ("0", "1", "3"), "max_regions": ("1", "2", "4"), "published_label": ("Label {n}", "{code}", "RCP")},
    "theme": {"name": NAMES, "parent": ("{code}", "{code}", "", "nothing"), "note": TEXTS},
    "region": {"name": NAMES, "parent": ("{code}", ""), "m49": ("999", "015", "24", ""), "note": TEXTS},
    "member": {"name": NAMES, "name_fr": NAMES, "kind": ("state", "territory", "organization", "club"), "iso2": ("XX", "KE", "x", ""), "m49": ("998", "404", "5"), "note": TEXTS},
    "secretariat": {"name": NAMES, "acronym": ("AC{n}", ""), "website": ("https://example.org/{n}", "example"), "note": TEXTS},
    "source": {"title": NAMES, "url": ("https://example.org/{n}", "ftp://example.org"), "published": DATES, "note": TEXTS},
}
LINKS = {
    "membership": ("memberships", ("mechanism", "member"), "role", ("member", "observer", "partner", "guest")),
    "chair": ("chairs", ("mechanism", "member"), "kind", ("permanent", "rotating", "none")),
    "mechanism-secretariat": ("mechanism_secretariats", ("mechanism", "secretariat"), "role", ("secretariat", "host")),
}
EVENTS = {
    "meeting": {"date": DATES, "place": TEXTS, "country": ("KEN", "{code}", "XX"), "note": TEXTS},
    "outcome": {"kind": TEXTS, "valid_from": DATES, "valid_to": DATES, "location": TEXTS},
}
LISTS = {"themes": "theme", "regions": "region"}
ALIASES = ("mechanism", "theme", "region", "member", "secretariat")


def table(entity):
    return entity.replace("-", "_") + "s"


class WaysIn(support.Story):
    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.copies = (self.db, self.folder / "by-import.db")
        shutil.copyfile(self.db, self.copies[1])
        self.serial = 0

    def rows(self, query, *values, db=None):
        connection = sqlite3.connect(db or self.db)
        found = connection.execute(query, values).fetchall()
        connection.close()
        return found

    def pick(self, choices):
        return self.random.choice(list(choices))

    def code(self, entity):
        """One of few, so that changes meet each other."""
        return self.pick(self.rows(f"SELECT code FROM {table(entity)} ORDER BY id DESC LIMIT 12"))[0]

    def value(self, entity, pattern):
        if "{name}" in pattern:
            label = "title" if entity == "source" else "name"
            return self.pick(self.rows(f"SELECT {label} FROM {table(entity)} WHERE {label} IS NOT NULL"))[0]
        if "{code}" in pattern:
            return self.code(entity)
        if "{alias}" in pattern:
            aliases = self.rows(f"SELECT alias FROM {entity}_aliases") if entity in ALIASES else []
            return self.pick(aliases)[0] if aliases else f"Also {self.serial}"
        return pattern.format(n=self.serial)

    def of_record(self):
        entity = self.pick(ENTITIES)
        is_new = self.random.random() < 0.5
        fields = ENTITIES[entity]
        required = [name for name in ("name", "type", "kind") if is_new and name in fields]
        names = required + self.random.sample([name for name in fields if name not in required], self.random.randint(1, 3 if len(fields) > 4 else 2))
        values = {name: self.value(entity, self.pick(fields[name])) for name in names}
        code = f"new{self.serial}" if is_new and self.random.random() < 0.85 else self.code(entity)
        words = [f"{name}={value}" for name, value in values.items()]
        return ("add" if is_new else "set", entity, [code], words, {"code": code, **values})

    def of_link(self):
        entity = self.pick(LINKS)
        links, ends, kind, kinds = LINKS[entity]
        values = {"note": self.pick(TEXTS)}
        if self.random.random() < 0.5:
            near, far = self.code(ends[0]), self.code(ends[1])
            values[kind] = self.pick(kinds)
            for name in ("valid_from", "valid_to"):
                if self.random.random() < 0.6:
                    values[name] = self.pick(DATES)
            given = {name: value for name, value in values.items() if value}
            return ("add", entity, [near, far], [f"{name}={value}" for name, value in given.items()], {ends[0]: near, ends[1]: far, **given})
        near, far, role, start = self.pick(self.rows(
            f"SELECT m.code, f.code, l.{kind}, ifnull(l.valid_from, '') FROM {links} AS l JOIN mechanisms AS m ON m.id = l.mechanism_id "
            f"JOIN {table(ends[1])} AS f ON f.id = l.{ends[1]}_id WHERE l.valid_from IS NOT NULL"))
        values["valid_to"] = self.pick(DATES)
        words = [f"{name}={value}" for name, value in values.items()]
        return ("set", entity, [near, far, role, start], words, {ends[0]: near, ends[1]: far, kind: role, "valid_from": start, **values})

    def of_alias(self):
        owner = self.pick(ALIASES)
        code = self.code(owner)
        alias = self.value(owner, self.pick(NAMES))
        return ("add", f"{owner}-alias", [code, alias], [], {"alias": alias, owner: code})

    def of_event(self):
        """A meeting or outcome of a mechanism, which people name by a code."""
        entity = self.pick(EVENTS)
        is_new = self.random.random() < 0.7
        code = f"new{self.serial}" if is_new else self.code(entity)
        values = {"mechanism": self.code("mechanism"), "title": f"Round {self.serial}"} if is_new else {}
        for name in self.random.sample(list(EVENTS[entity]), 2):
            values[name] = self.value("member", self.pick(EVENTS[entity][name]))
        words = [f"{name}={value}" for name, value in values.items()]
        return ("add" if is_new else "set", entity, [code], words, {"code": code, **values})

    def of_list(self):
        """A list with one more or one less; a file has the whole list."""
        code, name = self.code("mechanism"), self.pick(LISTS)
        far = LISTS[name]
        listed = [row[0] for row in self.rows(
            f"SELECT f.code FROM mechanism_{name} AS l JOIN {name} AS f ON f.id = l.{far}_id JOIN mechanisms AS m ON m.id = l.mechanism_id "
            "WHERE m.code = ? ORDER BY l.position, f.code", code)]
        if listed and self.random.random() < 0.4:
            item = self.pick(listed)
            return ("set", "mechanism", [code], [f"{name}-={item}"], {"code": code, name: "; ".join(each for each in listed if each != item)})
        item = self.pick((self.code(far), "nothing"))
        return ("set", "mechanism", [code], [f"{name}+={item}"], {"code": code, name: "; ".join([*listed, *([] if item in listed else [item])])})

    def of_pure_link(self):
        code, theme = self.code("mechanism"), self.code("theme")
        last = self.rows("SELECT ifnull(max(l.position), 0) FROM mechanism_themes AS l JOIN mechanisms AS m ON m.id = l.mechanism_id WHERE m.code = ?", code)
        position = str(last[0][0] + 1)
        return ("add", "mechanism-theme", [code, theme], [f"position={position}"], {"mechanism": code, "theme": theme, "position": position})

    def state(self, db):
        """Every row and version of the record, with its source."""
        state = {}
        for (name,) in self.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN (SELECT name || '_history' FROM sqlite_schema)", db=db):
            state[name] = self.rows(f"SELECT * FROM {name}", db=db)
            now = name.removesuffix("_history")
            state[now] = self.rows(f"SELECT * FROM {now}", db=db)
        return state

    def step(self):
        verb, entity, key, words, row = self.pick((self.of_record, self.of_record, self.of_link, self.of_alias, self.of_event, self.of_list, self.of_pure_link))()
        source = self.pick(SOURCES)
        evidence = ["--source", source] if source else []
        # The source of a row, as that of an edit, is evidence for what stands too; that of a whole file is not.
        row = {**row, "source": source} if source else row
        with open(self.folder / "row.csv", "w", newline="") as file:
            csv.writer(file).writerows([row.keys(), row.values()])
        # A word with "=" in it would be a field; an empty cell clears as an empty word does.
        edit = self.run_iscm(verb, entity, *key, *words, *evidence, "--db", str(self.copies[0]))
        cleared = ["--clear-empty"] if verb == "set" else []
        planned = self.run_iscm("import", "row.csv", "--as", entity, *cleared, "--format", "csv", "--db", str(self.copies[1]))
        exists = "exists already" in edit.stderr
        told = (verb, entity, key, words, source, edit.stderr, planned.stderr, planned.stdout.decode())
        if exists:
            # The same row speaks of a record that there is, or is refused.
            self.assertTrue(planned.code == 3 or ", as {}: 0 new".format(entity) in planned.stderr, told)
            return "exists"
        self.assertEqual(edit.code, planned.code, told)
        if edit.code != 0:
            self.assertEqual(edit.code, 3, told)
            return "refused"
        self.must("import", "row.csv", "--as", entity, *cleared, "--apply", "--db", str(self.copies[1]))
        states = [self.state(db) for db in self.copies]
        for name in states[0]:
            self.assertEqual(states[0][name], states[1][name], (name, *told))
        return "unchanged" if "nothing to change" in edit.stderr else verb

    def test_the_same_verdict_and_the_same_rows(self):
        seen = {}
        for self.serial in range(1, RUNS + 1):
            result = self.step()
            seen[result] = seen.get(result, 0) + 1
        print(f"{RUNS} changes: {seen}")
        for result in ("add", "set", "refused", "exists"):
            self.assertGreater(seen.get(result, 0), RUNS // 40, result)


if __name__ == "__main__":
    if "--runs" in sys.argv:
        at = sys.argv.index("--runs")
        RUNS = int(sys.argv[at + 1])
        del sys.argv[at : at + 2]
    support.main()
