"""The law of export and import, and of names: what iscm writes it reads as the same record.

- Every entity that `iscm fields` lists, in every format: exported and imported into the same
  record, it changes nothing. A new entity is tested by itself.
- Every entity, in an order in which what others refer to comes first, imported into an empty database: the lists of
  both are equal, and so is the evidence, which comes last. The same files into that one again change nothing.
- The same of a folder as a whole, in one revision: as `export all` writes it, and as a data package.
- The memberships with their States under any name: in English, French or Spanish, or as a code of ISO or M49, they are
  the same memberships.
"""

import csv
import io
import os
import shutil
import sqlite3

import support

FORMATS = ("csv", "tsv", "json", "ndjson")
# What the seeds have not, and what makes a reader stumble.
HOSTILE = ["two\nlines", 'say "x"', "a;b,c|d", "=1+1", "NULL", "NA", "007", "#hash", "naïve – café", "\u200e\u05d0"]


def order(entities):
    """What others refer to first; a reference to its own kind is no reason to wait."""
    placed = []
    while len(placed) < len(entities):
        ready = [name for name, fields in entities.items() if name not in placed and all(
            target in placed or target == name for target in fields.values() if target)]
        if not ready:
            raise AssertionError(f"the references of {set(entities) - set(placed)} make a circle")
        placed += ready
    return placed


class Case(support.Story):
    """Reads and writes whole entities, with the database of the test or another."""

    def text(self, *words):
        return self.must(*words).stdout.decode()

    def table(self, *words):
        return list(csv.DictReader(io.StringIO(self.text(*words, "--format", "csv"), newline="")))

    def exported(self, database, entity, form):
        return self.text("export", entity, "--format", form, "--db", database)

    def imported(self, database, path, *words):
        """What the import says."""
        output = () if "--apply" in words else ("-o", os.devnull, "--force")
        # Names such as NA look like placeholders: whoever means them says so.
        return self.must("import", path, *output, *words, "--db", database).stderr

    def entities(self):
        """Of every entity its fields, each with the entity that it refers to."""
        entities = {}
        for row in self.table("fields"):
            fields = {}
            for field in self.table("fields", row["entity"]):
                kind = field["type"]
                fields[field["field"]] = kind.split()[-1] if " to " in kind or " of " in kind else None
            entities[row["entity"]] = fields
        return entities


def make_hostile(database):
    """Values that break formats, links without an end, and rows of the entities that the seeds leave empty."""
    with sqlite3.connect(database) as connection:
        for number, value in enumerate(HOSTILE):
            connection.execute("INSERT INTO themes (code, name, note) VALUES (?, ?, ?)",
                               (f"hostile-{number}", f"{value} {number}", value))
        connection.execute("INSERT INTO waivers (check_name, entity, record_key, reason) VALUES ('c', 'mechanism', "
                           "'midsa', 'so, \"it\" is')")
        connection.execute("INSERT INTO secretariat_aliases (secretariat_id, alias, key, kind) VALUES (1, 'Body', "
                           "'body', 'common')")
        connection.execute("INSERT INTO memberships (mechanism_id, member_id, role, valid_from) VALUES "
                           "(1, 1, 'observer', '2001-02')")


def table_of(entity):
    return entity.replace("-", "_") + ("es" if entity.endswith("alias") else "s")


# How a State may be written: a column of members, and its name for messages.
SPELLINGS = ("code", "iso2", "m49", "name", "name_fr", "name_es")


class Law(Case):
    def test_what_is_exported_is_imported_as_the_same_record(self):
        make_hostile(self.db)
        entities = self.entities()
        for entity in entities:
            for form in FORMATS:
                with self.subTest(entity=entity, form=form):
                    self.check_unchanged(entity, form)
        for form in FORMATS:
            with self.subTest(form=form):
                self.check_equal(entities, form)

    def check_unchanged(self, entity, form):
        """Exports it for check_equal too."""
        path = self.folder / f"{entity}.{form}"
        path.write_text(self.exported(self.db, entity, form), newline="")
        with sqlite3.connect(self.db) as connection:
            (count,) = connection.execute(f"SELECT count(*) FROM {table_of(entity)}").fetchone()
        self.assertGreater(count, 0, "there is none to be exported")
        said = self.imported(self.db, path, "--as", entity)
        self.assertIn(f"0 new, 0 changed, {count} unchanged, 0 rejected\n", said)
        self.assertIn("nothing to change", said)

    def check_equal(self, entities, form):
        copy = self.folder / f"copy-{form}.db"
        self.must("init", "--empty", "--db", copy)
        for entity in order(entities):
            self.imported(copy, self.folder / f"{entity}.{form}", "--as", entity, "--apply")
        evidence = self.folder / f"evidence.{form}"
        evidence.write_text(self.exported(self.db, "evidence", form), newline="")
        self.imported(copy, evidence, "--apply")
        self.assertEqual(self.exported(copy, "evidence", form), evidence.read_bytes().decode())
        self.assertIn("nothing to change", self.imported(copy, evidence))
        for entity in entities:
            path = self.folder / f"{entity}.{form}"
            self.assertEqual(self.exported(copy, entity, form), path.read_bytes().decode(), entity)
            self.assertIn("nothing to change", self.imported(copy, path, "--as", entity), entity)

    def test_a_folder_is_imported_as_one_revision_and_the_same_record(self):
        """As `export all` writes it in each format, and as a data package, which names its files."""
        make_hostile(self.db)
        for form in FORMATS + ("datapackage",):
            with self.subTest(form=form):
                folder, again, copy = (self.folder / f"{name}-{form}" for name in ("record", "again", "whole.db"))
                self.must("export", "all", "-o", folder, "--format", form)
                self.must("init", "--empty", "--db", copy)
                with sqlite3.connect(copy) as connection:
                    before = connection.execute("SELECT count(*) FROM revisions").fetchone()[0]
                self.assertIn("--apply writes it", self.must("import", folder, "--db", copy).stderr)
                self.must("import", folder, "--apply", "--db", copy)
                with sqlite3.connect(copy) as connection:
                    self.assertEqual(connection.execute("SELECT count(*) FROM revisions").fetchone()[0], before + 1)
                self.assertIn("nothing to change", self.must("import", folder, "--db", copy).stderr)
                self.must("export", "all", "-o", again, "--format", form, "--db", copy)
                for path in folder.iterdir():
                    if path.name not in ("datapackage.json", "metadata.json"):
                        self.assertEqual((again / path.name).read_bytes(), path.read_bytes(), path.name)

    def test_memberships_are_the_same_under_any_name_of_the_states(self):
        """Over the record with and without memberships."""
        with sqlite3.connect(self.db) as connection:
            names = {row[0]: row for row in connection.execute(f"SELECT {', '.join(SPELLINGS)} FROM members")}
        with open(support.ROOT / "seeds" / "memberships.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 1093)
        lists = {}
        for number, spelling in enumerate(SPELLINGS):
            with self.subTest(spelling=spelling):
                renamed = [{**row, "member": names[row["member"]][number] or row["member"]} for row in rows]
                others = sum(now["member"] != row["member"] for now, row in zip(renamed, rows))
                self.assertTrue(spelling == "code" or others > 900, f"only {others} rows say another name")
                path = self.folder / f"memberships-{spelling}.csv"
                with open(path, "w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, rows[0].keys())
                    writer.writeheader()
                    writer.writerows(renamed)
                said = self.imported(self.db, path, "--as", "membership", "--literal", "NA")
                self.assertIn("0 new, 0 changed, 1093 unchanged, 0 rejected\n", said)
                bare = shutil.copy(self.db, self.folder / f"bare-{spelling}.db")
                with sqlite3.connect(bare) as connection:
                    connection.execute("DELETE FROM memberships")
                said = self.imported(bare, path, "--as", "membership", "--literal", "NA", "--apply")
                self.assertIn("1093 new, 0 changed, 0 unchanged, 0 rejected\n", said)
                lists[spelling] = self.text("list", "membership", "--format", "csv", "--db", bare)
                self.assertEqual(lists[spelling], lists["code"])


if __name__ == "__main__":
    support.main()
