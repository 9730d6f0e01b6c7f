"""Workbooks that mean harm, or came to harm: each is refused by name, within 64 MB of memory, and nothing is written."""

import itertools
import os
import struct
import subprocess
import tempfile
import zipfile

import support

TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
HEADER = "<row><c t='str'><v>Code</v></c><c t='str'><v>Name</v></c></row>"
MEGABYTE = 1 << 20
MOST = 64 * MEGABYTE  # what this process takes counts too, so it takes little


def relations(*pairs):
    elements = (f"<Relationship Id='r{i}' Type='{TYPE}{kind}' Target='{target}'/>" for i, (kind, target) in enumerate(pairs))
    return f"<Relationships>{''.join(elements)}</Relationships>"


class Workbooks(support.Story):
    def write(self, name, parts):
        path = self.folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, pieces in parts.items():
                with archive.open(part, "w", force_zip64=True) as file:
                    for piece in [pieces] if isinstance(pieces, str) else pieces:
                        file.write(piece.encode() if isinstance(piece, str) else piece)
        return path

    def workbook(self, rows, texts="<sst/>", before=""):
        """An Excel workbook; rows are text, or pieces of it."""
        rows = [rows] if isinstance(rows, str) else rows
        return self.write("book.xlsx", {
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": "<workbook><sheets><sheet name='S' r:id='r0'/></sheets></workbook>",
            "xl/_rels/workbook.xml.rels": relations(("worksheet", "s.xml"), ("sharedStrings", "t.xml")),
            "xl/s.xml": [before, "<worksheet><sheetData>", HEADER, *rows, "</sheetData></worksheet>"],
            "xl/t.xml": texts})

    def open_document(self, *content, **more):
        return self.write("book.ods", {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": ["<d><spreadsheet><table table:name='S'>", *content, "</table></spreadsheet></d>"], **more})

    def refused(self, path, *words):
        before = self.db.read_bytes()
        with tempfile.TemporaryFile() as errors:
            process = self.start("import", path.name, "--as", "mechanism", "--apply", stdout=subprocess.DEVNULL, stderr=errors)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            errors.seek(0)
            said = errors.read().decode()
        self.assertEqual(process.returncode, 3, said)
        for word in words:
            self.assertIn(word, said)
        self.assertTrue(said.startswith(f"iscm: error: {path.name}: "), said)
        self.assertEqual(self.db.read_bytes(), before)
        if not support.is_sanitized():
            self.assertLess(usage.ru_maxrss * 1024, MOST)

    def test_document_types(self):
        laughs = "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10}'>" for i in range(1, 10))
        for entities in (f"<!ENTITY l0 'ha'>{laughs}", "<!ENTITY l9 SYSTEM 'file:///etc/passwd'>"):
            text = "<row><c t='str'><v>&l9;</v></c></row>"
            self.refused(self.workbook(text, before=f"<!DOCTYPE a [{entities}]>"), "has a document type")

    def test_bombs(self):
        for name, rows, words in (
                ("blanks", [b" " * MEGABYTE] * 400, "unpacks to more than"),
                ("one attribute", ("<row a='", *[b"x" * MEGABYTE] * 50, "'/>"), "takes more than 8 MB"),
                ("one cell", ("<row><c t='str'><v>", *[b"x" * MEGABYTE] * 50), "A2 has more than 1 MB"),
                ("depth", ("<a>" * 100_000,), "too deep within each other"),
                ("rows", ("<row/>" * 1_100_000,), "\"1048577\", which cannot be there")):
            with self.subTest(name):
                self.refused(self.workbook(rows), words)

    def test_one_text_in_every_cell(self):
        cells = "<row><c t='s'><v>0</v></c></row>" * 12_000
        self.refused(self.workbook(cells, texts=f"<sst><si><t>{'x' * 1_000_000}</t></si></sst>"), "unpacks to more than")

    def test_many_texts(self):
        """Honest, as long as they are few enough in memory."""
        texts = ("".join(f"<si><t>{block * 10_000 + i} is a text of its own</t></si>" for i in range(10_000))
                 for block in range(100))
        path = self.workbook("<row><c t='s'><v>1000000</v></c></row>", texts=itertools.chain(["<sst>"], texts, ["</sst>"]))
        self.refused(path, "A2 names a text that the workbook has not")

    def test_repeats_of_open_document(self):
        header = "<table-row><table-cell value-type='string'><p>Code</p></table-cell></table-row>"
        row = "<table-row {0}><table-cell {1} value-type='string'><p>x</p></table-cell></table-row>"
        self.refused(self.open_document(header, row.format("number-rows-repeated='99999999'", "")), "which no sheet has")
        self.refused(self.open_document(header, row.format("", "number-columns-repeated='99999999'")), "than a sheet has")

    def test_lies_and_cuts(self):
        path = self.workbook("<row><c t='str'><v>x</v></c></row>")
        whole = path.read_bytes()
        at = whole.rfind(b"xl/s.xml") - 46 + 24  # the length of the part, in the directory
        length, = struct.unpack_from("<I", whole, at)
        for lie in (length - 10, length + 10, 0xFFFFFFF0):
            path.write_bytes(whole[:at] + struct.pack("<I", lie) + whole[at + 4:])
            self.refused(path, "the archive")
        for cut in (30, len(whole) // 2, len(whole) - 10):
            path.write_bytes(whole[:cut])
            self.refused(path, "the archive is cut or damaged")

    def test_other_files(self):
        old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(504)
        for name, content, words in (
                ("old.xls", old + "Workbook".encode("utf-16le"), "old Microsoft Office (.xls)"),
                ("secret.xlsx", old + "EncryptedPackage".encode("utf-16le"), "an encrypted workbook"),
                ("flat.fods", b"<?xml version='1.0'?><office:document>", "a flat OpenDocument file (.fods)")):
            path = self.folder / name
            path.write_bytes(content)
            self.refused(path, words)
        manifest = {"META-INF/manifest.xml": "<manifest><file-entry><encryption-data/></file-entry></manifest>"}
        self.refused(self.open_document("", **manifest), "is encrypted")
        self.refused(self.write("b.xlsb", {"_rels/.rels": relations(("officeDocument", "xl/workbook.bin"))}), "(.xlsb)")
        self.refused(self.write("b.docx", {"_rels/.rels": relations(("officeDocument", "word/document.xml")),
                                           "word/document.xml": "<w:document/>"}), "a document of Office")
        self.refused(self.write("b.zip", {"a.csv": "a,b"}), "this is a ZIP archive")


if __name__ == "__main__":
    support.main()
