"""Numbers of revisions by name, so that transcripts survive another seed file. README.md describes how they are written."""

import contextlib
import re
import sqlite3

_PLACEHOLDER = re.compile(r"\{revision(?:\+(?P<after>\d+)| of (?P<file>[\w.-]+))?\}")
_NUMBER = re.compile(r"(\d+)")
_REFERRING = ("revision", "replaced_by", "undoes")  # columns that hold the number of a revision


class UnknownSeed(Exception):
    """A name of a revision that has a seed file in it which is not there."""


class Revisions:
    """The revisions of a seeded database: each seed file made one, and the commands of a transcript go on from the last."""

    def __init__(self, database):
        with contextlib.closing(sqlite3.connect(database)) as db:
            seeds = db.execute("SELECT id, reason FROM revisions WHERE kind = 'seed'").fetchall()
            (self._last,) = db.execute("SELECT max(id) FROM revisions").fetchone()
        self._of_file = {reason.removeprefix("seeds/"): number for number, reason in seeds}

    def fill(self, text):
        """The text with numbers for names. Throws UnknownSeed."""
        return _PLACEHOLDER.sub(lambda match: str(self._number(match)), text)

    def _number(self, match):
        if not match["file"]:
            return self._last + int(match["after"] or 0)
        if match["file"] not in self._of_file:
            raise UnknownSeed(f"{match[0]}: there is no seeds/{match['file']}")
        return self._of_file[match["file"]]

    def _names(self, number):
        after = number - self._last
        if after >= 0:
            yield f"revision+{after}" if after else "revision"
        yield from (f"revision of {file}" for file, made in self._of_file.items() if made == number)


def has_placeholder(text):
    return _PLACEHOLDER.search(text) is not None


def split_by_name(text, revisions, again, more):
    """Literal parts of a line and, between them, the names of its revisions. again is the same line from a database with
    more seed files: a number is a revision's if some name of it gives the one number here and the other there."""
    here, there = _NUMBER.split(text), _NUMBER.split(again)
    if here[::2] != there[::2]:
        return [text]
    parts = [here[0]]
    for number, other, literal in zip(here[1::2], there[1::2], here[2::2]):
        names = revisions._names(int(number)) if number != other else ()
        name = next((name for name in names if more.fill(f"{{{name}}}") == other), None)
        if name:
            parts += [name, literal]
        else:
            parts[-1] += number + literal
    return parts


def add_two_seeds(database):
    """Makes the database as if there were a seed file more before all others and one after them, both without effect."""
    with contextlib.closing(sqlite3.connect(database)) as db, db:
        triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        (first,) = db.execute("SELECT min(id) FROM revisions WHERE kind = 'seed'").fetchone()
        for (table,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            columns = [column[1] for column in db.execute(f"PRAGMA table_info({table})")]
            for column in columns:
                if column in _REFERRING or (table, column) == ("revisions", "id"):
                    # In two steps, so that no number is met that another row still has.
                    db.execute(f"UPDATE {table} SET {column} = {column} + 1000000 WHERE {column} >= {first}")
                    db.execute(f"UPDATE {table} SET {column} = {column} - 999999 WHERE {column} > 1000000")
        _add_seed(db, first, "seeds/first.csv")
        _add_seed(db, db.execute("SELECT max(id) + 1 FROM revisions").fetchone()[0], "seeds/last.csv")
        for _, sql in triggers:
            db.execute(sql)


def _add_seed(db, number, reason):
    columns = [column[1] for column in db.execute("PRAGMA table_info(revisions)")]
    values = [{"id": str(number), "reason": f"'{reason}'"}.get(column, column) for column in columns]
    db.execute(
        f"INSERT INTO revisions ({', '.join(columns)}) SELECT {', '.join(values)} FROM revisions"
        " WHERE kind = 'seed' LIMIT 1"
    )
