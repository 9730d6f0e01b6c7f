"""`iscm sql` on a terminal: a change is asked for, Ctrl-C ends a query and a question, and long tables are cut and say so."""

import os
import pathlib
import sqlite3
import time

import support
from terminal.terminal import Terminal

CHANGE = ("sql", "--write", "UPDATE mechanisms SET status = 'dormant' WHERE code = 'igc'")
ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT {} FROM n"


class Sql(support.Story):
    def on_terminal(self, *words):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "TERM": "xterm",
                       "PAGER": "cat", "NO_COLOR": "1"}
        return Terminal([support.iscm, *words], environment, self.folder)

    def answer(self, keys):
        terminal = self.on_terminal(*CHANGE)
        terminal.read_until(lambda output: "Write it?" in output)
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
        terminal = self.on_terminal("sql", ENDLESS.format("count(*)"))
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
        output, code = self.on_terminal("sql", "SELECT a.id FROM memberships AS a ORDER BY a.id", "--no-pager").finish()
        self.assertEqual(code, 0)
        self.assertIn("only the first 1000 rows are shown", output)
        whole, code = self.on_terminal("sql", "SELECT a.id FROM memberships AS a ORDER BY a.id", "--no-pager", "--limit", "5000").finish()
        self.assertEqual(code, 0)
        self.assertNotIn("only the first", whole)

    def test_without_a_query_it_does_not_wait(self):
        output, code = self.on_terminal("sql").finish()
        self.assertEqual(code, 2)
        self.assertIn("there is no query", output)


if __name__ == "__main__":
    support.main()
