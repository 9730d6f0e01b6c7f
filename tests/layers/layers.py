"""The layers of src: who may include whom. CONTRIBUTING.md explains them, docs/architecture.md draws them.

    layers.py SRC

A module is a header and the source of its name. What is asked: no include points up or sideways, no circle between
modules, a header declares only what its own source defines, the namespace is the folder, a README in each folder names
its files, and no file is long without a reason. All that is wrong is printed, with file and line.
"""
import re
import sys
import unittest
from pathlib import Path

# From the ground up. A folder may include those on the floors below its own, not its neighbours.
FLOORS = [
    ["text"],
    ["sqlite", "read", "write"],
    ["schema"],
    ["model"],
    ["history"],
    ["import", "query"],
    ["edit", "check"],
    ["cli"],
]
# The few files beside the folders that anybody may include.
COMMON = {"error", "embedded", "version"}
MOST_LINES = 450
MOST_README_LINES = 12

INCLUDE = re.compile(r'^#include "([^"]+)"')
# A function that a header declares: it begins in the first column and ends with ";" before any body.
DECLARED = re.compile(r"^(?!using|struct|class|enum|template|namespace|friend|typedef|#|//|})[^\s(=][^(={;]*?\b(\w+)\(")
DEFINED = re.compile(r"^(?!using|struct|class|enum|namespace|static_assert|#|//|})[^\s(=][^(={;]*?\b(\w+)\(")


def floor_of(folder):
    return next((floor for floor, folders in enumerate(FLOORS) if folder in folders), None)


def module_of(path):
    return str(path.with_suffix(""))


class Layers:
    def __init__(self, src):
        self.src = src
        self.files = sorted(path.relative_to(src) for path in src.rglob("*.[ch]pp"))
        self.lines = {path: (src / path).read_text().splitlines() for path in self.files}

    def includes(self):
        """Each (file, line, included path)."""
        for path, lines in self.lines.items():
            for number, line in enumerate(lines, 1):
                found = INCLUDE.match(line)
                if found:
                    yield path, number, Path(found[1])

    def upward(self):
        for path, number, included in self.includes():
            if not (self.src / included).exists():
                yield f"{path}:{number}: includes {included}, which is not in src"
                continue
            if len(path.parts) == 1 or included.parts[0] == path.parts[0]:
                continue
            if len(included.parts) == 1:
                if included.stem not in COMMON:
                    yield f"{path}:{number}: includes {included}, which is not for everybody"
                continue
            ours, theirs = floor_of(path.parts[0]), floor_of(included.parts[0])
            if ours is None or theirs is None:
                yield f"{path}:{number}: a folder without a floor"
            elif theirs >= ours:
                yield f"{path}:{number}: {path.parts[0]} includes {included}, which is not below it"

    def circles(self):
        """The circles between modules, each once, as the modules that are in it."""
        needs = {module_of(path): set() for path in self.files}
        for path, _, included in self.includes():
            if module_of(included) in needs and module_of(included) != module_of(path):
                needs[module_of(path)].add(module_of(included))
        reached = {module: self.reach(module, needs) for module in needs}
        together = {frozenset(m for m in reached[module] if module in reached[m]) for module in needs}
        for circle in sorted(together, key=sorted):
            if len(circle) > 1:
                yield f"a circle: {', '.join(sorted(circle))}"

    @staticmethod
    def reach(module, needs):
        found, ahead = set(), [module]
        while ahead:
            for needed in needs[ahead.pop()] - found:
                found.add(needed)
                ahead.append(needed)
        return found

    def strangers(self):
        """A function declared in one module's header and defined in another module's source."""
        defined = {}
        for path in self.files:
            if path.suffix == ".cpp":
                for _, name in functions(self.lines[path], DEFINED, "{"):
                    defined.setdefault((path.parts[0], name), set()).add(module_of(path))
        for path in self.files:
            if path.suffix != ".hpp":
                continue
            for number, name in functions(self.lines[path], DECLARED, ";"):
                homes = defined.get((path.parts[0], name), set())
                if homes and module_of(path) not in homes:
                    yield f"{path}:{number}: {name}() is defined in {', '.join(sorted(homes))}"

    def namespaces(self):
        for path, lines in self.lines.items():
            if len(path.parts) == 1:
                continue
            for number, line in enumerate(lines, 1):
                found = re.match(r"^namespace iscm(?:::(\w+))? \{", line)
                if found and found[1] != path.parts[0]:
                    yield f"{path}:{number}: the namespace is not the folder"

    def long(self):
        for path, lines in self.lines.items():
            reason = any(line.startswith("// Long:") for line in lines[:5])
            if len(lines) > MOST_LINES and not reason:
                yield f"{path}: {len(lines)} lines; split it, or begin it with `// Long: REASON`"

    def readmes(self):
        folders = sorted({path.parts[0] for path in self.files if len(path.parts) > 1})
        for folder in folders:
            readme = self.src / folder / "README.md"
            if not readme.exists():
                yield f"{folder}: no README.md"
                continue
            text = readme.read_text()
            if len(text.splitlines()) > MOST_README_LINES:
                yield f"{folder}/README.md: over {MOST_README_LINES} lines"
            for module in sorted({path.stem for path in self.files if path.parts[0] == folder and len(path.parts) == 2}):
                if not re.search(rf"\b{module}\b", text):
                    yield f"{folder}/README.md: does not name {module}"


def functions(lines, pattern, end):
    """The free functions whose first line matches and whose first ";" or "{" is `end`: (line, name)."""
    for number, line in enumerate(lines, 1):
        found = pattern.match(line)
        if not found or "::" in line[: found.start(1)].rsplit(" ", 1)[-1]:
            continue
        rest = "\n".join(lines[number - 1 : number + 11])[found.end() :]
        depth, closing = 1, ""
        for character in rest:
            depth += {"(": 1, ")": -1}.get(character, 0)
            if depth == 0 and character in ";{":
                closing = character
                break
        if closing == end:
            yield number, found[1]


class LayersTest(unittest.TestCase):
    layers = None

    def nothing(self, found):
        found = list(found)
        self.assertEqual(found, [], "\n" + "\n".join(found))

    def test_no_include_points_up(self):
        self.nothing(self.layers.upward())

    def test_no_circle(self):
        self.nothing(self.layers.circles())

    def test_a_header_declares_what_its_source_defines(self):
        self.nothing(self.layers.strangers())

    def test_the_namespace_is_the_folder(self):
        self.nothing(self.layers.namespaces())

    def test_no_file_is_long_without_a_reason(self):
        self.nothing(self.layers.long())

    def test_each_folder_says_what_it_is(self):
        self.nothing(self.layers.readmes())


if __name__ == "__main__":
    LayersTest.layers = Layers(Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=0)
