#!/usr/bin/env python3
"""The law of export and import, and of names: what iscm writes it reads as the same record.

law.py --iscm PATH --seeded DB

- Every entity that `iscm fields` lists, in every format: exported and imported into the same
  record, it changes nothing. A new entity is tested by itself.
- Every entity, in an order in which what others refer to comes first, imported into an empty database: the lists of
  both are equal. The same files into that one again change nothing.
- The memberships with their States under any name: in English, French or Spanish, or as a code of ISO or M49, they are
  the same memberships.
"""

import argparse
import csv
import difflib
import io
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile

FORMATS = ("csv", "tsv", "json", "ndjson")
ENVIRONMENT = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "ISCM_AUTHOR": "tester"}

# What the seeds have not, and what makes a reader stumble.
HOSTILE = ["two\nlines", 'say "x"', "a;b,c|d", "=1+1", "NULL", "NA", "007", "#hash", "naïve – café", "\u200e\u05d0"]


class Program:
    def __init__(self, iscm):
        self.iscm = str(pathlib.Path(iscm).resolve())

    def run(self, *arguments, database=None, expected=(0,)):
        command = [self.iscm, *arguments] + (["--db", str(database)] if database else [])
        done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=False)
        if done.returncode not in expected:
            raise AssertionError(f"{command}: exit {done.returncode}\n{done.stderr}")
        return done

    def rows(self, *arguments):
        return list(csv.DictReader(io.StringIO(self.run(*arguments, "--format", "csv").stdout)))

    def exported(self, database, entity, form):
        return self.run("export", entity, "--format", form, database=database).stdout

    def imported(self, database, path, entity, *options):
        done = self.run("import", str(path), "--as", entity, "-o", os.devnull, "--force", *options, database=database)
        return done.stderr


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


def describe(program):
    """Of every entity its fields, each with the entity that it refers to."""
    entities = {}
    for row in program.rows("fields"):
        fields = {}
        for field in program.rows("fields", row["entity"]):
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


def check_unchanged(program, entities, database, folder):
    for entity, fields in entities.items():
        for form in FORMATS:
            path = folder / f"{entity}.{form}"
            path.write_text(program.exported(database, entity, form), newline="")
            said = program.imported(database, path, entity)
            count = sqlite3.connect(database).execute(
                f"SELECT count(*) FROM {entity_table(program, entity)}").fetchone()[0]
            assert count > 0, f"{entity}: there is none to be exported"
            assert f"0 new, 0 changed, {count} unchanged, 0 rejected\n" in said, f"{path.name}: {said}"
            assert "nothing to change" in said, f"{path.name}: {said}"


def entity_table(program, entity):
    plural = {"mechanism-alias": "mechanism_aliases", "region-alias": "region_aliases", "theme-alias": "theme_aliases",
              "member-alias": "member_aliases", "secretariat-alias": "secretariat_aliases"}
    return plural.get(entity, entity.replace("-", "_") + "s")


def check_equal(program, entities, database, folder):
    for form in FORMATS:
        copy = folder / f"copy-{form}.db"
        program.run("init", "--empty", database=copy)
        for entity in order(entities):
            program.imported(copy, folder / f"{entity}.{form}", entity, "--apply")
        for entity, fields in entities.items():
            before = (folder / f"{entity}.{form}").read_bytes().decode()
            now = program.exported(copy, entity, form)
            assert now == before, "".join(difflib.unified_diff(before.splitlines(True), now.splitlines(True), entity, form))
            said = program.imported(copy, folder / f"{entity}.{form}", entity)
            assert "nothing to change" in said, f"{entity}: {said}"


# How a State may be written: a column of members, and its name for messages.
SPELLINGS = ("code", "iso2", "m49", "name", "name_fr", "name_es")


def check_names(program, source, database, folder):
    """The bundled memberships under other names of the States, over the record with and without memberships."""
    with sqlite3.connect(database) as connection:
        names = {row[0]: dict(zip(SPELLINGS, row)) for row in connection.execute(
            f"SELECT {', '.join(SPELLINGS)} FROM members")}
    with open(source / "seeds" / "memberships.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 1093, len(rows)
    lists = {}
    for spelling in SPELLINGS:
        path = folder / f"memberships-{spelling}.csv"
        renamed = 0
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            for row in rows:
                name = names[row["member"]][spelling] or row["member"]
                renamed += name != row["member"]
                writer.writerow({**row, "member": name})
        assert spelling == "code" or renamed > 900, f"{spelling}: only {renamed} rows say another name"
        said = program.imported(database, path, "membership")
        assert "0 new, 0 changed, 1093 unchanged, 0 rejected\n" in said, f"{spelling}: {said}"

        bare = folder / f"bare-{spelling}.db"
        shutil.copy(database, bare)
        with sqlite3.connect(bare) as connection:
            connection.execute("DELETE FROM memberships")
        said = program.imported(bare, path, "membership", "--apply")
        assert "1093 new, 0 changed, 0 unchanged, 0 rejected\n" in said, f"{spelling}: {said}"
        lists[spelling] = program.run("list", "membership", "--format", "csv", database=bare).stdout
    for spelling in SPELLINGS:
        assert lists[spelling] == lists["code"], f"{spelling} gives other memberships than codes"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--iscm", required=True)
    parser.add_argument("--seeded", required=True)
    options = parser.parse_args()
    program = Program(options.iscm)
    source = pathlib.Path(__file__).resolve().parent.parent.parent
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check_names(program, source, shutil.copy(options.seeded, folder / "names.db"), folder)
        database = folder / "law.db"
        shutil.copy(options.seeded, database)
        make_hostile(database)
        entities = describe(program)
        check_unchanged(program, entities, database, folder)
        check_equal(program, entities, database, folder)
    print(f"{len(entities)} entities in {', '.join(FORMATS)}; memberships under {len(SPELLINGS)} kinds of name")


if __name__ == "__main__":
    main()
