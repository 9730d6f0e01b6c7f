"""What a terminal changes: the pager, the bold header, the width; and that nothing else does."""

import os
import re
import shutil
import subprocess
import time
import unittest

import support
from terminal.terminal import Terminal

LONG = ("list", "theme", "--columns", "code,name")
SHORT = (*LONG, "parent=labour-migration,return-and-readmission")
HUGE = ("list", "membership")
BOLD = "\x1b[1m"


class OnATerminal(support.Story):
    def environment(self, **settings):
        base = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "TERM": "xterm"}
        return {name: value for name, value in (base | settings).items() if value is not None}

    def on_terminal(self, arguments, **settings):
        return Terminal([support.iscm, *arguments], self.environment(**settings), self.folder)

    def shown(self, *arguments, **settings):
        return self.on_terminal(arguments, **settings).finish()

    def piped(self, *arguments):
        return subprocess.run(
            [support.iscm, *arguments], cwd=self.folder, env=self.environment(), check=True, capture_output=True, text=True
        ).stdout

    def paged(self, *arguments, pager="cat > paged.txt", **settings):
        """(what the pager got, or None; what stood on the terminal; exit code)"""
        target = self.folder / "paged.txt"
        target.unlink(missing_ok=True)
        output, code = self.shown(*arguments, PAGER=pager, **settings)
        return (target.read_text() if target.exists() else None), output, code

    def test_long_output_goes_to_the_pager(self):
        paged, output, code = self.paged(*LONG)
        self.assertEqual((plain(paged), output, code), (self.piped(*LONG), "", 0))

    def test_short_output_does_not(self):
        paged, output, code = self.paged(*SHORT)
        self.assertEqual((paged, plain(output), code), (None, self.piped(*SHORT), 0))

    def test_no_pager_where_it_is_not_wanted(self):
        for more, settings in [
            (["--no-pager"], {}),
            (["--format", "csv"], {}),
            ([], {"pager": ""}),
            ([], {"pager": None, "TERM": "dumb"}),
        ]:
            with self.subTest(more=more, settings=settings):
                paged, output, code = self.paged(*LONG, *more, **settings)
                self.assertEqual((paged, code), (None, 0), output)
                self.assertEqual(plain(output), self.piped(*LONG, *more))

    def test_a_pager_that_is_left_early_is_no_error(self):
        output, code = self.shown(*HUGE, PAGER="head -n 2")
        self.assertEqual((output.count("\n"), code), (2, 0), output)

    def test_a_pager_that_cannot_start(self):
        for pager in ("no-such-pager-anywhere", "/"):
            with self.subTest(pager=pager):
                output, code = self.shown(*LONG, PAGER=pager)
                self.assertEqual(code, 0, output)
                self.assertTrue(plain(output).endswith(self.piped(*LONG)), output)

    @unittest.skipUnless(shutil.which("less"), "needs less")
    def test_less_is_the_pager_where_none_is_named(self):
        terminal = self.on_terminal(LONG)
        terminal.read_until(lambda output: output.count("\n") >= 22)
        time.sleep(0.2)
        self.assertIsNone(terminal.process.poll(), "it did not wait for the reader")
        terminal.type("q")
        output, code = terminal.finish()
        self.assertEqual(code, 0, output)
        self.assertIn(BOLD, output)

    def test_without_less_there_is_none(self):
        output, code = self.shown(*LONG, PATH="/nowhere")
        self.assertEqual((plain(output), code), (self.piped(*LONG), 0))

    def test_ctrl_c_belongs_to_the_pager(self):
        target = self.folder / "paged.txt"
        target.unlink(missing_ok=True)
        terminal = self.on_terminal(LONG, PAGER="trap '' INT; touch started; sleep 1; cat > paged.txt")
        while not (self.folder / "started").exists():
            time.sleep(0.02)
        terminal.type("\x03")
        output, code = terminal.finish()
        self.assertEqual(code, 0, output)
        self.assertEqual(plain(target.read_text()), self.piped(*LONG))

    def test_bold_only_where_it_can_be_shown(self):
        self.assertIn(BOLD, self.shown(*SHORT)[0])
        for settings in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": None}):
            self.assertNotIn("\x1b", self.shown(*SHORT, **settings)[0], settings)
        self.assertIn(BOLD, self.shown(*SHORT, NO_COLOR="")[0])
        self.assertNotIn("\x1b", self.piped(*SHORT))


def plain(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


if __name__ == "__main__":
    support.main()
