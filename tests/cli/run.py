#!/usr/bin/env python3
"""Runs transcripts of the command line against a real iscm. README.md beside it describes their format.

run.py --iscm PATH FILE...            exit 1 when any differs; the differences as a unified diff
run.py --iscm PATH --accept FILE...   rewrites the expected output in place: read the diff before committing it
run.py --iscm PATH --make-seeded DB   makes the database for @seeded transcripts, to be given as --seeded DB later;
                                      with --more-seeds, as if there were two seed files more
run.py --self-test                    checks this runner
"""

import argparse
import concurrent.futures
import difflib
import hashlib
import os
import pathlib
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

sys.dont_write_bytecode = True  # the source tree stays as it is
import hints  # noqa: E402
import revisions  # noqa: E402
import transcript  # noqa: E402

SANITIZERS = ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS")

# Exit codes that promise "nothing was written": wrong usage, input refused, unusable database, failed.
REFUSED = (2, 3, 4, 5)
WRITES = "# writes"  # in a command that does something else before it is refused


class Run:
    """A transcript being run: its folder, and the revisions of the database that stands in it at first (None without)."""

    def __init__(self, folder, database, execute):
        self.folder, self._execute = folder, execute
        self.revisions = None
        folder.chmod(0o755)  # for a command that drops root
        if database:
            shutil.copyfile(database, folder / "iscm.db")
            self.revisions = revisions.Revisions(database)

    def output(self, command, folder_said=None):
        """What the command writes; folder_said: the folder that it is to speak of instead of its own."""
        stdout, stderr, code = self._execute(self.revisions.fill(command) if self.revisions else command, self.folder)
        if folder_said:
            own, other = str(self.folder).encode(), str(folder_said).encode()
            stdout, stderr = stdout.replace(own, other), stderr.replace(own, other)
        return transcript.Output.of_run(stdout, stderr, code, self.revisions)


class Runner:
    """The binary, a place for temporary folders, and the seeded databases, made when first asked for."""

    def __init__(self, iscm, place, seeded=None, timeout=60):
        self.place, self.timeout = pathlib.Path(place), timeout
        # A test may run a command as another user, who must be able to get here.
        self.place.chmod(0o755)
        self.bin = self.place / "bin"
        self.bin.mkdir()
        (self.bin / "iscm").symlink_to(pathlib.Path(iscm).resolve())
        self._seeded = pathlib.Path(seeded).resolve() if seeded else None
        self._with_more_seeds = None
        self._seeding = threading.Lock()

    def seeded(self):
        with self._seeding:
            if not self._seeded:
                self._seeded = self.make_seeded(self.place / "seeded.db")
            return self._seeded

    def with_more_seeds(self):
        """As seeded(), but as if there were more seed files: what changes there is the number of a revision."""
        seeded = self.seeded()
        with self._seeding:
            if not self._with_more_seeds:
                self._with_more_seeds = self.place / "more_seeds.db"
                shutil.copyfile(seeded, self._with_more_seeds)
                revisions.add_two_seeds(self._with_more_seeds)
            return self._with_more_seeds

    def make_seeded(self, path):
        path = pathlib.Path(path).resolve()
        path.unlink(missing_ok=True)
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.place))
        stdout, stderr, code = self._execute(f"iscm --db {shlex.quote(str(path))} init", folder)
        if code != 0 or not path.exists():
            said = (stdout + stderr).decode("utf-8", "backslashreplace")
            raise SystemExit(f"run.py: error: iscm init made no {path} (exit {code}):\n{said}")
        return path

    def run(self, path, accept=False):
        """(passed, report) of one transcript file."""
        try:
            before = path.read_bytes().decode("utf-8")
            script = transcript.Transcript(before)
        except transcript.TranscriptError as error:
            return False, f"{path}:{error}\n"
        except (OSError, UnicodeDecodeError) as error:
            return False, f"{path}: {error}\n"
        if not script.steps:
            return False, f"{path}: no command in it\n"
        try:
            return self._run(path, before, script, accept)
        except revisions.UnknownSeed as error:
            return False, f"{path}: {error}\n"

    def _run(self, path, before, script, accept):
        run = self._begin(path, self.seeded() if script.seeded else None)
        # What is accepted is run a second time where revisions have other numbers: that shows which numbers are theirs.
        again = self._begin(path, self.with_more_seeds()) if accept and script.seeded else None
        blocks, headlines, unstable, hinted = {}, [], [], set()
        for step in script.steps:
            before_step = _databases(run.folder)
            actual = run.output(step.command)
            if actual.exit in REFUSED and WRITES not in step.command:
                now = _databases(run.folder)
                changed = [name for name, digest in before_step.items() if now.get(name) != digest]
                headlines += [f"{path}:{step.number}: refused, but {name} has changed\n" for name in changed]
            headlines += self._hints_that_fail(path, step, actual, run.folder, hinted)
            if again:
                actual_again = again.output(step.command, run.folder)
                actual.set_again(actual_again)
            if not transcript.matches(step.expected, actual):
                blocks[step] = transcript.accepted(step.expected, actual, str(run.folder))
                headlines.append(f"{path}:{step.number}: differs: {step.source[0]}\n")
            if again and not transcript.matches(transcript.read_expected(blocks.get(step, step.raw)), actual_again):
                unstable.append(f"{path}:{step.number}: another seed file would change more than numbers: {step.source[0]}\n")
        shutil.rmtree(run.folder, ignore_errors=True)
        if again:
            shutil.rmtree(again.folder, ignore_errors=True)
        after = script.text(blocks)
        if accept and blocks:
            path.write_bytes(after.encode("utf-8"))
            return not unstable, f"{path}: {len(blocks)} of {len(script.steps)} outputs accepted\n" + "".join(unstable)
        if not headlines:
            return not unstable, "".join(unstable)
        return False, "".join(headlines) + _diff(before, after, path)

    def _hints_that_fail(self, path, step, actual, folder, hinted):
        """What is wrong with the commands that messages name, each run once, in a copy of the folder as it is now."""
        wrong = []
        for command in hints.in_lines(line.text for line in (*actual.stdout, *actual.stderr)):
            if command in hinted:
                continue
            hinted.add(command)
            copy = pathlib.Path(tempfile.mkdtemp(dir=self.place))
            shutil.copytree(folder, copy, symlinks=True, dirs_exist_ok=True)
            _, stderr, code = self._execute(command, copy)
            shutil.rmtree(copy, ignore_errors=True)
            if code == hints.WRONG_USAGE and not hints.may_fail(command):
                said = stderr.decode("utf-8", "backslashreplace").strip()
                wrong.append(f"{path}:{step.number}: a message names `{command}`, which does not run: {said}\n")
        return wrong

    def _begin(self, path, database):
        return Run(pathlib.Path(tempfile.mkdtemp(prefix=f"{path.stem}-", dir=self.place)), database, self._execute)

    def _execute(self, command, folder):
        """One command in a bash of its own, so that nothing but files carries over to the next."""
        environment = {
            "PATH": f"{self.bin}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "HOME": str(folder),
            "PWD": str(folder),
            "ISCM_NOW": "2026-01-02T03:04:05.678Z",
            "ISCM_AUTHOR": "tester",
            "ISCM_SOURCE": str(pathlib.Path(__file__).resolve().parents[2]),
            "LC_ALL": "C.UTF-8",
            "NO_COLOR": "1",
            "TZ": "UTC",
        } | {name: os.environ[name] for name in SANITIZERS if name in os.environ}
        # Files, not pipes: a process that a test leaves behind would hold a pipe open.
        with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
            process = subprocess.Popen(
                ["bash", "--noprofile", "--norc", "-c", command],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )
            try:
                code, late = process.wait(self.timeout), b""
            except subprocess.TimeoutExpired:
                code, late = 124, f"run.py: killed after {self.timeout} s\n".encode()
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
            stdout.seek(0)
            stderr.seek(0)
            return stdout.read(), stderr.read() + late, code if code >= 0 else 128 - code


def _databases(folder):
    """The digest of every database in a folder, by its name."""
    files = [path for path in sorted(folder.rglob("*.db")) if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _diff(before, after, path):
    # Not splitlines(): it would split at more than the end of a line.
    diff = difflib.unified_diff(
        before.removesuffix("\n").split("\n"),
        after.removesuffix("\n").split("\n"),
        fromfile=f"{path} (expected)",
        tofile=f"{path} (now)",
        lineterm="",
    )
    return "".join(line + "\n" for line in diff)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--iscm", type=pathlib.Path, help="the binary to test")
    parser.add_argument("--accept", action="store_true", help="rewrite the expected output in place")
    parser.add_argument("--seeded", type=pathlib.Path, metavar="DB", help="the database for @seeded transcripts")
    parser.add_argument("--make-seeded", type=pathlib.Path, metavar="DB", help="make that database, and nothing else")
    parser.add_argument("--more-seeds", action="store_true", help="with --make-seeded: as if there were two seed files more")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="transcripts at the same time")
    parser.add_argument("--self-test", action="store_true", help="check this runner")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    args = parser.parse_args()

    if args.self_test:
        import selftest

        return selftest.main(Runner)
    if not args.iscm or not (args.files or args.make_seeded):
        parser.error("--iscm and at least one transcript are needed")
    if not os.access(args.iscm, os.X_OK):
        parser.error(f"no program at {args.iscm}")

    with tempfile.TemporaryDirectory(prefix="iscm-cli-", ignore_cleanup_errors=True) as place:
        runner = Runner(args.iscm, place, args.seeded)
        if args.make_seeded:
            runner.make_seeded(args.make_seeded)
            if args.more_seeds:
                revisions.add_two_seeds(args.make_seeded)
            return 0
        failed = 0
        with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
            for passed, report in pool.map(lambda path: runner.run(path, args.accept), args.files):
                failed += not passed
                sys.stdout.write(report)
        if failed:
            print(f"{failed} of {len(args.files)} transcripts failed")
        return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
