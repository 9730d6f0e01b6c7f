"""Commands that the program tells people to type: `iscm ...` in backquotes. Each has to be one that runs."""

import re

QUOTED = re.compile(r"`(iscm [^`]+)`")
# FILE, KEY, "..." stand for what people put there: a command with one of them need not run as it is written.
PLACEHOLDER = re.compile(r"(?<![\w-])[A-Z][A-Z_]*(?![\w-])|\.\.\.")
WRONG_USAGE = 2


def in_lines(lines):
    """The commands that these lines name."""
    return [command for line in lines for command in QUOTED.findall(line)]


def may_fail(command):
    return PLACEHOLDER.search(command) is not None
