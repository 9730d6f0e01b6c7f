#!/usr/bin/env python3
"""Nothing is wider than the terminal, from 60 columns to 200, and nothing is lost on a narrow one.

widths.py --iscm PATH --seeded DB
"""

import argparse
import csv
import io
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unicodedata

sys.dont_write_bytecode = True
from terminal import Terminal  # noqa: E402

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


def solid(text):
    return "".join(text.split())


class Tests:
    def __init__(self, iscm, seeded, folder):
        self.iscm, self.folder = iscm, pathlib.Path(folder)
        shutil.copyfile(seeded, self.folder / "iscm.db")

    def on_terminal(self, arguments, columns):
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm", "NO_COLOR": "1", "PAGER": ""}
        output, code = Terminal([self.iscm, *arguments], environment, self.folder, columns=columns).finish()
        assert code == 0, (arguments, code, output)
        return output

    def piped(self, *arguments):
        return subprocess.run(
            [self.iscm, *arguments], cwd=self.folder, check=True, capture_output=True, text=True
        ).stdout

    def entities(self):
        return [row[0] for row in csv.reader(io.StringIO(self.piped("fields", "--format", "csv")))][1:]

    def test_lists_records_and_fields_fit(self):
        commands = [["show", *key.split()] for key in SHOWN]
        for entity in self.entities():
            commands += [["list", entity], ["fields", entity]]
        for command in commands:
            for width in WIDTHS:
                for line in self.on_terminal(command, width).split("\n"):
                    assert width_of(line) <= width, f"{command} at {width}:\n{line}"

    def test_a_narrow_terminal_shows_every_value(self):
        values = list(csv.reader(io.StringIO(self.piped("list", "mechanism", "--format", "csv"))))
        output = solid(self.on_terminal(["list", "mechanism"], 60))
        for row in values[1:]:
            for name, value in zip(values[0], row):
                if value:
                    assert solid(name + value) in output, (name, value)

    def test_help_says_the_same(self):
        for command in ("list", "import", "export"):
            whole = solid(self.piped("help", command))
            assert solid(self.on_terminal(["help", command], 60)) == whole


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--iscm", required=True)
    parser.add_argument("--seeded", required=True)
    arguments = parser.parse_args()
    for name in [name for name in dir(Tests) if name.startswith("test_")]:
        with tempfile.TemporaryDirectory() as folder:
            getattr(Tests(arguments.iscm, arguments.seeded, folder), name)()


if __name__ == "__main__":
    main()
