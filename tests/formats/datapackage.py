"""`iscm export all --format datapackage`: its descriptor keeps the rules of the published profile of Data Package 2.0, its
files keep what the descriptor says of them, and the metadata for Datasette speaks of tables and columns that there are."""

import csv
import inspect
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

import support

try:
    import jsonschema
except ImportError:
    jsonschema = None

# The rules of https://datapackage.org/profiles/2.0/ for the properties that we write, in our words: what is required,
# the types, the patterns, what may stand in an enumeration. Properties that it does not know are an error here.
# A path is an address, or a file below the folder of the descriptor.
PATH = {"type": "string", "pattern": r"^(https?://[^\r\n]+|(?![./~])(?!file:)(?!.*(\.\./|://))[^\\\r\n]+)$"}
WORDS = {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string"}}
MOMENT = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?Z$"


def field_of(types, formats, constraints):
    return {
        "type": "object",
        "required": ["name", "type"],
        "additionalProperties": False,
        "properties": {
            "name": {"type": "string"},
            "type": {"enum": types},
            "format": {"enum": formats},
            "description": {"type": "string", "minLength": 1},
            "example": {"type": "string"},
            "constraints": {
                "type": "object",
                "additionalProperties": False,
                "properties": {"required": {"type": "boolean"}, "unique": {"type": "boolean"}, **constraints},
            },
        },
    }


# Of a number a least and a greatest are allowed, of a text a pattern: each type has constraints of its own.
FIELD = {
    "oneOf": [
        field_of(
            ["string"], ["default", "email", "uri", "binary", "uuid"], {"pattern": {"type": "string"}, "enum": WORDS}
        ),
        field_of(["integer", "year"], ["default"], {"minimum": {"type": "integer"}, "maximum": {"type": "integer"}}),
    ]
}
SCHEMA = {
    "type": "object",
    "required": ["fields"],
    "additionalProperties": False,
    "properties": {
        "fields": {"type": "array", "minItems": 1, "items": FIELD},
        "missingValues": {"type": "array", "items": {"type": "string"}},
        "primaryKey": WORDS,
        "uniqueKeys": {"type": "array", "minItems": 1, "uniqueItems": True, "items": WORDS},
        "foreignKeys": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["fields", "reference"],
                "additionalProperties": False,
                "properties": {
                    "fields": WORDS,
                    "reference": {
                        "type": "object",
                        "required": ["fields"],
                        "additionalProperties": False,
                        "properties": {"resource": {"type": "string"}, "fields": WORDS},
                    },
                },
            },
        },
    },
}
PACKAGE = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["resources"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"const": "https://datapackage.org/profiles/2.0/datapackage.json"},
        "name": {"type": "string", "pattern": "^[a-z0-9._-]+$"},
        "title": {"type": "string"},
        "description": {"type": "string"},
        "version": {"type": "string"},
        "created": {"type": "string", "pattern": MOMENT},
        "licenses": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "anyOf": [{"required": ["name"]}, {"required": ["path"]}],
                "additionalProperties": False,
                "properties": {"name": {"type": "string", "pattern": "^[-a-zA-Z0-9._]+$"}, "path": PATH},
            },
        },
        "sources": {
            "type": "array",
            "items": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": False,
                "properties": {"title": {"type": "string"}, "path": PATH},
            },
        },
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path"],
                "additionalProperties": False,
                "properties": {
                    "name": {"type": "string", "pattern": "^[a-z0-9._-]+$"},
                    "type": {"const": "table"},
                    "path": PATH,
                    "title": {"type": "string"},
                    "description": {"type": "string", "minLength": 1},
                    "format": {"const": "csv"},
                    "mediatype": {"const": "text/csv"},
                    "encoding": {"const": "utf-8"},
                    "dialect": {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {"lineTerminator": {"type": "string"}},
                    },
                    "schema": SCHEMA,
                },
            },
        },
    },
}

# A copy of https://datapackage.org/profiles/2.0/datapackage.json, for those who have one; no test asks the network.
PUBLISHED = os.environ.get("ISCM_DATAPACKAGE_PROFILE")


def rows_of(folder, resource):
    with open(folder / resource["path"], encoding=resource["encoding"], newline="") as file:
        return list(csv.DictReader(file))


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="iscm-package-"))
        cls.addClassCleanup(shutil.rmtree, cls.place)
        shutil.copyfile(support.seeded, cls.place / "record.db")
        cls.folder = cls.place / "out"
        cls.export("out", "--licence", "CC-BY-4.0").check_returncode()
        cls.package = json.loads((cls.folder / "datapackage.json").read_text("utf-8"))
        cls.resources = {resource["name"]: resource for resource in cls.package["resources"]}
        cls.rows = {name: rows_of(cls.folder, resource) for name, resource in cls.resources.items()}

    @classmethod
    def export(cls, folder, *more):
        command = [support.iscm, "--db", "record.db", "export", "all", "--format", "datapackage", "-o", folder, *more]
        return subprocess.run(command, cwd=cls.place, capture_output=True, text=True)

    @unittest.skipUnless(jsonschema, "needs python3-jsonschema")
    def test_the_descriptor_keeps_the_profile(self):
        jsonschema.Draft7Validator(PACKAGE).validate(self.package)

    @unittest.skipUnless(jsonschema and PUBLISHED, "ISCM_DATAPACKAGE_PROFILE names no copy of the published profile")
    def test_the_descriptor_keeps_the_profile_as_it_is_published(self):
        profile = json.loads(pathlib.Path(PUBLISHED).read_text("utf-8"))
        jsonschema.validators.validator_for(profile)(profile).validate(self.package)

    @unittest.skipUnless(jsonschema, "needs python3-jsonschema")
    def test_the_profile_refuses_a_broken_descriptor(self):
        def schema_of(package, name):
            return next(each["schema"] for each in package["resources"] if each["name"] == name)

        def twice(names):
            names.append(names[0])

        for break_it in (
            lambda package: package.pop("resources"),
            lambda package: package.update(created="2026-13-01T00:00:00Z"),
            lambda package: package["licenses"][0].update(name="a licence"),
            lambda package: package["sources"][0].clear(),
            lambda package: package["resources"][0].pop("path"),
            lambda package: package["resources"][0].pop("name"),
            *(
                lambda package, path=path: package["resources"][0].update(path=path)
                for path in ("../out.csv", "in/../out.csv", "/out.csv", "~/out.csv", "file:out.csv", "urn://out", "a\nb", "")
            ),
            lambda package: package["resources"][0]["schema"].update(fields=[]),
            lambda package: package["resources"][0]["schema"]["fields"][0].pop("name"),
            lambda package: package["resources"][0]["schema"]["fields"][0].update(type="code"),
            lambda package: package["resources"][0]["schema"]["fields"][0].update(format="code"),
            lambda package: package["resources"][0]["schema"]["fields"][0].update(constraints={"minimum": 1}),
            lambda package: package["resources"][0]["schema"]["fields"][0].update(constraints={"enum": ["a", "a"]}),
            lambda package: package["resources"][0]["schema"]["fields"][0].update(example=1),
            lambda package: twice(schema_of(package, "mechanism")["primaryKey"]),
            lambda package: twice(schema_of(package, "membership")["uniqueKeys"]),
            lambda package: twice(schema_of(package, "membership")["uniqueKeys"][0]),
            lambda package: twice(schema_of(package, "membership")["foreignKeys"][0]["reference"]["fields"]),
            lambda package: schema_of(package, "membership")["foreignKeys"][0].pop("reference"),
        ):
            package = json.loads(json.dumps(self.package))
            break_it(package)
            self.assertFalse(jsonschema.Draft7Validator(PACKAGE).is_valid(package), inspect.getsource(break_it))

    def test_a_file_for_each_entity_and_no_other(self):
        files = {path.name for path in self.folder.iterdir()}
        described = {resource["path"] for resource in self.package["resources"]}
        self.assertEqual(files, described | {"datapackage.json", "metadata.json"})
        self.assertGreaterEqual(len(self.resources), 20)

    def test_files_of_links_say_on_what_they_stand_and_the_package_where_it_is_from(self):
        for name in ("membership", "chair", "mechanism-secretariat"):
            rows = list(csv.DictReader((self.folder / f"{name}.csv").read_text("utf-8").splitlines()))
            undated = sum(not row["valid_from"] and not row["valid_to"] for row in rows)
            stand = {basis: sum(row["basis"] == basis for row in rows) for basis in ("inferred", "unsourced")}
            said = f"{len(rows)} rows in any role, past ones included: {stand['inferred']} inferred, {stand['unsourced']} unsourced"
            self.assertTrue(self.resources[name]["description"].endswith(f"{said}, {undated} without a date"), name)
        source = f"Source: ISCM record, revision {self.package['version']}, {self.package['created'][:10]}."
        self.assertTrue(self.package["description"].endswith(source))

    def test_the_files_have_the_columns_that_are_described(self):
        for name, resource in self.resources.items():
            with open(self.folder / resource["path"], encoding="utf-8", newline="") as file:
                header = next(csv.reader(file))
            self.assertEqual(header, [field["name"] for field in resource["schema"]["fields"]], name)

    def test_the_lines_end_as_is_described(self):
        for name, resource in self.resources.items():
            # Data Package expects CRLF where nothing is said.
            end = resource.get("dialect", {}).get("lineTerminator", "\r\n").encode()
            content = (self.folder / resource["path"]).read_bytes()
            self.assertTrue(content.endswith(end), name)
            self.assertEqual(content.count(b"\r\n") > 0, end == b"\r\n", name)

    def test_every_value_keeps_its_constraints(self):
        checked = 0
        for name, resource in self.resources.items():
            for field in resource["schema"]["fields"]:
                rules = field.get("constraints", {})
                values = [row[field["name"]] for row in self.rows[name]]
                filled = [value for value in values if value != ""]
                if rules.get("required"):
                    self.assertEqual(len(values), len(filled), f"{name}.{field['name']} is empty somewhere")
                if rules.get("unique"):
                    self.assertEqual(len(filled), len(set(filled)), f"{name}.{field['name']} is not unique")
                for value in filled:
                    if "pattern" in rules:
                        self.assertRegex(value, f"^(?:{rules['pattern']})$", f"{name}.{field['name']}")
                    if "enum" in rules:
                        self.assertIn(value, rules["enum"], f"{name}.{field['name']}")
                    if field["type"] in ("integer", "year"):
                        self.assertRegex(value, r"^\d+$")
                        self.assertLessEqual(rules.get("minimum", 0), int(value))
                        self.assertLessEqual(int(value), rules.get("maximum", int(value)))
                    checked += 1
        self.assertGreater(checked, 10_000)

    def test_keys_identify_rows(self):
        for name, resource in self.resources.items():
            schema = resource["schema"]
            for key in [schema["primaryKey"]] if "primaryKey" in schema else schema.get("uniqueKeys", []):
                keys = [tuple(row[field] for field in key) for row in self.rows[name]]
                self.assertEqual(len(keys), len(set(keys)), f"{name}: {key}")
                if "primaryKey" in schema:
                    self.assertFalse([each for each in keys if "" in each], f"{name}: {key}")

    def test_references_lead_to_rows(self):
        checked = 0
        for name, resource in self.resources.items():
            for reference in resource["schema"].get("foreignKeys", []):
                (field,) = reference["fields"]
                (target,) = reference["reference"]["fields"]
                # A reference within one table names no resource.
                resource_named = reference["reference"].get("resource")
                self.assertNotEqual(resource_named, name)
                known = {row[target] for row in self.rows[resource_named or name]}
                used = {row[field] for row in self.rows[name]} - {""}
                self.assertLessEqual(used, known, f"{name}.{field}")
                checked += len(used)
        self.assertGreater(checked, 500)
        within = {name for name, each in self.resources.items() if '"reference": {"fields"' in json.dumps(each["schema"])}
        self.assertEqual(within, {"region", "theme"})

    def test_the_metadata_for_datasette_speaks_of_what_there_is(self):
        metadata = json.loads((self.folder / "metadata.json").read_text("utf-8"))
        (database,) = metadata["databases"]
        self.assertEqual(database, "record")
        with sqlite3.connect(self.place / "record.db") as connection:
            for table, described in metadata["databases"][database]["tables"].items():
                columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
                self.assertTrue(columns, table)
                self.assertTrue(described["description"], table)
                self.assertLessEqual(set(described["columns"]), columns, table)
        connection.close()

    def test_a_licence_is_stated_where_it_is_given(self):
        self.assertEqual(self.package["licenses"], [{"name": "CC-BY-4.0"}])
        silent = self.export("silent")
        self.assertIn("no licence is stated", silent.stderr)
        self.assertNotIn("licenses", json.loads((self.place / "silent/datapackage.json").read_text("utf-8")))
        self.assertEqual(self.export("odd", "--licence", "as you like it").returncode, 2)
        self.assertFalse((self.place / "odd").exists())

    def test_its_version_is_the_revision_that_it_shows(self):
        rows = subprocess.run(
            [support.iscm, "--db", "record.db", "log", "--format", "json"], cwd=self.place, capture_output=True, check=True
        ).stdout
        self.assertEqual(self.package["version"], str(json.loads(rows)[0]["revision"]))
        self.export("earlier", "--known-at", "10").check_returncode()
        earlier = json.loads((self.place / "earlier/datapackage.json").read_text("utf-8"))
        self.assertEqual(earlier["version"], "10")

    def test_it_is_not_written_for_a_spreadsheet(self):
        refused = self.export("sheet", "--excel")
        self.assertEqual(refused.returncode, 2, refused.stderr)
        self.assertFalse((self.place / "sheet").exists())

    def test_nothing_is_replaced(self):
        again = self.export("out")
        self.assertEqual(again.returncode, 3, again.stderr)
        self.assertTrue(re.search("exists", again.stderr), again.stderr)


if __name__ == "__main__":
    support.main()
