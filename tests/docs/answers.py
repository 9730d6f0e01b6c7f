#!/usr/bin/env python3
"""What the documentation shows of a terminal is what the program says: every block ```console is run, and compared.

answers.py --iscm PATH --seeded DB FILE.md..."""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ENVIRONMENT = {"LC_ALL": "C.UTF-8", "NO_COLOR": "1", "TZ": "UTC"}


def commands_in(path):
    """(line number, command, what is shown of its output) for each command of the blocks; `> ` goes on with one."""
    found, inside = [], False
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ "):
            found.append((number, [line[2:]], []))
        elif inside and line.startswith("> ") and found and not found[-1][2]:
            found[-1][1].append(line[2:])
        elif inside:
            found[-1][2].append(line)
    return [(number, "\n".join(command), "".join(f"{line}\n" for line in shown)) for number, command, shown in found]


def output_of(command, folder, iscm):
    path = f"{iscm.parent}{os.pathsep}{os.environ['PATH']}"
    environment = ENVIRONMENT | {"PATH": path, "HOME": str(folder)}
    ran = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                         capture_output=True, text=True)
    return ran.stdout + ran.stderr


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--iscm", type=pathlib.Path, required=True)
    parser.add_argument("--seeded", type=pathlib.Path, required=True)
    parser.add_argument("files", type=pathlib.Path, nargs="+")
    arguments = parser.parse_args()
    wrong = count = 0
    for path in arguments.files:
        with tempfile.TemporaryDirectory(prefix="iscm-answers-") as folder:
            shutil.copyfile(arguments.seeded, pathlib.Path(folder) / "iscm.db")
            commands = commands_in(path)
            if not commands:
                print(f"{path}: shows no command")
                wrong += 1
            for number, command, shown in commands:
                said = output_of(command, folder, arguments.iscm.resolve())
                count += 1
                if said != shown:
                    wrong += 1
                    print(f"{path}:{number}: {command}\nshows:\n{shown}\nbut it is:\n{said}")
    print(f"{count} commands, {wrong} not as shown")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
