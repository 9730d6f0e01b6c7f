"""Reports as charts in the terminal and as SVG pictures: what is drawn are the numbers that are printed, a picture is well
formed and can be heard, and no name breaks either."""

import csv
import io
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unicodedata
import unittest
import xml.etree.ElementTree as ElementTree

import support

SVG = "{http://www.w3.org/2000/svg}"

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "quotes": "\"quoted\" & 'more' ]]> <!-- --",
    "bidi": "abc\u202edef\u2066ghi",
    "escape": "red\x1b[31m\nand a line\ttab",
    "nonchar": "a\ufffeb\uffffc",
    "wide": "移民協議メカニズム" * 3,
    "long": "x" * 1000,
    "words": "word " * 200,
    "entity": "&amp; &#x3c; &lt;",
    "empty": "",
}


def columns_of(line):
    return sum(
        0 if unicodedata.combining(c) or unicodedata.category(c) == "Cn" else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line
    )


class Charts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="iscm-charts-"))
        cls.addClassCleanup(shutil.rmtree, cls.place)
        cls.database = cls.place / "record.db"
        shutil.copyfile(support.seeded, cls.database)
        listed = cls.read(cls.iscm("report", "--format", "csv"))
        cls.charts = {row["report"]: row["chart"] for row in listed if row["chart"]}
        cls.others = [row["report"] for row in listed if not row["chart"]]

    @staticmethod
    def read(text):
        return list(csv.DictReader(io.StringIO(text, newline="")))

    @classmethod
    def run_iscm(cls, *arguments, width=80):
        environment = dict(os.environ, ISCM_DB=str(cls.database), ISCM_NOW="2026-11-24T10:00:00.000Z")
        environment |= {"COLUMNS": str(width), "LC_ALL": "C.UTF-8"}
        environment.pop("ISCM_REPORTS", None)
        return subprocess.run([support.iscm, *arguments], capture_output=True, text=True, env=environment, check=False)

    @classmethod
    def iscm(cls, *arguments, width=80):
        done = cls.run_iscm(*arguments, width=width)
        if done.returncode != 0:
            raise AssertionError(f"{arguments}: {done.stderr}")
        return done.stdout

    def hint(self, name):
        """What the header says is drawn: (kind, {word: [columns]})."""
        header = re.sub(r"\n--   ", " ", self.iscm("report", name, "--show-sql"))
        kind, words = re.search(r"^-- (chart: bars|chart: matrix|crosstab:) (.*)$", header, re.MULTILINE).groups()
        return kind, {word.split("=")[0]: word.split("=")[1].split(",") for word in words.split()}

    def values(self, name):
        """The numbers and texts that a report prints and its header draws, in any order."""
        kind, words = self.hint(name)
        rows = self.read(self.iscm("report", name, "--format", "csv"))
        # A row without a column is a line without cells.
        if kind == "chart: matrix" and "value" in words:
            rows = [row for row in rows if row[words["columns"][0]]]
        if kind == "chart: bars":
            drawn = [row[column] for row in rows for column in words["value"]]
        elif kind == "crosstab:":
            drawn = [cell for row in rows for column, cell in row.items() if column not in words["rows"]]
        else:
            drawn = [row[column] for row in rows for column in words.get("value", words["columns"])]
        return sorted(value for value in drawn if value)

    def svg(self, *arguments):
        text = self.iscm("report", *arguments, "--format", "svg")
        return text, ElementTree.fromstring(text)

    def test_there_are_charts(self):
        self.assertGreaterEqual(len(self.charts), 16)
        for name in ("by-type", "by-decade", "by-theme", "overlap", "member-by-mechanism", "theme-by-region"):
            self.assertIn(name, self.charts)

    def test_a_chart_in_the_terminal_fits_and_has_the_numbers(self):
        for name in self.charts:
            for width in (60, 100, 200):
                for more in ((), ("--ascii",)):
                    text = self.iscm("report", name, "--chart", *more, width=width)
                    for line in text.splitlines():
                        self.assertLessEqual(columns_of(line), width, f"{name} {width}: {line}")
                    self.assertNotIn("\x1b", text)
                    if more and "name" not in self.hint(name)[1].get("label", []):
                        self.assertTrue(text.isascii(), name)
            if self.charts[name] == "bars":
                found = re.findall(r"(?:^|\s)(-?\d+(?:\.\d+)?)(?:\s+[█▏▎▍▌▋▊▉▐]+)?$", text_of(self, name), re.MULTILINE)
                self.assertEqual(sorted(found), self.values(name), name)

    def test_numbers_of_a_matrix_in_the_terminal(self):
        for name in ("theme-by-region", "meetings", "theme-by-type"):
            text = self.iscm("report", name, "--chart", width=300)
            body = drawn_part(text).split("\n\n", 2)[2]
            lines = [line for line in body.splitlines() if line][1:]
            found = [number for line in lines for number in re.findall(r"[░▒▓█ ](\d+)(?= |$)", line.split(" ", 1)[1])]
            self.assertEqual(sorted(found), self.values(name), name)

    def test_bars_are_as_long_as_their_numbers(self):
        part = {block: place for place, block in enumerate(" ▏▎▍▌▋▊▉█")}
        text = self.iscm("report", "by-theme", "--chart", width=100)
        rows = [re.fullmatch(r".*?\s+(\d+)(?:  (.*))?", line) for line in drawn_part(text).splitlines()[3:]]
        lengths = {int(row[1]): sum(part[block] for block in row[2] or "") for row in rows}
        most = max(lengths)
        for number, length in lengths.items():
            self.assertAlmostEqual(length / lengths[most], number / most, delta=0.5 / lengths[most] + 1e-9)

    def test_pictures_have_the_numbers_that_are_printed(self):
        for name, kind in self.charts.items():
            _, root = self.svg(name)
            texts = ["".join(text.itertext()) for text in root.iter(SVG + "text")]
            if kind == "bars":
                numbers = sorted(text for text in texts if re.fullmatch(r"-?\d+(\.\d+)?", text))
                # The years of a timeline are labels that look like numbers.
                labels = []
                column = {"timeline": "year", "states-by-number": "mechanisms"}.get(name)
                if column:
                    times = len(self.hint(name)[1]["value"])
                    labels = [row[column] for row in self.read(self.iscm("report", name, "--format", "csv"))] * times
                self.assertEqual(numbers, sorted(self.values(name) + labels), name)
            elif name == "theme-by-region":
                self.assertEqual(sorted(text for text in texts if text.isdigit()), self.values(name))

    def test_pictures_are_well_formed_and_can_be_heard(self):
        for name in self.charts:
            text, root = self.svg(name)
            self.assertEqual(root.tag, SVG + "svg")
            self.assertEqual(root.get("role"), "img")
            ids = {each.get("id"): each for each in root if each.get("id")}
            named = root.get("aria-labelledby").split()
            self.assertEqual([ids[each].tag for each in named], [SVG + "title", SVG + "desc"])
            self.assertTrue(all(ids[each].text.strip() for each in named))
            tags = {each.tag.removeprefix(SVG) for each in root.iter()}
            self.assertLessEqual(tags, {"svg", "title", "desc", "rect", "text", "path"})
            self.assertNotIn("href", text)
            left, top, width, height = map(float, root.get("viewBox").split())
            self.assertEqual((left, top, width), (0, 0, 320))
            for each in root.iter(SVG + "text"):
                self.assertGreaterEqual(float(each.get("font-size")), 11, "too small to read at 320 pixels")
            for each in root.iter(SVG + "rect"):
                x, y = float(each.get("x", 0)), float(each.get("y", 0))
                self.assertGreaterEqual(min(x, y), 0)
                self.assertLessEqual(x + float(each.get("width")), width + 0.2, name)
                self.assertLessEqual(y + float(each.get("height")), height + 0.5, name)

    def test_text_on_a_colour_can_be_read(self):
        def brightness(colour):
            colour = colour.lstrip("#")
            colour = "".join(c * 2 for c in colour) if len(colour) == 3 else colour
            parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
            parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

        checked = set()
        for name in ("theme-by-region", "member-by-mechanism", "gaps"):
            _, root = self.svg(name)
            box = None
            for each in root:
                if each.tag == SVG + "rect":
                    box = each
                elif each.tag == SVG + "text" and each.get("text-anchor") == "middle" and box.get("stroke"):
                    pair = (box.get("fill"), each.get("fill", "#000"))
                    light, dark = sorted(map(brightness, pair), reverse=True)
                    self.assertGreaterEqual((light + 0.05) / (dark + 0.05), 4.5, pair)
                    checked.add(pair)
        self.assertGreaterEqual(len(checked), 6)

    def test_bars_of_a_picture_are_as_long_as_their_numbers(self):
        _, root = self.svg("by-theme")
        bars = [float(each.get("width")) for each in root.iter(SVG + "rect") if each.get("fill") == "#0072B2"]
        numbers = [int(row["mechanisms"]) for row in self.read(self.iscm("report", "by-theme", "--format", "csv"))]
        numbers = [number for number in numbers if number]
        self.assertEqual(len(bars), len(numbers))
        for bar, number in zip(bars, numbers):
            self.assertAlmostEqual(bar / bars[0], number / numbers[0], delta=0.002)

    def test_what_is_cut_says_so_in_the_picture(self):
        whole, _ = self.svg("overlap", "limit=0")
        cut, _ = self.svg("overlap", "limit=3")
        self.assertIn("Only the first 3 rows", cut)
        self.assertNotIn("Only the first", whole)

    def test_a_picture_says_how_to_read_it_and_where_it_is_from(self):
        for name in self.charts:
            _, root = self.svg(name, "--as-of", "2010")
            texts = " ".join("".join(text.itertext()) for text in root.iter(SVG + "text"))
            heard = "".join(root.find(SVG + "desc").itertext())
            for said in (texts, heard):
                self.assertRegex(said, r"Source: ISCM record, revision \d+, 2026-11-24\.", name)
                self.assertIn("As of 2010: what may have been true on a day of it.", said)
            self.assertNotRegex("".join(root.find(SVG + "title").itertext()), r"\w=\w", name)
        texts, root = self.svg("states", "role=observer", "limit=3")
        self.assertNotIn("role=", "".join(root.find(SVG + "title").itertext()))
        self.assertIn("in the role of observer", " ".join("".join(text.itertext()) for text in root.iter(SVG + "text")))

    def test_a_type_has_its_colour_whatever_is_drawn(self):
        def colours(*arguments):
            _, root = self.svg(*arguments)
            return [each.get("fill") for each in root.iter(SVG + "rect") if each.get("height") == "13.0"]

        whole = colours("by-type")
        self.assertEqual(len(set(whole[:3])), 3)
        self.assertEqual(colours("by-type", "--as-of", "1990"), [whole[1]])

    def test_captions_of_tables_are_wrapped_by_words_and_machines_get_rows(self):
        whole = " ".join(self.iscm("report", "states").split())
        self.assertIn("Source: ISCM record, revision", whole)
        for form in ("markdown", "html"):
            text = self.iscm("report", "states", "limit=3", "--format", form)
            for said in ("Counted: ", "Each mechanism counts once for a State.", "Only the first 3 rows are shown.", "Source: ISCM"):
                self.assertIn(said, text, form)
        for form in ("csv", "tsv", "json", "ndjson"):
            done = self.run_iscm("report", "states", "limit=3", "--format", form)
            self.assertNotIn("Source", done.stdout)
            self.assertNotIn("Counted", done.stdout)
            self.assertIn("Counted: ", done.stderr)

    def test_reports_without_a_chart_say_which_have_one(self):
        for name in self.others:
            for how in (("--chart",), ("--format", "svg")):
                done = self.run_iscm("report", name, *how)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn("cannot be drawn", done.stderr)
                self.assertIn("by-theme", done.stderr)

    def hostile_folder(self):
        folder = self.place / "hostile"
        if folder.exists():
            return folder
        folder.mkdir()
        rows = ", ".join(f"({sql_text(name)}, {place})" for place, name in enumerate(HOSTILE.values()))
        (folder / "bars.sql").write_text(
            "-- title: <b>Bars</b> & \"quotes\" \u202e\n-- description: ]]> <script>x</script>\n"
            f"-- chart: bars label=name value=place\nWITH t (name, place) AS (VALUES {rows}) SELECT * FROM t",
            "utf-8",
        )
        (folder / "cross.sql").write_text(
            "-- title: A crosstab\n-- crosstab: rows=a columns=b value=c\n"
            f"WITH t (name, place) AS (VALUES {rows})\n"
            "SELECT x.name AS a, y.name AS b, x.place * y.place AS c FROM t AS x, t AS y",
            "utf-8",
        )
        (folder / "texts.sql").write_text(
            "-- title: Texts in cells\n-- chart: matrix rows=a columns=b value=c\n"
            f"WITH t (name, place) AS (VALUES {rows})\n"
            "SELECT x.place AS a, y.place AS b, x.name || y.name AS c FROM t AS x, t AS y WHERE y.place < 3",
            "utf-8",
        )
        (folder / "odd.sql").write_text(
            "-- title: Odd numbers\n-- chart: bars label=n value=v\n"
            "WITH t (n, v) AS (VALUES ('none', NULL), ('endless', 9e999), ('under', -9e999), ('least', -1e-300),\n"
            "  ('great', 1.7e308), ('low', -1.7e308), ('zero', 0)) SELECT * FROM t",
            "utf-8",
        )
        (folder / "nothing.sql").write_text(
            "-- title: No row\n-- chart: bars label=n value=v\nSELECT 'a' AS n, 1 AS v WHERE 0", "utf-8"
        )
        (folder / "wide.sql").write_text(
            "-- title: No row either\n-- crosstab: rows=n columns=c value=v\nSELECT 'a' AS n, 1 AS c, 1 AS v WHERE 0",
            "utf-8",
        )
        return folder

    def test_no_name_breaks_a_picture_or_a_terminal(self):
        folder = self.hostile_folder()
        for file in folder.glob("*.sql"):
            own = ("report", file.stem, "--reports", str(folder))
            text = self.iscm(*own, "--format", "svg")
            root = ElementTree.fromstring(text)
            self.assertNotIn("<script", text)
            self.assertNotIn("\u202e", text)
            self.assertNotIn("\x1b", text)
            self.assertLessEqual(
                {each.tag.removeprefix(SVG) for each in root.iter()}, {"svg", "title", "desc", "rect", "text", "path"}
            )
            for each in root.iter(SVG + "rect"):
                for attribute in ("x", "y", "width", "height"):
                    self.assertRegex(each.get(attribute, "0"), r"^\d+(\.\d+)?$", f"{file.stem} {attribute}")
            for width in (20, 60, 200):
                drawn = self.iscm(*own, "--chart", width=width)
                self.assertNotIn("\x1b", drawn)
                self.assertNotIn("\u202e", drawn)
                for line in drawn.splitlines():
                    self.assertLessEqual(columns_of(line), max(width, 45), line)
            for form in ("table", "csv", "json", "html", "markdown"):
                self.iscm(*own, "--format", form)

    def test_what_is_too_much_is_not_drawn_and_printed_as_rows(self):
        folder = self.place / "huge"
        folder.mkdir()
        numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT {})\n"
        (folder / "columns.sql").write_text(
            "-- title: Many columns\n-- crosstab: rows=a columns=b value=c\n"
            "-- parameter: limit (number, default 3000): how many\n"
            + numbers.format(9000)
            + "SELECT i % 7 AS a, i AS b, 1 AS c FROM n LIMIT :limit"
        )
        (folder / "texts.sql").write_text(
            "-- title: Long texts\n-- crosstab: rows=a columns=b value=c\n"
            + numbers.format(12)
            + "SELECT i AS a, 1 AS b, hex(zeroblob(1500000)) AS c FROM n"
        )
        (folder / "bars.sql").write_text(
            "-- title: Many bars\n-- chart: bars label=i value=i\n" + numbers.format(9000) + "SELECT i FROM n"
        )
        own = ("--reports", str(folder))
        done = self.run_iscm("report", "columns", *own, "--format", "csv")
        rows = self.read(done.stdout)
        self.assertEqual((len(rows), list(rows[0])), (3000, ["a", "b", "c"]))
        self.assertIn("its rows are printed instead, as with --long", done.stderr)
        self.assertIn("only the first 3000 rows", done.stderr)
        # A limit leaves out lines of a crosstab, never columns: so this one is printed as rows too.
        self.assertEqual(len(self.read(self.iscm("report", "columns", "limit=9", *own, "--format", "csv"))), 9)
        lines = self.iscm("report", "texts", *own, "--format", "csv").splitlines()
        self.assertEqual([len(line) for line in lines], [5] + [len(f"{i},1,") + 3000000 for i in range(1, 13)])
        for name in ("texts", "bars"):
            for how in (("--chart",), ("--format", "svg")):
                done = self.run_iscm("report", name, *own, *how)
                self.assertEqual((done.returncode, done.stdout), (3, ""), done.stderr)
                self.assertIn("cannot be drawn", done.stderr)

    def test_pipes_and_folders_are_no_reports(self):
        folder = self.place / "no-files"
        folder.mkdir()
        os.mkfifo(folder / "pipe.sql")
        (folder / "folder.sql").mkdir()
        done = self.run_iscm("report", "--reports", str(folder))
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stderr.count("is not a file that can be read"), 2)

    def test_the_hostile_names_are_all_there(self):
        folder = self.hostile_folder()
        root = ElementTree.fromstring(self.iscm("report", "bars", "--reports", str(folder), "--format", "svg"))
        shown = "".join("".join(text.itertext()) for text in root.iter(SVG + "text"))
        self.assertIn("<script>alert(1)</script>", shown)
        self.assertIn("x" * 1000, shown)
        self.assertIn("&amp; &#x3c; &lt;", shown)
        self.assertIn("<U+202E>", shown)


def text_of(case, name):
    return drawn_part(case.iscm("report", name, "--chart", width=100))


def drawn_part(text):
    """What is above the caption."""
    return text.rsplit("\n\n", 1)[0]


def sql_text(text):
    return "'" + text.replace("'", "''") + "'"


if __name__ == "__main__":
    support.main()
