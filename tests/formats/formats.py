#!/usr/bin/env python3
"""Every format is read back by a parser that is not ours, and compared with what SQLite gives for the same query.

formats.py --iscm PATH --seeded DB [--cmark PATH]

The database gets themes whose notes are made to break formats. CSV, TSV and JSON must give each value as it is; HTML
and Markdown as it is shown: line breaks as line breaks, what nobody could see as a symbol.
"""

import argparse
import csv
import html.parser
import io
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile

# Each value, and how HTML and Markdown show it where that differs.
HOSTILE = {
    "x" * 1000: None,
    "one\ntwo": None,
    "one\r\ntwo\rthree": "one\ntwo\nthree",
    "tab\tbed": None,
    " blanks at both ends  ": None,
    "\x1b[2J\x1b]0;title\x07": "␛[2J␛]0;title␇",
    "\u202egnp.exe\u202c": "<U+202E>gnp.exe<U+202C>",
    "nul: \x7f \x85 \u2028": "nul: ␡ <U+0085> <U+2028>",
    "<script>alert(1)</script><img src=x onerror=alert(1)>": None,
    "&lt;script&gt; &amp; &#60;": None,
    "=cmd()": None,
    "@SUM(1)": None,
    "| a | b |": None,
    "\\| \\\\| \\": None,
    "`code` ``` *emphasis* __strong__ ~~gone~~ a_b_c": None,
    "[link](javascript:alert(1)) ![image](x) <https://a.org>": None,
    "https://a.org/a_b?c=1&d=2*3": None,
    "see https://a.org/_b_ and www.c.org/_d_ or me@e.org": None,
    'quotes " and \' and ,;': None,
    "# no heading": None,
    "- no list": None,
    "Côte d’Ivoire 国际移民 الهجرة 😀": None,
    "--- | ---": None,
    "$math$ :smile: @somebody #1": None,
}


def name_of(number, text):
    """A name with the value in it; names have no blanks at their ends."""
    return f"{text.strip(' ')} (no. {number})"


# The same of every value that stands in the database: notes and names.
SHOWN = {
    **{text: shown or text for text, shown in HOSTILE.items()},
    **{name_of(number, text): name_of(number, shown or text) for number, (text, shown) in enumerate(HOSTILE.items())},
}

QUERIES = [
    (["list", "theme", "--columns", "code,note"], "SELECT code, note FROM themes ORDER BY code"),
    (
        ["list", "mechanism", "--columns", "code,name,acronym,type,year,constituent_states,website,note"],
        "SELECT m.code, m.name, m.acronym, t.code AS type, m.year_established, m.constituent_states, m.website, m.note"
        " FROM mechanisms AS m JOIN mechanism_types AS t ON t.id = m.type_id ORDER BY m.code",
    ),
    (["list", "theme", "--columns", "name"], "SELECT name FROM themes ORDER BY code"),
    (
        ["export", "theme"],
        "SELECT t.code, t.name, p.code AS parent, t.note, s.code AS source FROM themes AS t"
        " LEFT JOIN themes AS p ON p.id = t.parent_id LEFT JOIN sources AS s ON s.id = t.source_id ORDER BY t.code",
    ),
    (
        ["export", "mechanism"],
        "SELECT m.code, m.name, m.acronym, t.code AS type, m.year_established, m.year_ended, m.status,"
        " m.constituent_states,"
        " (SELECT group_concat(code, '; ') FROM (SELECT r.code FROM mechanism_regions AS l JOIN regions AS r"
        "  ON r.id = l.region_id WHERE l.mechanism_id = m.id ORDER BY l.position, r.code)) AS regions,"
        " (SELECT group_concat(code, '; ') FROM (SELECT h.code FROM mechanism_themes AS l JOIN themes AS h"
        "  ON h.id = l.theme_id WHERE l.mechanism_id = m.id ORDER BY l.position, h.code)) AS themes,"
        " m.formal_association, m.website, m.iom_page, m.note, s.code AS source"
        " FROM mechanisms AS m JOIN mechanism_types AS t ON t.id = m.type_id"
        " LEFT JOIN sources AS s ON s.id = m.source_id ORDER BY m.code",
    ),
    (
        ["export", "meeting"],
        "SELECT e.code, m.code AS mechanism, e.title, e.date, e.place, c.code AS country, e.note, s.code AS source"
        " FROM meetings AS e LEFT JOIN mechanisms AS m ON m.id = e.mechanism_id"
        " LEFT JOIN members AS c ON c.id = e.country_id LEFT JOIN sources AS s ON s.id = e.source_id ORDER BY e.code",
    ),
    (
        ["search", "enemy"],
        "SELECT 'theme' AS kind, code, name, 'alias' AS found_by, 'Enemy' AS match FROM themes"
        " WHERE code LIKE 'hostile-%' ORDER BY code",
    ),
    (["list", "mechanism", "--count"], "SELECT count(*) AS count FROM mechanisms"),
    (
        ["list", "outcome", "--columns", "code", "--limit", "0"],
        "SELECT code FROM outcomes LIMIT 0",
    ),
    (
        ["report", "by-type"],
        "SELECT t.code AS type, count(m.id) AS mechanisms, ifnull(sum(m.constituent_states), 0) AS constituent_states"
        " FROM mechanism_types AS t LEFT JOIN mechanisms AS m ON m.type_id = t.id"
        " GROUP BY t.id ORDER BY mechanisms DESC, t.code",
    ),
]


class Table(html.parser.HTMLParser):
    """The rows of the only table of a document; anything that could run is an error."""

    ALLOWED = set("html head meta title style body table caption thead tbody tr th td br a p".split())

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.rows, self._cell, self._style = [], None, False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        assert tag in self.ALLOWED, f"<{tag}> in the output"
        assert not [name for name, _ in attributes if name.startswith("on")], attributes
        assert all(value.startswith(("http", "mailto:")) for name, value in attributes if name == "href"), attributes
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._cell = ""
        elif tag == "br":
            self._cell += "\n"

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append(self._cell)
            self._cell = None

    def handle_data(self, data):
        if self._cell is not None:
            self._cell += data


def shown(value):
    """A value as people see it."""
    text = "" if value is None else str(value)
    return SHOWN.get(text, text)


def printed(arguments):
    return subprocess.run(arguments, check=True, capture_output=True).stdout


class Check:
    """One query in every format."""

    def __init__(self, iscm, database, arguments, sql, cmark):
        self.command = [iscm, "--db", database, *arguments]
        self.cmark = cmark
        with sqlite3.connect(database) as connection:
            cursor = connection.execute(sql)
            self.columns = [column[0] for column in cursor.description]
            self.rows = cursor.fetchall()
        self.plain = [["" if value is None else str(value) for value in row] for row in self.rows]
        self.visible = [self.columns] + [[shown(value) for value in row] for row in self.rows]

    def output(self, *options):
        return printed([*self.command, *options])

    def equal(self, actual, expected, what):
        for left, right in zip(actual, expected):
            assert left == right, f"{self.command[3:]} as {what}:\n  {left!r}\nis not\n  {right!r}"
        assert len(actual) == len(expected), f"{self.command[3:]} as {what}: {len(actual)} rows, not {len(expected)}"

    def run(self):
        for name in [name[3:] for name in dir(self) if name.startswith("as_")]:
            getattr(self, f"as_{name}")()

    def as_csv(self):
        text = self.output("--format", "csv").decode()
        self.equal(list(csv.reader(io.StringIO(text, newline=""), strict=True)), [self.columns, *self.plain], "csv")

    def as_tsv(self):
        text = self.output("--format", "tsv").decode()
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
        self.equal(rows, [self.columns, *self.plain], "tsv")

    def as_excel(self):
        data = self.output("--format", "csv", "--excel")
        assert data.startswith(b"\xef\xbb\xbf")
        text = data.decode("utf-8-sig")
        assert text.endswith("\r\n")
        expected = [
            [f"'{value}" if isinstance(value, str) and re.match("[=+@\t\r-]", value) else text for value, text in pair]
            for pair in (zip(row, plain) for row, plain in zip(self.rows, self.plain))
        ]
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        self.equal(rows, [self.columns, *expected], "csv --excel")

    def as_json(self):
        objects = json.loads(self.output("--format", "json"))
        self.equal(objects, [dict(zip(self.columns, row)) for row in self.rows], "json")

    def as_ndjson(self):
        objects = [json.loads(line) for line in self.output("--format", "ndjson").decode().split("\n")[:-1]]
        self.equal(objects, [dict(zip(self.columns, row)) for row in self.rows], "ndjson")

    def as_html(self):
        self.equal(Table(self.output("--format", "html").decode()).rows, self.visible, "html")

    def as_markdown(self):
        text = self.output("--format", "markdown")
        self.harmless(text, "markdown")
        if not self.cmark:
            return
        extensions = [word for name in ("table", "autolink", "strikethrough") for word in ("-e", name)]
        # Nothing is filtered: what got through as HTML has to show itself.
        page = subprocess.run([self.cmark, "--unsafe", *extensions], input=text, check=True, capture_output=True).stdout
        self.equal(Table(page.decode()).rows, self.visible, "markdown")

    def as_table(self):
        self.harmless(self.output("--format", "table"), "table")

    def harmless(self, data, what):
        assert_harmless(data, f"{self.command[3:]} as {what}")


def assert_harmless(data, what):
    """Nothing in it steers a terminal or turns the text round."""
    found = re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202a-\u202e]", data.decode())
    assert not found, f"{what}: {found!r}"


def check_shown(iscm, database):
    """`show` gives each value as it is in JSON, and harmless and whole in its text."""
    for number, value in enumerate(HOSTILE):
        command = [iscm, "--db", database, "show", "theme", f"hostile-{number:02}"]
        record = json.loads(printed([*command, "--format", "json"]))
        assert record["name"] == record["fields"]["name"] == name_of(number, value), record
        assert record["fields"]["note"] == value, record
        text = printed(command)
        assert_harmless(text, command[3:])
        if HOSTILE[value] is None and not re.search("[\x00-\x1f]", value):
            assert name_of(number, value) in text.decode(), text


def check_whole_record(iscm, database):
    """The whole record as one object holds what each entity gives by itself."""
    record = json.loads(printed([iscm, "--db", database, "export", "all", "--format", "json"]))
    assert len(record) > 20
    for entity, rows in record.items():
        alone = json.loads(printed([iscm, "--db", database, "export", entity, "--format", "json"]))
        assert rows == alone, entity


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--iscm", required=True)
    parser.add_argument("--seeded", required=True)
    parser.add_argument("--cmark")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = str(pathlib.Path(folder) / "iscm.db")
        shutil.copyfile(arguments.seeded, database)
        with sqlite3.connect(database) as connection:
            for number, value in enumerate(HOSTILE):
                row = (f"hostile-{number:02}", name_of(number, value), value)
                theme = connection.execute("INSERT INTO themes (code, name, note) VALUES (?, ?, ?)", row).lastrowid
                alias = (theme, "Enemy", "enemy", "common")
                connection.execute("INSERT INTO theme_aliases (theme_id, alias, key, kind) VALUES (?, ?, ?, ?)", alias)
        connection.close()
        for query, sql in QUERIES:
            Check(arguments.iscm, database, query, sql, arguments.cmark).run()
        check_shown(arguments.iscm, database)
        check_whole_record(arguments.iscm, database)


if __name__ == "__main__":
    main()
