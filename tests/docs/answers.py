"""What the documentation shows of a terminal is what the program says: every block ```console is run, and compared."""

import os
import subprocess

import support

ENVIRONMENT = {"LC_ALL": "C.UTF-8", "NO_COLOR": "1", "TZ": "UTC", "ISCM_NOW": "2026-11-30T09:00:00.000Z"}


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


class Answers(support.Story):
    def output(self, command):
        path = f"{support.iscm.parent}{os.pathsep}{os.environ['PATH']}"
        environment = ENVIRONMENT | {"PATH": path, "HOME": str(self.folder)}
        ran = subprocess.run(["bash", "-c", command], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                             capture_output=True, text=True)
        return ran.stdout + ran.stderr

    def check(self, page):
        commands = commands_in(support.ROOT / page)
        self.assertTrue(commands, "it shows no command")
        for number, command, shown in commands:
            with self.subTest(f"{page}:{number}: {command}"):
                self.assertEqual(shown, self.output(command))

    def test_readme(self):
        self.check("README.md")

    def test_questions(self):
        self.check("docs/questions.md")


if __name__ == "__main__":
    support.main()
