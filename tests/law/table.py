"""The published table in every dialect that people have it in gives the same record.

Each variant, imported by commands over an empty record among all other files of seeds/, gives the record that
`iscm init` makes; imported over that one it changes nothing.
"""

import csv
import io
import re
import sqlite3

import support
from law.law import Case

TABLE = "source-table.tsv"
# The sheet as published is not ours to copy; where it is at hand, it is tried too.
SHEET = support.ROOT.parent / "shared" / "data" / "info-sheet.txt"

PROSE = """INFORMATION SHEET

These are 16 forums, of which the table says more; see also: annex, "as published".

Table 1. Mechanisms, by name

"""


def variants():
    """The bytes of each variant, by its file's name."""
    table = (support.ROOT / "seeds" / TABLE).read_bytes().decode("utf-8")
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
    text = "".join(path.read_text() for path in (support.ROOT / "src").rglob("seed.cpp"))
    found = re.findall(r'\{"([a-z-]+\.[a-z]+)", "([a-z-]+)", "([a-z0-9-]*)"\}', text)
    assert len(found) > 20 and any(name == TABLE for name, _, _ in found), found
    return found


def answers(folder):
    """The codes of the published names, as answers to an empty record: each is a new mechanism."""
    path = folder / "answers.csv"
    with open(support.ROOT / "seeds" / "mechanism-answers.csv", encoding="utf-8", newline="") as file:
        rows = [{**row, "answer": f"new:{row['answer']}"} for row in csv.DictReader(file)]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


class PublishedTable(Case):
    def import_seeds(self, database, table):
        self.must("init", "--empty", "--db", database)
        for name, entity, source in seed_files():
            options = ["--source", source] if source else []
            path = support.ROOT / "seeds" / name
            if name == TABLE:
                path, options = table, [*options, "--answers", answers(self.folder)]
            if entity in ("meeting", "outcome"):
                options.append("--clear-empty")  # some are of no mechanism
            said = self.imported(database, path, "--as", entity, *options, "--apply")
            self.assertIn(", 0 rejected", said)
            self.assertIn("written as revision", said)

    def record(self, database):
        return {row["entity"]: self.exported(database, row["entity"], "csv") for row in self.table("fields")}

    def test_in_every_dialect_it_gives_the_same_record(self):
        expected = self.record(self.db)
        for name, data in variants().items():
            with self.subTest(name):
                path = self.folder / name
                path.write_bytes(data)
                said = self.imported(self.db, path)
                self.assertIn("as mechanism: 0 new, 0 changed, 30 unchanged, 0 rejected", said)
                self.assertIn("nothing to change", said)
                database = self.folder / f"{name}.db"
                self.import_seeds(database, path)
                self.assertEqual(self.record(database), expected)
                with sqlite3.connect(database) as connection:
                    rows = "SELECT count(*) FROM imported_rows AS r JOIN imports AS i ON i.id = r.import_id WHERE i.file = ?"
                    self.assertEqual(connection.execute(rows, (str(path),)).fetchone(), (30,))


if __name__ == "__main__":
    support.main()
