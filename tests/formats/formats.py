"""Every format is read back by a parser that is not ours, and compared with what SQLite gives for the same query.

The database gets themes whose notes are made to break formats. CSV, TSV and JSON must give each value as it is; HTML
and Markdown as it is shown: line breaks as line breaks, what nobody could see as a symbol.
"""

import csv
import html.parser
import io
import json
import re
import sqlite3
import subprocess

import support

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
        ["list", "mechanism", "--columns", "code,name,acronym,type,year_established,year_ended,status,"
         "constituent_states,regions,themes,formal_association,website,iom_page,note"],
        "SELECT m.code, m.name, m.acronym, t.code AS type, m.year_established, m.year_ended, m.status,"
        " m.constituent_states,"
        " (SELECT group_concat(code, '; ') FROM (SELECT r.code FROM mechanism_regions AS l JOIN regions AS r"
        "  ON r.id = l.region_id WHERE l.mechanism_id = m.id ORDER BY l.position, r.code)) AS regions,"
        " (SELECT group_concat(code, '; ') FROM (SELECT h.code FROM mechanism_themes AS l JOIN themes AS h"
        "  ON h.id = l.theme_id WHERE l.mechanism_id = m.id ORDER BY l.position, h.code)) AS themes,"
        " m.formal_association, m.website, m.iom_page, m.note"
        " FROM mechanisms AS m JOIN mechanism_types AS t ON t.id = m.type_id ORDER BY m.code",
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
        " GROUP BY t.id ORDER BY t.id",
    ),
]


class Table(html.parser.HTMLParser):
    """The rows of the only table of a document; anything that could run is an error."""

    ALLOWED = set("html head meta title style body table caption thead tbody tfoot tr th td br a p strong".split())

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.rows, self.notes, self._cell, self._in_foot = [], [], None, False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        assert tag in self.ALLOWED, f"<{tag}> in the output"
        assert not [name for name, _ in attributes if name.startswith("on")], attributes
        assert all(value.startswith(("http", "mailto:")) for name, value in attributes if name == "href"), attributes
        self._in_foot = self._in_foot or tag == "tfoot"
        if tag == "tr" and not self._in_foot:
            self.rows.append([])
        elif tag in ("td", "th"):
            self._cell = ""
        elif tag == "br":
            self._cell += "\n"

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            if self._in_foot:
                self.notes.append(self._cell)
            else:
                self.rows[-1].append(self._cell)
            self._cell = None

    def handle_data(self, data):
        if self._cell is not None:
            self._cell += data


def shown(value):
    """A value as people see it."""
    text = "" if value is None else str(value)
    return SHOWN.get(text, text)


def as_texts(row):
    return ["" if value is None else str(value) for value in row]


class Formats(support.Story):
    @classmethod
    def setUpClass(cls):
        cls.cmark = support.options.cmark

    def setUp(self):
        super().setUp()
        with sqlite3.connect(self.db) as connection:
            for number, value in enumerate(HOSTILE):
                row = (f"hostile-{number:02}", name_of(number, value), value)
                theme = connection.execute("INSERT INTO themes (code, name, note) VALUES (?, ?, ?)", row).lastrowid
                alias = (theme, "Enemy", "enemy", "common")
                connection.execute("INSERT INTO theme_aliases (theme_id, alias, key, kind) VALUES (?, ?, ?, ?)", alias)
        connection.close()

    def output(self, *words):
        return self.must(*words).stdout

    def queries(self):
        """Each command with the columns and the rows that SQLite gives."""
        for command, sql in QUERIES:
            with sqlite3.connect(self.db) as connection:
                cursor = connection.execute(sql)
                yield command, [column[0] for column in cursor.description], cursor.fetchall()

    def delimited(self, delimiter, *words):
        text = self.output(*words).decode()
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))

    def assert_harmless(self, data, command):
        """Nothing in it steers a terminal or turns the text round."""
        self.assertNotRegex(data.decode(), "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202a-\u202e]", command)

    def test_csv_and_tsv(self):
        for command, columns, rows in self.queries():
            expected = [columns, *map(as_texts, rows)]
            self.assertEqual(self.delimited(",", *command, "--format", "csv"), expected, command)
            self.assertEqual(self.delimited("\t", *command, "--format", "tsv"), expected, command)

    def test_csv_for_excel(self):
        for command, columns, rows in self.queries():
            data = self.output(*command, "--format", "csv", "--excel")
            self.assertTrue(data.startswith(b"\xef\xbb\xbf"), command)
            text = data.decode("utf-8-sig")
            self.assertTrue(text.endswith("\r\n"), command)
            expected = [
                [f"'{value}" if isinstance(value, str) and re.match("[=+@\t\r-]", value) else text
                 for value, text in zip(row, as_texts(row))]
                for row in rows
            ]
            self.assertEqual(list(csv.reader(io.StringIO(text, newline=""), strict=True)), [columns, *expected], command)

    def test_json_and_ndjson(self):
        for command, columns, rows in self.queries():
            expected = [dict(zip(columns, row)) for row in rows]
            self.assertEqual(json.loads(self.output(*command, "--format", "json")), expected, command)
            lines = self.output(*command, "--format", "ndjson").decode().split("\n")
            self.assertEqual([json.loads(line) for line in lines[:-1]], expected, command)

    def test_html(self):
        for command, columns, rows in self.queries():
            table = Table(self.output(*command, "--format", "html").decode())
            self.assertEqual(table.rows, [columns, *(list(map(shown, row)) for row in rows)], command)
            # The caption of a report is copied with its table.
            self.assertEqual([note.split(":")[0] for note in table.notes[-1:]], ["Source"] if command[0] == "report" else [])

    def test_markdown(self):
        for command, columns, rows in self.queries():
            text = self.output(*command, "--format", "markdown")
            self.assert_harmless(text, command)
            if not self.cmark:
                continue
            extensions = [word for name in ("table", "autolink", "strikethrough") for word in ("-e", name)]
            # Nothing is filtered: what got through as HTML has to show itself.
            page = subprocess.run([self.cmark, "--unsafe", *extensions], input=text, check=True, capture_output=True)
            self.assertEqual(Table(page.stdout.decode()).rows, [columns, *(list(map(shown, row)) for row in rows)], command)

    def test_tables_are_harmless(self):
        for command, _, _ in self.queries():
            self.assert_harmless(self.output(*command, "--format", "table"), command)

    def test_show_gives_each_value_as_it_is_in_json_and_harmless_and_whole_in_its_text(self):
        for number, value in enumerate(HOSTILE):
            command = ["show", "theme", f"hostile-{number:02}"]
            record = json.loads(self.output(*command, "--format", "json"))
            self.assertEqual(record["name"], name_of(number, value))
            self.assertEqual(record["fields"]["name"], name_of(number, value))
            self.assertEqual(record["fields"]["note"], value)
            text = self.output(*command)
            self.assert_harmless(text, command)
            if HOSTILE[value] is None and not re.search("[\x00-\x1f]", value):
                self.assertIn(name_of(number, value), text.decode())

    def test_the_whole_record_as_one_object_holds_what_each_entity_gives_by_itself(self):
        record = json.loads(self.output("export", "all", "--format", "json"))
        self.assertGreater(len(record), 20)
        for entity, rows in record.items():
            self.assertEqual(rows, json.loads(self.output("export", entity, "--format", "json")), entity)


if __name__ == "__main__":
    support.main("--cmark")
