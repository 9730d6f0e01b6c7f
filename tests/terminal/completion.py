"""Completion in a real, interactive bash; in zsh and fish where they are installed."""

import os
import shutil
import subprocess
import unittest

import support
from terminal.terminal import Terminal

# What is typed before a TAB, and the line that it becomes. A blank at the end says that the word is complete.
LINES = {
    "iscm lis": "iscm list ",
    "iscm list mechanism-r": "iscm list mechanism-region ",
    "iscm list mechanism ty": "iscm list mechanism type=",
    "iscm list mechanism type=R": "iscm list mechanism type=RCP ",
    "iscm list mechanism type=r": "iscm list mechanism type=RCP ",
    "iscm list mechanism type=RCP,I": "iscm list mechanism type=RCP,IRF ",
    "iscm list mechanism member=KE": "iscm list mechanism member=KEN ",
    "iscm list mechanism theme=labour-": "iscm list mechanism theme=labour-migration ",
    "iscm list mechanism status=act": "iscm list mechanism status=active ",
    "iscm list mechanism type=RCP member=KE": "iscm list mechanism type=RCP member=KEN ",
    "iscm list mechanism --col": "iscm list mechanism --columns ",
    "iscm list mechanism --columns code,acr": "iscm list mechanism --columns code,acronym ",
    "iscm list mechanism --sort -year_est": "iscm list mechanism --sort -year_established ",
    "iscm list mechanism --format nd": "iscm list mechanism --format ndjson ",
    "iscm list mechanism --format=nd": "iscm list mechanism --format=ndjson ",
    "iscm report by-th": "iscm report by-theme ",
    "iscm report by-theme ": "iscm report by-theme type=",
    "iscm report by-theme type=G": "iscm report by-theme type=GLOBAL ",
    "iscm report by-theme --format sv": "iscm report by-theme --format svg ",
    "iscm report --cha": "iscm report --chart ",
    "iscm report --reports own mine-al": "iscm report --reports own mine-alone ",
    "iscm report --reports own mine-alone ye": "iscm report --reports own mine-alone year=",
    "iscm report mine-al": "iscm report mine-al",
    "iscm list mechanism --format sv": "iscm list mechanism --format sv",
    "iscm schema memb": "iscm schema member",
    "iscm schema membershi": "iscm schema membership",
    "iscm schema membership_o": "iscm schema membership_overview ",
    "iscm schema --format mer": "iscm schema --format mermaid ",
    "iscm export all --format datap": "iscm export all --format datapackage ",
    "iscm help compl": "iscm help completion ",
    "iscm completion z": "iscm completion zsh ",
    # Another database, wherever it is named; none, or a broken one, completes what needs none.
    "iscm --db other.db list theme code=only-": "iscm --db other.db list theme code=only-here ",
    "iscm list theme --db other.db code=only-": "iscm list theme --db other.db code=only-here ",
    "iscm list theme code=only-": "iscm list theme code=only-",
    "iscm --db broken.db list mechanism type=R": "iscm --db broken.db list mechanism type=R",
    "iscm --db broken.db list mechanism stat": "iscm --db broken.db list mechanism status=",
    # Files where files are meant.
    "iscm import som": "iscm import some-file.csv ",
    "iscm --db othe": "iscm --db other.db ",
    # Nothing to offer: nothing happens.
    "iscm nonsense x": "iscm nonsense x",
}

SHOW_LINE = "\x14"  # Ctrl-T, bound below to print the line that is edited
CLEAR_LINE = "\x15"  # Ctrl-U


class Shell:
    """How an interactive shell is started, and told to complete and to print its line."""

    def __init__(self, command, *setup):
        self.command, self.setup = command, setup


BASH = Shell(
    ["bash", "--norc", "--noprofile", "-i"],
    "bind 'set bell-style none'; bind 'set enable-bracketed-paste off'; PS1=",
    """bind -x '"\\C-t": printf "<<%s>>" "$READLINE_LINE"'; source <(iscm completion bash)""",
)
ZSH = Shell(
    ["zsh", "-f", "-i"],
    "unsetopt zle_bracketed_paste 2> /dev/null; unset zle_bracketed_paste; setopt no_beep; PS1=; PROMPT_EOL_MARK=",
    "autoload -Uz compinit && compinit -u -D && source <(iscm completion zsh)",
    """show() { print -rn -- "<<$BUFFER>>" }; zle -N show; bindkey '^T' show; bindkey '^U' kill-whole-line""",
)


class Completion(support.Story):
    def setUp(self):
        super().setUp()
        bin = self.folder / "bin"
        bin.mkdir()
        (bin / "iscm").symlink_to(support.iscm)
        self.environment = {
            "PATH": f"{bin}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "TERM": "xterm",
            "LC_ALL": "C.UTF-8",
            "ISCM_NOW": "2026-01-02T03:04:05.678Z",
        }
        shutil.copyfile(self.db, self.folder / "other.db")
        self.write("broken.db", "no database")
        (self.folder / "own").mkdir()
        self.write("own/mine-alone.sql", "-- title: Mine\n-- parameter: year (number): y\nSELECT :year\n")
        self.write("some-file.csv", "code,name\nonly-here,Only here\n")
        self.must("--db", "other.db", "import", "some-file.csv", "--as", "theme", "--apply")

    def output(self, *command):
        return subprocess.check_output(command, cwd=self.folder, env=self.environment, text=True)

    def completed_lines(self, shell, typed):
        """The line that each text becomes after a TAB."""
        terminal = Terminal(shell.command, self.environment, self.folder)
        for line in shell.setup:
            terminal.type(line + "\n")
        terminal.type("echo read''y\n")
        terminal.read_until(lambda output: "\nready" in output)
        for text in typed:
            terminal.output = ""
            terminal.type(f"{text}\t{SHOW_LINE}")
            terminal.read_until(lambda output: ">>" in output)
            yield terminal.output.rsplit("<<", 1)[1].split(">>")[0]
            terminal.type(CLEAR_LINE)
        terminal.type("exit\n")
        terminal.finish()

    def check_lines(self, shell):
        for (typed, expected), line in zip(LINES.items(), self.completed_lines(shell, LINES)):
            self.assertEqual(line, expected, f"after {typed!r}")

    def test_bash(self):
        self.check_lines(BASH)

    @unittest.skipUnless(shutil.which("zsh"), "needs zsh")
    def test_zsh(self):
        self.check_lines(ZSH)

    @unittest.skipUnless(shutil.which("fish"), "needs fish")
    def test_fish(self):
        """Fish can be asked what it would offer, without a terminal."""
        for typed, expected in {
            "iscm lis": ["list"],
            "iscm list mechanism type=": ["type=GLOBAL", "type=IRF", "type=RCP"],
            "iscm list mechanism type=RCP,I": ["type=RCP,IRF"],
            "iscm import some": ["some-file.csv"],
        }.items():
            script = f"source (iscm completion fish | psub); complete --do-complete '{typed}'"
            offered = self.output("fish", "--no-config", "-c", script)
            self.assertEqual([line.split("\t")[0] for line in offered.splitlines()], expected, typed)

    def test_the_hidden_command_never_fails_and_says_nothing_on_stderr(self):
        for words in (
            [],
            ["list", "mechanism", "type=", "--db"],
            ["--db", "no-such.db", "list", "member", "code="],
            ["--db", "broken.db", "show", ""],
            ["--db"],
            ["report", "no-such-report", "x"],
            ["list", "no-such-entity", ""],
            ["list", "mechanism", "colour=", "type"],
            ["--format=", "="],
            ["\x1b[2J", "\xff"],
        ):
            done = self.run_iscm("__complete", *words)
            self.assertEqual((done.code, done.stderr), (0, ""), words)

    def test_the_scripts_are_sound(self):
        for shell in ("bash", "zsh", "fish"):
            script = self.write(f"script.{shell}", self.output("iscm", "completion", shell))
            if shutil.which(shell):
                self.output(shell, "-n", script)


if __name__ == "__main__":
    support.main()
