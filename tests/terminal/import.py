"""`iscm import` on a terminal: unknown names are asked one by one, and a clean plan is written if somebody agrees."""

import os
import sqlite3

import support
from terminal.terminal import Terminal

QUESTION = "Enter to leave it open: "


class Import(support.Story):
    def on_terminal(self, *words):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "TERM": "xterm",
                       "PAGER": "cat", "NO_COLOR": "1", "ISCM_NOW": "2026-01-02T03:04:05.678Z"}
        return Terminal([support.iscm, "import", *words], environment, self.folder)

    def file(self, *rows):
        (self.folder / "new.csv").write_text("mechanism,member,role\n" + "".join(row + "\n" for row in rows))

    def members(self):
        connection = sqlite3.connect(self.db)
        codes = connection.execute("SELECT m.code FROM memberships AS l JOIN members AS m ON m.id = l.member_id "
                                   "JOIN mechanisms AS c ON c.id = l.mechanism_id "
                                   "WHERE c.code = 'midsa' AND l.role = 'observer' ORDER BY 1").fetchall()
        connection.close()
        return [code for (code,) in codes]

    def test_a_clean_plan_is_written_if_somebody_agrees(self):
        self.file("midsa,KEN,observer")
        terminal = self.on_terminal("new.csv", "--source", "info-sheet")
        terminal.read_until(lambda output: "Write it? [y/N]" in output)
        self.assertEqual(self.members(), [])
        terminal.type("y\n")
        output, code = terminal.finish()
        self.assertEqual(code, 0, output)
        self.assertIn("written as revision", output)
        self.assertEqual(self.members(), ["KEN"])

    def test_anything_else_writes_nothing(self):
        self.file("midsa,KEN,observer")
        before = self.db.read_bytes()
        for keys in ("n\n", "\n", "yy\n", "\x04"):
            terminal = self.on_terminal("new.csv")
            terminal.read_until(lambda output: "Write it? [y/N]" in output)
            terminal.type(keys)
            output, code = terminal.finish()
            self.assertEqual(code, 0, output)
            self.assertIn("nothing was written; --apply writes it", output)
        self.assertEqual(self.db.read_bytes(), before)

    def test_what_changed_since_the_preview_is_not_written(self):
        self.file("midsa,KEN,observer")
        terminal = self.on_terminal("new.csv")
        terminal.read_until(lambda output: "Write it? [y/N]" in output)
        self.file("midsa,UGA,observer")
        terminal.type("y\n")
        output, code = terminal.finish()
        self.assertEqual(code, 3, output)
        self.assertIn("has changed since the preview", output)
        self.assertEqual(self.members(), [])

    def test_unknown_names_are_asked_one_by_one(self):
        self.file("midsa,Keniya,observer", "midsa,Ugganda,observer")
        terminal = self.on_terminal("new.csv")
        terminal.read_until(lambda output: output.count(QUESTION) == 1)
        self.assertIn("Kenya (KEN)", terminal.output)
        terminal.type("Nowhere\n")
        terminal.read_until(lambda output: output.count(QUESTION) == 2)
        self.assertIn('unknown member "Nowhere"', terminal.output)
        terminal.type("1\n")
        terminal.read_until(lambda output: output.count(QUESTION) == 3)
        terminal.type("Uganda\n")
        terminal.read_until(lambda output: "Write it? [y/N]" in output)
        terminal.type("y\n")
        output, code = terminal.finish()
        self.assertEqual(code, 0, output)
        self.assertEqual(self.members(), ["KEN", "UGA"])
        # The answers are remembered.
        self.must("import", "new.csv")

    def test_what_is_left_open_stays_refused(self):
        self.file("midsa,Keniya,observer")
        for keys in ("\n", "\x04"):
            terminal = self.on_terminal("new.csv")
            terminal.read_until(lambda output: QUESTION in output)
            terminal.type(keys)
            output, code = terminal.finish()
            self.assertEqual(code, 3, output)
            self.assertIn("nothing was written", output)

    def test_in_a_pipe_nothing_is_asked(self):
        self.file("midsa,KEN,observer")
        self.assertNotIn("[y/N]", self.must("import", "new.csv").stderr)
        self.must("import", "new.csv", "--yes")
        self.assertEqual(self.members(), ["KEN"])


if __name__ == "__main__":
    support.main()
