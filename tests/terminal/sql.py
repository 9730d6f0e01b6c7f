#!/usr/bin/env python3
"""`iscm sql` on a terminal: a change is asked for, Ctrl-C ends a query and a question, and long tables are cut and say so.

sql.py --iscm PATH --seeded DB
"""

import argparse
import os
import pathlib
import shutil
import sqlite3
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True
from terminal import Terminal  # noqa: E402

CHANGE = ("sql", "--write", "UPDATE mechanisms SET status = 'dormant' WHERE code = 'igc'")
ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT {} FROM n"

iscm = None
seeded = None


class OnATerminal(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="iscm-sql-"))
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copyfile(seeded, self.folder / "iscm.db")

    def start(self, *words):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "TERM": "xterm",
                       "PAGER": "cat", "NO_COLOR": "1"}
        return Terminal([iscm, *words], environment, self.folder)

    def answer(self, keys):
        terminal = self.start(*CHANGE)
        terminal.read_until(lambda output: "write this?" in output)
        self.assertRegex(terminal.output, r"igc +change +status +active +dormant")
        terminal.type(keys)
        return terminal.finish()

    def status(self):
        connection = sqlite3.connect(self.folder / "iscm.db")
        (status,) = connection.execute("SELECT status FROM mechanisms WHERE code = 'igc'").fetchone()
        connection.close()
        return status

    def test_y_writes(self):
        output, code = self.answer("y\n")
        self.assertEqual(code, 0, output)
        self.assertIn("written as revision", output)
        self.assertEqual(self.status(), "dormant")

    def test_anything_else_writes_nothing(self):
        before = (self.folder / "iscm.db").read_bytes()
        for keys in ("n\n", "\n", "yy\n", "\x04"):
            output, code = self.answer(keys)
            self.assertEqual(code, 0, output)
            self.assertIn("nothing was written", output)
        self.assertEqual((self.folder / "iscm.db").read_bytes(), before)

    def test_ctrl_c_at_the_question_writes_nothing(self):
        _, code = self.answer("\x03")
        self.assertEqual(code, 130)
        self.assertEqual(self.status(), "active")

    def test_ctrl_c_ends_a_query(self):
        terminal = self.start("sql", ENDLESS.format("count(*)"))
        self.assertFalse(terminal.process.poll())
        while terminal.process.poll() is None and not self.blocks_signals(terminal.process.pid):
            time.sleep(0.01)
        terminal.type("\x03")
        output, code = terminal.finish()
        self.assertEqual(code, 130, output)

    @staticmethod
    def blocks_signals(pid):
        """Whether the program has come so far that Ctrl-C is taken by its guard."""
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        (mask,) = [line.split()[1] for line in status.splitlines() if line.startswith("SigBlk:")]
        return int(mask, 16) & 2 != 0

    def test_a_table_is_cut_and_says_so(self):
        output, code = self.start("sql", "SELECT a.id FROM memberships AS a ORDER BY a.id", "--no-pager").finish()
        self.assertEqual(code, 0)
        self.assertIn("only the first 1000 rows are shown", output)
        whole, code = self.start("sql", "SELECT a.id FROM memberships AS a ORDER BY a.id", "--no-pager", "--limit", "5000").finish()
        self.assertEqual(code, 0)
        self.assertNotIn("only the first", whole)

    def test_without_a_query_it_does_not_wait(self):
        output, code = self.start("sql").finish()
        self.assertEqual(code, 2)
        self.assertIn("there is no query", output)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--iscm", type=pathlib.Path, required=True)
    parser.add_argument("--seeded", type=pathlib.Path, required=True)
    arguments, rest = parser.parse_known_args()
    iscm, seeded = arguments.iscm.resolve(), arguments.seeded.resolve()
    unittest.main(argv=[sys.argv[0], "-v", *rest])
