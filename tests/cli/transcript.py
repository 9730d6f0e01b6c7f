"""Transcripts: reading them, comparing output with them, writing them anew. README.md describes the format."""

import re

import revisions

ANY = "..."  # a line that stands for any number of lines
NO_NEWLINE = {"stdout": "[no newline]", "stderr": "[no newline on stderr]"}

# A quantifier's brace may end a regex: of a run of braces, the last two close it.
_REGEX = re.compile(r"\{\{(.+?)\}\}(?!\})")
_OPEN, _CLOSE = "\ue000", "\ue001"  # no text has them: round the name of a revision until the rest is encoded
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]+")


class TranscriptError(Exception):
    """A transcript that cannot be read; the message names the line."""


class Line:
    """One expected line, as written (without the `! ` of stderr)."""

    def __init__(self, raw):
        self.raw = raw
        self.any = raw == ANY
        text = raw[1:] if raw.startswith("\\") else raw
        self._parts = _REGEX.split(text)  # text and regular expressions by turns
        for pattern in self._parts[1::2]:
            re.compile(pattern)
        self.names_revisions = any(revisions.has_placeholder(part) for part in self._parts[::2])

    def matches(self, said):
        """Whether a line that a command wrote is as expected, and so is the same line of its second run."""
        if said.again and not self.matches(said.again):
            return False
        parts = self._parts
        if self.names_revisions:
            parts = [part if i % 2 else said.revisions.fill(part) for i, part in enumerate(parts)]
        if len(parts) == 1:
            return parts[0] == said.text
        pattern = "".join(f"(?:{part})" if i % 2 else re.escape(part) for i, part in enumerate(parts))
        return re.fullmatch(pattern, said.text) is not None


class Said:
    """A line that a command wrote. revisions: of the database that it began with, None if it began with none.
    again: the same line where there are more seed files."""

    def __init__(self, text, revisions_there):
        self.text, self.revisions, self.again = text, revisions_there, None


class Output:
    """What a command wrote, or is expected to write."""

    def __init__(self):
        self.stdout, self.stderr = [], []
        self.newline = {"stdout": True, "stderr": True}  # does the last line end with one
        self.exit = 0

    @classmethod
    def of_run(cls, stdout, stderr, code, revisions_there=None):
        out = cls()
        for name, data in (("stdout", stdout), ("stderr", stderr)):
            text = data.decode("utf-8", "backslashreplace")
            lines = text.split("\n")
            out.newline[name] = lines[-1] == ""
            lines = lines[:-1] if out.newline[name] else lines
            setattr(out, name, [Said(line, revisions_there) for line in lines])
        out.exit = code
        return out

    def set_again(self, other):
        """Puts beside each line the one of a second run, where that wrote as many."""
        for lines, again in ((self.stdout, other.stdout), (self.stderr, other.stderr)):
            if len(lines) == len(again):
                for line, line_again in zip(lines, again):
                    line.again = line_again


class Step:
    """One command with its expected output; blank is the number of separating lines after it."""

    def __init__(self, number, source, command):
        self.number, self.source, self.command = number, source, command
        self.raw, self.expected, self.blank = [], Output(), 0

    @property
    def names_revisions(self):
        lines = self.expected.stdout + self.expected.stderr
        return revisions.has_placeholder(self.command) or any(line.names_revisions for line in lines)


class Transcript:
    def __init__(self, text):
        self.seeded = False
        self.parts = []  # comment and blank lines as strings, and steps
        lines = text.split("\n")
        if lines and lines[-1] == "":
            lines.pop()
        self._read(lines)
        if not self.seeded:
            for step in self.steps:
                if step.names_revisions:
                    raise TranscriptError(f"{step.number}: {{revision}} is known only after @seeded")

    @property
    def steps(self):
        return [part for part in self.parts if isinstance(part, Step)]

    def text(self, blocks=None):
        """The whole file again; blocks maps a step to the lines that replace its expected output."""
        lines = []
        for part in self.parts:
            if isinstance(part, str):
                lines.append(part)
            else:
                lines += part.source + (blocks or {}).get(part, part.raw) + [""] * part.blank
        return "".join(line + "\n" for line in lines)

    def _read(self, lines):
        at = 0
        while at < len(lines):
            line = lines[at]
            if line == "@seeded":
                if self.steps:
                    raise TranscriptError(f"{at + 1}: @seeded stands before the first command")
                self.seeded = True
                self.parts.append(line)
                at += 1
            elif line.startswith("$ "):
                at = self._read_step(lines, at)
            elif line == "" or line.startswith("#"):
                self.parts.append(line)
                at += 1
            else:
                raise TranscriptError(f"{at + 1}: expected '$ COMMAND' or a comment: {line}")

    def _read_step(self, lines, at):
        number, source = at + 1, [lines[at]]
        command = [lines[at][2:]]
        at += 1
        while at < len(lines):
            line = lines[at]
            if line == ">" or line.startswith("> "):
                command.append(line[2:])
            elif command[-1].endswith("\\"):
                command.append(line)
            else:
                break
            source.append(line)
            at += 1
        step = Step(number, source, "\n".join(command))
        start = at
        while at < len(lines) and not lines[at].startswith(("$ ", "#")):
            at += 1
        raw = lines[start:at]
        while raw and raw[-1] == "":
            raw.pop()
            step.blank += 1
        step.raw = raw
        step.expected = read_expected(raw, start + 1)
        self.parts.append(step)
        return at


def read_expected(raw, first=1):
    """The output that the lines of a step describe; first is the number of the first one."""
    expected = Output()
    directives = stderr = False
    for number, line in enumerate(raw, first):
        if line.startswith("["):
            code = re.fullmatch(r"\[exit (\d{1,3})\]", line)
            stream = next((name for name, text in NO_NEWLINE.items() if text == line), None)
            if code:
                expected.exit = int(code[1])
            elif stream:
                expected.newline[stream] = False
            else:
                raise TranscriptError(f"{number}: unknown note (output that begins with '[' is written '\\['): {line}")
            directives = True
            continue
        if directives and line != "":
            raise TranscriptError(f"{number}: output after the notes in brackets: {line}")
        try:
            if line.startswith("!"):
                if line[1:2] not in ("", " "):
                    raise TranscriptError(f"{number}: output that begins with '!' is written '\\!': {line}")
                expected.stderr.append(Line(line[2:]))
                stderr = True
            elif line.startswith("$"):
                raise TranscriptError(f"{number}: output that begins with '$' is written '\\$': {line}")
            elif stderr or directives:
                if line != "":
                    raise TranscriptError(f"{number}: stdout stands before stderr: {line}")
            else:
                expected.stdout.append(Line(line))
        except re.error as error:
            raise TranscriptError(f"{number}: {error}: {line}") from error
    while expected.stdout and expected.stdout[-1].raw == "":
        expected.stdout.pop()  # blank lines that set the messages apart
    return expected


def matches(expected, actual):
    return (
        expected.exit == actual.exit
        and all(not getattr(actual, name) or expected.newline[name] == actual.newline[name] for name in NO_NEWLINE)
        and _lines_match(expected.stdout, actual.stdout)
        and _lines_match(expected.stderr, actual.stderr)
    )


def _lines_match(expected, actual):
    """Between two ANY lines the leftmost match is as good as any; the part after the last one is held to the end."""
    groups = [[]]
    for line in expected:
        if line.any:
            groups.append([])
        else:
            groups[-1].append(line)

    def fits(group, at):
        return at + len(group) <= len(actual) and all(x.matches(actual[at + i]) for i, x in enumerate(group))

    first, *middle = groups
    if not fits(first, 0):
        return False
    if not middle:
        return len(first) == len(actual)
    at = len(first)
    *middle, last = middle
    for group in middle:
        while not fits(group, at):
            at += 1
            if at + len(group) > len(actual):
                return False
        at += len(group)
    end = len(actual) - len(last)
    return end >= at and fits(last, end)


def accepted(expected, actual, folder):
    """The block that this output makes of a step; lines written with patterns stay where they still match."""
    stdout = _merge(expected.stdout, actual.stdout, folder)
    for i in range(len(stdout) - 1, -1, -1):
        if stdout[i] != "":
            break
        stdout[i] = "\\"  # a blank line at the end would read as a separator
    block = [_guard(line) for line in stdout]
    block += [f"! {line}" if line else "!" for line in _merge(expected.stderr, actual.stderr, folder)]
    block += [note for name, note in NO_NEWLINE.items() if getattr(actual, name) and not actual.newline[name]]
    if actual.exit:
        block.append(f"[exit {actual.exit}]")
    return block


def _guard(line):
    return "\\" + line if line[:1] in tuple("$#![>") else line


def _encode(said, folder):
    """A line of output as a transcript writes it, whatever it holds."""
    if not said.again:
        return _encode_text(said.text, folder)
    again = said.again
    parts = revisions.split_by_name(said.text, said.revisions, again.text, again.revisions)
    marked = "".join(f"{_OPEN}{part}{_CLOSE}" if i % 2 else part for i, part in enumerate(parts))
    return _encode_text(marked, folder).replace(_OPEN, "{").replace(_CLOSE, "}")


def _encode_text(line, folder):
    def text(part):
        part = part.replace("{{", r"{{\{\{}}").replace("{revision", r"{{\{}}revision")
        return _CONTROL.sub(lambda m: "{{" + "".join(f"\\x{ord(c):02x}" for c in m[0]) + "}}", part)

    if line == ANY or line.startswith("\\"):
        line = "\\" + line
    bare = line.rstrip(" \t")
    end = line[len(bare) :].replace("\t", r"\t")
    # The temporary folder has another name next time; editors strip what stands at the end of a line.
    return "{{.*}}".join(text(part) for part in bare.split(folder)) + (f"{{{{{end}}}}}" if end else "")


def _merge(expected, actual, folder):
    """The cheapest alignment: written lines stay where they match, ANY takes lines for nothing, the rest is replaced."""
    if _lines_match(expected, actual):
        return [line.raw for line in expected]
    if len(expected) * len(actual) > 1_000_000 or not expected:
        return [_encode(line, folder) for line in actual]
    gap, swap = 2, 1  # replacing a line is one change, so that ANY does not swallow the line beside it
    rows, columns = len(expected), len(actual)
    cost = [[0] * (columns + 1) for _ in range(rows + 1)]
    step = [[None] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows, -1, -1):
        for j in range(columns, -1, -1):
            options = []
            if i < rows and expected[i].any:
                options.append((cost[i + 1][j], "keep"))
                if j < columns:
                    options.append((cost[i][j + 1], "take"))
            elif i < rows:
                if j < columns:
                    same = expected[i].matches(actual[j])
                    options.append((cost[i + 1][j + 1] + (0 if same else swap), "same" if same else "swap"))
                options.append((cost[i + 1][j] + gap, "drop"))
            if j < columns:
                options.append((cost[i][j + 1] + gap, "add"))
            if options:
                cost[i][j], step[i][j] = min(options, key=lambda option: option[0])
    merged, i, j = [], 0, 0
    while i < rows or j < columns:
        move = step[i][j]
        if move in ("same", "keep"):
            merged.append(expected[i].raw)
        elif move in ("swap", "add"):
            merged.append(_encode(actual[j], folder))
        i += move in ("same", "swap", "keep", "drop")
        j += move in ("same", "swap", "take", "add")
    return merged
