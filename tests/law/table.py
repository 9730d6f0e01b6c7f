#!/usr/bin/env python3
"""The published table in every dialect that people have it in gives the same record.

table.py --iscm PATH --seeded DB

Each variant, imported by commands over an empty record among all other files of seeds/, gives the record that
`iscm init` makes; imported over that one it changes nothing.
"""

import argparse
import csv
import io
import pathlib
import re
import sqlite3
import tempfile

import law

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = "source-table.tsv"
# The sheet as published is not ours to copy; where it is at hand, it is tried too.
SHEET = ROOT.parent / "shared" / "data" / "info-sheet.txt"

PROSE = """INFORMATION SHEET

These are 16 forums, of which the table says more; see also: annex, "as published".

Table 1. Mechanisms, by name

"""


def variants():
    """The bytes of each variant, by its file's name."""
    table = (ROOT / "seeds" / TABLE).read_bytes().decode("utf-8")
    rows = [line.split("\t") for line in table.split("\n")]
    assert len(rows) == 31 and all(len(row) == 6 for row in rows)

    def delimited(delimiter):
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
        return text.getvalue()

    made = {
        "comma.csv": delimited(",").encode(),
        "bom.csv": b"\xef\xbb\xbf" + delimited(",").encode(),
        "semicolon.csv": delimited(";").encode(),
        "pipe.txt": delimited("|").encode(),
        "utf-16-le.txt": b"\xff\xfe" + delimited("\t").encode("utf-16-le"),
        "utf-16-be.txt": b"\xfe\xff" + delimited("\t").encode("utf-16-be"),
        "cr.csv": delimited(",").replace("\r\n", "\r").encode(),
        "below-text.txt": (PROSE + table).encode(),
    }
    if SHEET.exists():
        made["info-sheet.txt"] = SHEET.read_bytes()
    return made


def seed_files():
    """File, entity and source of each file of seeds, in the order in which the program itself imports them."""
    text = (ROOT / "src" / "core" / "seed.cpp").read_text()
    found = re.findall(r'\{"([a-z-]+\.[a-z]+)", "([a-z-]+)", "([a-z0-9-]*)"\}', text)
    assert len(found) > 20 and any(name == TABLE for name, _, _ in found), found
    return found


def answers(folder):
    """The codes of the published names, as answers to an empty record: each is a new mechanism."""
    path = folder / "answers.csv"
    with open(ROOT / "seeds" / "mechanism-answers.csv", encoding="utf-8", newline="") as file:
        rows = [{**row, "answer": f"new:{row['answer']}"} for row in csv.DictReader(file)]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def import_seeds(program, database, table):
    program.run("init", "--empty", database=database)
    for name, entity, source in seed_files():
        options = ["--source", source] if source else []
        path = ROOT / "seeds" / name
        if name == TABLE:
            path, options = table, [*options, "--answers", str(answers(table.parent))]
        said = program.imported(database, path, entity, *options, "--apply")
        assert ", 0 rejected" in said and "written as revision" in said, f"{path.name}: {said}"


def record(program, database, entities):
    return {entity: program.exported(database, entity, "csv") for entity in entities}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--iscm", required=True)
    parser.add_argument("--seeded", required=True)
    options = parser.parse_args()
    program = law.Program(options.iscm)
    entities = law.describe(program)
    expected = record(program, options.seeded, entities)
    tables = variants()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for table, data in tables.items():
            path = folder / table
            path.write_bytes(data)
            said = program.run("import", str(path), "-o", "/dev/null", "--force", database=options.seeded).stderr
            assert "as mechanism: 0 new, 0 changed, 30 unchanged, 0 rejected" in said, f"{table}: {said}"
            assert "nothing to change" in said, f"{table}: {said}"
            database = folder / f"{table}.db"
            import_seeds(program, database, path)
            now = record(program, database, entities)
            for entity in entities:
                assert now[entity] == expected[entity], f"{table} gives another {entity}"
            with sqlite3.connect(database) as connection:
                published = connection.execute(
                    "SELECT count(*) FROM imported_rows AS r JOIN imports AS i ON i.id = r.import_id WHERE i.file = ?",
                    (str(path),)).fetchone()
            assert published == (30,), f"{table}: {published} rows were kept"
    print(f"the published table as {', '.join(tables)}")


if __name__ == "__main__":
    main()
