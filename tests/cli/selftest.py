"""Checks of the transcript runner itself: what must pass passes, what must fail fails, and --accept settles it."""

import pathlib
import tempfile

FAKE = """#!/bin/bash
case "$*" in
  *init) db=iscm.db; [ "$1" = --db ] && db=$2; sqlite3 "$db" "
    CREATE TABLE revisions (id INTEGER PRIMARY KEY, kind, reason, undoes);
    CREATE TABLE things (id INTEGER PRIMARY KEY, revision);
    CREATE TRIGGER stay BEFORE UPDATE ON things BEGIN SELECT raise(abort, 'no'); END;
    INSERT INTO revisions VALUES
      (1, 'migration', NULL, NULL), (2, 'seed', 'seeds/a.csv', NULL), (3, 'seed', 'seeds/b.csv', NULL);
    INSERT INTO things VALUES (1, 0), (2, 2), (3, 3)" ;;
  revisions) sqlite3 iscm.db "SELECT 'revision ' || id || ', ' || coalesce(reason, kind) FROM revisions" ;;
  write) sqlite3 iscm.db "INSERT INTO revisions (kind) VALUES ('command') RETURNING 'written as ' || id || ' at 3'" ;;
  things) sqlite3 iscm.db "SELECT revision FROM things" ;;
  "undo "*) sqlite3 iscm.db "SELECT 'undone: ' || kind FROM revisions WHERE id = $2" ;;
  "odd") printf '# a\\n$ b\\n! c\\n[d]\\n\\\\e\\n...\\n> f\\n{{g}}\\n h \\nx\\t\\n\\033[1m\\n'; pwd; printf 'i\\n\\n' ;;
  "bare") printf 'no newline' ;;
  "spoil") echo x >>x.db; exit 3 ;;
  "refuse") echo out; printf 'iscm: error: no\\n\\nhint: yes\\n' >&2; exit 3 ;;
  "misuse"*) exit 2 ;;
  "advise "*) shift; echo "hint: \`iscm $*\` shows it" >&2 ;;
  "env") echo "$ISCM_NOW $LC_ALL $NO_COLOR $TZ $ISCM_AUTHOR ${ISCM_DB-none}"; [ "$HOME" = "$PWD" ] && echo home ;;
  *) printf '%s\\n' "$@" ;;
esac
"""

PASS = {
    "plain": "# a comment\n$ iscm a b\na\nb\n\n# another\n$ iscm c\nc\n",
    "silent": "$ iscm --db x.db init\n$ ls x.db\nx.db\n",
    "blank line within": "$ iscm a '' b\na\n\nb\n",
    "blank line at the end": "$ iscm a ''\na\n\\\n\n",
    "stderr and exit": "$ iscm refuse\nout\n! iscm: error: no\n!\n! hint: yes\n[exit 3]\n",
    "stderr set apart": "$ iscm refuse\nout\n\n! iscm: error: no\n!\n! hint: yes\n\n[exit 3]\n",
    "any": "$ iscm a b c d\n...\nc\n...\n",
    "any takes none": "$ iscm a b\na\n...\nb\n...\n",
    "any between repeats": "$ iscm a b a c\n...\na\nc\n",
    "any on stderr": "$ iscm refuse\n...\n! ...\n[exit 3]\n",
    "regex": "$ iscm 'took 12 ms' 2026\ntook {{\\d+}} ms\n{{\\d{4}}}\n",
    "regex next to a brace": "$ iscm '{1}'\n{{{\\d}}}\n",
    "no newline": "$ iscm bare\nno newline\n[no newline]\n",
    "a hint that runs": "$ iscm advise a\n! hint: `iscm a` shows it\n",
    "a hint with a placeholder": "$ iscm advise misuse KEY\n! hint: `iscm misuse KEY` shows it\n",
    "environment": "$ iscm env\n2026-01-02T03:04:05.678Z C.UTF-8 1 UTC tester none\nhome\n",
    "continued": "$ iscm a \\\n  b\na\nb\n",
    "continued as a terminal shows it": "$ iscm a \\\n>   b\na\nb\n",
    "here document": "$ cat <<EOF\n> one\n>\n>  two\n> EOF\none\n\n two\n",
    "files carry over": "$ iscm a >f\n$ cat f\na\n",
    "refused after writing": "$ iscm --db x.db init\n$ iscm spoil  # writes\n[exit 3]\n",
    "seeded": "# why\n@seeded\n$ ls iscm.db\niscm.db\n",
    "revisions": "@seeded\n$ iscm write\nwritten as {revision+1} at 3\n$ iscm undo {revision+1}\nundone: {{c.*d}}\n",
    "not seeded": "$ test -e iscm.db\n[exit 1]\n",
    "signal": "$ kill -TERM $$\n[exit 143]\n",
    "nothing left behind": "$ sleep 100 & echo on\non\n",
}

# Each differs in one thing, and --accept must settle it.
DIFFER = {
    "other text": "$ iscm a\nb\n",
    "line missing": "$ iscm a b\na\n",
    "line too many": "$ iscm a\na\nb\n",
    "any does not skip the next": "$ iscm a b c\n...\nb\n",
    "regex must cover the line": "$ iscm 123x\n{{\\d+}}\n",
    "expected stderr": "$ iscm a\na\n! b\n",
    "unexpected stderr": "$ iscm refuse\nout\n[exit 3]\n",
    "expected exit": "$ iscm a\na\n[exit 1]\n",
    "unexpected exit": "$ iscm refuse\nout\n! iscm: error: no\n!\n! hint: yes\n",
    "newline missing": "$ iscm bare\nno newline\n",
    "newline there": "$ iscm a\na\n[no newline]\n",
    "blank line at the end": "$ iscm a ''\na\n",
    "second of two": "$ iscm a\na\n$ iscm b\nc\n",
    "every odd line": "$ iscm odd\n",
    "other revision": "@seeded\n$ iscm undo {revision}\nundone: command\n",
    "a line of stderr": "$ iscm refuse\nout\n! iscm: error: yes\n!\n! hint: yes\n[exit 3]\n",
}

# A refused command that changes a database: no output makes that right.
SPOILED = "$ iscm --db x.db init\n$ iscm spoil\n[exit 3]\n"

# A message that names a command which does not run.
ADVISES = "$ iscm advise misuse\n! hint: `iscm misuse` shows it\n"

UNREADABLE = {
    "empty": "",
    "no command": "# only words\n",
    "output without a command": "a\n$ iscm a\n",
    "dollar not escaped": "$ iscm '$a'\n$a\n",
    "stdout after stderr": "$ iscm refuse\n! iscm: error: no\nout\n",
    "unknown note": "$ iscm a\na\n[exit x]\n",
    "bad regex": "$ iscm a\n{{(}}\n",
    "revision without seeds": "$ iscm {revision}\na\n",
    "revision of no seed file": "@seeded\n$ iscm undo {revision of c.csv}\na\n",
    "seeded too late": "$ iscm a\na\n\n# x\n@seeded\n",
}

# What --accept makes of a transcript: patterns that still match stay.
ACCEPT = {
    "keeps": ("$ iscm 1 x c\n{{\\d}}\ny\n{{[a-c]}}\n\n# end\n", "$ iscm 1 x c\n{{\\d}}\nx\n{{[a-c]}}\n\n# end\n"),
    "keeps any": ("$ iscm b c d z\na\n...\nz\n", "$ iscm b c d z\nb\n...\nz\n"),
    "escapes": ("$ iscm '#' ... 'x ' '' '{{'\n", "$ iscm '#' ... 'x ' '' '{{'\n\\#\n\\...\nx{{ }}\n\n{{\\{\\{}}\n"),
    "names revisions": (
        "@seeded\n$ iscm things\n\n$ iscm write\nwritten as 4 at 3\n\n$ iscm '{revision}x' 3\n",
        "@seeded\n$ iscm things\n0\n{revision of a.csv}\n{revision of b.csv}\n\n"
        "$ iscm write\nwritten as {revision+1} at 3\n\n$ iscm '{revision}x' 3\n{revision}x\n3\n",
    ),
    "keeps the names": ("@seeded\n$ echo {revision} c\n{revision} d\n", "@seeded\n$ echo {revision} c\n{revision} c\n"),
    "leaves braces alone": ("$ echo '{revision'\n", "$ echo '{revision'\n{{\\{}}revision\n"),
}

# What is accepted, and said to change with the next seed file.
UNSTABLE = "@seeded\n$ iscm revisions\n"


def main(runner_class):
    problems = []

    def check(good, what, said=""):
        if not good:
            problems.append(f"self-test: {what}\n{said}")

    with tempfile.TemporaryDirectory(prefix="iscm-cli-") as place:
        place = pathlib.Path(place)
        fake = place / "fake"
        fake.write_text(FAKE, encoding="utf-8")
        fake.chmod(0o755)
        (place / "run").mkdir()
        runner = runner_class(fake, place / "run", timeout=10)
        path = place / "one.transcript"

        def run(text, accept=False):
            path.write_text(text, encoding="utf-8")
            return runner.run(path, accept)

        for name, text in PASS.items():
            passed, said = run(text)
            check(passed, f"must pass: {name}", said)
        for name, text in DIFFER.items():
            passed, said = run(text)
            check(not passed, f"must fail: {name}")
            last = text.count("\n$ ") and text.split("\n$ ")[0].count("\n") + 2 or 1
            check(said.startswith(f"{path}:{last}: ") and "\n@@ -" in said, f"must show file, line and diff: {name}", said)
            run(text, accept=True)
            passed, said = runner.run(path)
            check(passed, f"must pass once accepted: {name}", path.read_text(encoding="utf-8") + said)
        for accept in (False, True):
            passed, said = run(SPOILED, accept)
            check(not passed and said == f"{path}:2: refused, but x.db has changed\n", "must fail: refused, but written", said)
            passed, said = run(ADVISES, accept)
            check(not passed and "names `iscm misuse`" in said, "must fail: a hint that does not run", said)
        for name, text in UNREADABLE.items():
            passed, said = run(text, accept=True)
            check(not passed and said.startswith(f"{path}:"), f"must be refused: {name}", said)
            check(path.read_text(encoding="utf-8") == text, f"must be left alone: {name}")
        for name, (before, after) in ACCEPT.items():
            run(before, accept=True)
            now = path.read_text(encoding="utf-8")
            check(now == after, f"must be accepted as written: {name}", now)

        passed, said = run(UNSTABLE, accept=True)
        check(not passed and "another seed file" in said, "must say that more than numbers would change", said)

        runner.timeout = 0.2
        passed, said = run("$ sleep 5\n")
        check(not passed and "killed after" in said, "a command that hangs must fail", said)

    for problem in problems:
        print(problem)
    total = len(PASS) + len(DIFFER) + len(UNREADABLE) + len(ACCEPT) + 1
    print(f"self-test: {total} transcripts, {len(problems)} problems")
    return 1 if problems else 0
