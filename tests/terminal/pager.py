#!/usr/bin/env python3
"""What a terminal changes: the pager, the bold header, the width; and that nothing else does.

pager.py --iscm PATH --seeded DB
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from terminal import Terminal  # noqa: E402

LONG = ("list", "theme", "--columns", "code,name")
SHORT = (*LONG, "parent=labour-migration,return-and-readmission")
HUGE = ("list", "membership")
BOLD = "\x1b[1m"


class Tests:
    def __init__(self, iscm, seeded, folder):
        self.iscm, self.folder = iscm, pathlib.Path(folder)
        shutil.copyfile(seeded, self.folder / "iscm.db")

    def environment(self, **settings):
        base = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "TERM": "xterm"}
        return {name: value for name, value in (base | settings).items() if value is not None}

    def start(self, arguments, **settings):
        return Terminal([self.iscm, *arguments], self.environment(**settings), self.folder)

    def run(self, *arguments, **settings):
        return self.start(arguments, **settings).finish()

    def piped(self, *arguments):
        return subprocess.run(
            [self.iscm, *arguments], cwd=self.folder, env=self.environment(), check=True, capture_output=True, text=True
        ).stdout

    def paged(self, *arguments, pager="cat > paged.txt", **settings):
        """(what the pager got, or None; what stood on the terminal; exit code)"""
        target = self.folder / "paged.txt"
        target.unlink(missing_ok=True)
        output, code = self.run(*arguments, PAGER=pager, **settings)
        return (target.read_text() if target.exists() else None), output, code

    def test_long_output_goes_to_the_pager(self):
        paged, output, code = self.paged(*LONG)
        assert (plain(paged), output, code) == (self.piped(*LONG), "", 0), (paged, output, code)

    def test_short_output_does_not(self):
        paged, output, code = self.paged(*SHORT)
        assert (paged, plain(output), code) == (None, self.piped(*SHORT), 0), (paged, output, code)

    def test_no_pager_where_it_is_not_wanted(self):
        for more, settings in [
            (["--no-pager"], {}),
            (["--format", "csv"], {}),
            ([], {"pager": ""}),
            ([], {"pager": None, "TERM": "dumb"}),
        ]:
            paged, output, code = self.paged(*LONG, *more, **settings)
            assert (paged, code) == (None, 0), (more, settings, output)
            assert plain(output) == self.piped(*LONG, *more), (more, settings, output)

    def test_a_pager_that_is_left_early_is_no_error(self):
        output, code = self.run(*HUGE, PAGER="head -n 2")
        assert code == 0 and output.count("\n") == 2, (output, code)

    def test_a_pager_that_cannot_start(self):
        for pager in ("no-such-pager-anywhere", "/"):
            output, code = self.run(*LONG, PAGER=pager)
            assert code == 0 and plain(output).endswith(self.piped(*LONG)), (output, code)

    def test_less_is_the_pager_where_none_is_named(self):
        if not shutil.which("less"):
            return
        terminal = self.start(LONG)
        terminal.read_until(lambda output: output.count("\n") >= 22)
        time.sleep(0.2)
        assert terminal.process.poll() is None, "it did not wait for the reader"
        terminal.type("q")
        output, code = terminal.finish()
        assert code == 0 and BOLD in output, (output, code)

    def test_without_less_there_is_none(self):
        output, code = self.run(*LONG, PATH="/nowhere")
        assert (plain(output), code) == (self.piped(*LONG), 0), (output, code)

    def test_ctrl_c_belongs_to_the_pager(self):
        target = self.folder / "paged.txt"
        target.unlink(missing_ok=True)
        terminal = self.start(LONG, PAGER="trap '' INT; touch started; sleep 1; cat > paged.txt")
        while not (self.folder / "started").exists():
            time.sleep(0.02)
        terminal.type("\x03")
        output, code = terminal.finish()
        assert code == 0 and plain(target.read_text()) == self.piped(*LONG), (output, code)

    def test_bold_only_where_it_can_be_shown(self):
        assert BOLD in self.run(*SHORT)[0]
        for settings in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": None}):
            assert "\x1b" not in self.run(*SHORT, **settings)[0], settings
        assert BOLD in self.run(*SHORT, NO_COLOR="")[0]
        assert "\x1b" not in self.piped(*SHORT)


def plain(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--iscm", required=True)
    parser.add_argument("--seeded", required=True)
    arguments = parser.parse_args()
    for name in [name for name in dir(Tests) if name.startswith("test_")]:
        with tempfile.TemporaryDirectory() as folder:
            print(name, flush=True)
            getattr(Tests(str(pathlib.Path(arguments.iscm).resolve()), arguments.seeded, folder), name)()


if __name__ == "__main__":
    main()
