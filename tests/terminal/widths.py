"""Nothing is wider than the terminal, from 60 columns to 200, and nothing is lost on a narrow one."""

import csv
import io
import os
import re
import subprocess
import unicodedata

import support
from terminal.terminal import Terminal

WIDTHS = (60, 80, 120, 200)
SHOWN = (
    "midsa",
    "gfmd",
    "member KEN",
    "member iom",
    "theme labour-migration",
    "region africa",
    "secretariat iom",
    "source info-sheet",
    "mechanism-type RCP",
)


def width_of(line):
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line
    )


def printed(output):
    """The lines without what the program says beside them, which the terminal wraps itself."""
    return [line for line in output.split("\n") if not line.startswith("iscm: note")]


def solid(text):
    return "".join(text.split())


class Widths(support.Story):
    def on_terminal(self, arguments, columns, **more):
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm", "NO_COLOR": "1", "PAGER": ""}
        environment |= more
        output, code = Terminal([support.iscm, *arguments], environment, self.folder, columns=columns).finish()
        self.assertEqual(code, 0, (arguments, output))
        return output

    def piped(self, *arguments):
        return subprocess.run(
            [support.iscm, *arguments], cwd=self.folder, check=True, capture_output=True, text=True
        ).stdout

    def entities(self):
        return [row[0] for row in csv.reader(io.StringIO(self.piped("fields", "--format", "csv")))][1:]

    def test_lists_records_and_fields_fit(self):
        commands = [["show", *key.split()] for key in SHOWN]
        for entity in self.entities():
            commands += [["list", entity], ["fields", entity]]
        for command in commands:
            # Of a table without rows even the headings may be too wide for twenty columns.
            for width in WIDTHS if command[0] == "list" else (20, *WIDTHS):
                for line in printed(self.on_terminal(command, width)):
                    self.assertLessEqual(width_of(line), width, f"{command}:\n{line}")

    def test_charts_are_as_wide_as_the_terminal_whatever_COLUMNS_says(self):
        for report in ("by-type", "overlap", "theme-by-region", "member-by-mechanism"):
            for width in WIDTHS:
                output = self.on_terminal(["report", report, "--chart"], width, COLUMNS="40")
                widest = max(map(width_of, printed(output)))
                self.assertLessEqual(widest, width, report)
                if not report.startswith("theme"):
                    # Bars end at 80 columns: a longer one is no easier to compare.
                    self.assertGreaterEqual(widest, min(width, 100) - 20, report)

    def test_colour_says_nothing_that_is_not_there_without_it(self):
        for report in ("by-type", "theme-by-region", "member-by-mechanism"):
            plain = self.on_terminal(["report", report, "--chart"], 100)
            coloured = self.on_terminal(["report", report, "--chart"], 100, NO_COLOR="")
            self.assertNotIn("\x1b", plain)
            self.assertIn("\x1b[1m", coloured)
            self.assertEqual(re.sub(r"\x1b\[\d*m", "", coloured), plain)

    def test_a_narrow_terminal_shows_every_value(self):
        values = list(csv.reader(io.StringIO(self.piped("list", "mechanism", "--format", "csv"))))
        for width in (20, 60):
            output = self.on_terminal(["list", "mechanism"], width)
            self.assertLessEqual(max(map(width_of, output.split("\n"))), width, output)
            shown = solid(output)
            for row in values[1:]:
                for name, value in zip(values[0], row):
                    if value:
                        self.assertIn(solid(name + value), shown, width)

    def test_help_says_the_same(self):
        for command in ("list", "import", "export"):
            whole = solid(self.piped("help", command))
            self.assertEqual(solid(self.on_terminal(["help", command], 60)), whole)


if __name__ == "__main__":
    support.main()
