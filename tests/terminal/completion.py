#!/usr/bin/env python3
"""Completion in a real, interactive bash; in zsh and fish where they are installed.

completion.py --iscm PATH --seeded DB
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from terminal import Terminal  # noqa: E402

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


def completed_lines(shell, folder, environment, typed):
    """The line that each text becomes after a TAB."""
    terminal = Terminal(shell.command, environment, folder)
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


def check_lines(shell, folder, environment):
    for (typed, expected), line in zip(LINES.items(), completed_lines(shell, folder, environment, LINES)):
        assert line == expected, f"{shell.command[0]}: {typed!r} became {line!r}, not {expected!r}"


def check_fish(folder, environment):
    """Fish can be asked what it would offer, without a terminal."""
    for typed, expected in {
        "iscm lis": ["list"],
        "iscm list mechanism type=": ["type=GLOBAL", "type=IRF", "type=RCP"],
        "iscm list mechanism type=RCP,I": ["type=RCP,IRF"],
        "iscm import some": ["some-file.csv"],
    }.items():
        script = f"source (iscm completion fish | psub); complete --do-complete '{typed}'"
        offered = subprocess.check_output(["fish", "--no-config", "-c", script], cwd=folder, env=environment, text=True)
        actual = [line.split("\t")[0] for line in offered.splitlines()]
        assert actual == expected, f"fish: {typed!r} offers {actual}, not {expected}"


def check_silence(folder, environment):
    """The hidden command never fails and never says a word on stderr."""
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
        done = subprocess.run(["iscm", "__complete", *words], cwd=folder, env=environment, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b""), (words, done)


def check_syntax(folder, environment):
    for shell in ("bash", "zsh", "fish"):
        script = pathlib.Path(folder) / f"script.{shell}"
        script.write_bytes(subprocess.check_output(["iscm", "completion", shell], env=environment))
        if shutil.which(shell):
            subprocess.run([shell, "-n", script], check=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--iscm", required=True)
    parser.add_argument("--seeded", required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "bin").mkdir()
        (place / "bin" / "iscm").symlink_to(pathlib.Path(arguments.iscm).resolve())
        environment = {
            "PATH": f"{place / 'bin'}:{os.environ['PATH']}",
            "HOME": folder,
            "TERM": "xterm",
            "LC_ALL": "C.UTF-8",
            "ISCM_NOW": "2026-01-02T03:04:05.678Z",
        }
        for name in ("iscm.db", "other.db"):
            shutil.copyfile(arguments.seeded, place / name)
        (place / "broken.db").write_text("no database")
        (place / "own").mkdir()
        (place / "own/mine-alone.sql").write_text("-- title: Mine\n-- parameter: year (number): y\nSELECT :year\n")
        (place / "some-file.csv").write_text("code,name\nonly-here,Only here\n")
        added = ["iscm", "--db", "other.db", "import", "some-file.csv", "--as", "theme", "--apply"]
        subprocess.run(added, cwd=folder, env=environment, check=True, capture_output=True)
        check_syntax(folder, environment)
        check_silence(folder, environment)
        check_lines(BASH, folder, environment)
        if shutil.which("zsh"):
            check_lines(ZSH, folder, environment)
        if shutil.which("fish"):
            check_fish(folder, environment)


if __name__ == "__main__":
    main()
