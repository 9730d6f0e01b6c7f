#!/usr/bin/python3
"""make.py: the workbooks beside it, one table as different programs write it. They are kept as they were made, so that
the tests need none of these programs: Debian 12's python3-openpyxl, python3-xlsxwriter, gnumeric and python3-odf."""
import datetime
import subprocess
from pathlib import Path

import openpyxl
import xlsxwriter
from odf import number, style, table, text
from odf.opendocument import OpenDocumentSpreadsheet

FOLDER = Path(__file__).parent
HEADER = ["Code", "Name", "M49", "Founded", "Year", "Padded", "Note"]
D = datetime.date
ROWS = [
    ["a", "Côte d'Ivoire", "024", D(2013, 7, 10), 2013, 24, "two\nlines"],
    ["b", "NA", "404", D(1900, 1, 15), 0.1, 7, "  <&>  "],
    None,
    ["c", "", "", D(1900, 3, 1), 20240131, 1234, "x_y"],
]


def with_openpyxl():
    """Inline dates as numbers, strings shared, formulas without a value."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "list"
    sheet.append(["A list of everything"])
    sheet.append([])
    sheet.append(HEADER)
    for row in ROWS:
        sheet.append(row or [])
        if row:
            sheet.cell(sheet.max_row, 6).number_format = "000"
            sheet.cell(sheet.max_row, 4).number_format = "dd/mm/yyyy"
    sheet.append(["d", "=B4"])
    sheet.column_dimensions["G"].hidden = True
    sheet.row_dimensions[5].hidden = True
    sheet.merge_cells("A1:C1")
    book.create_sheet("hidden").append(["Code"])
    book["hidden"].sheet_state = "veryHidden"
    book.create_sheet("Sheet3")
    book.save(FOLDER / "openpyxl.xlsx")


def with_xlsxwriter():
    """Formulas with a value, days from 1904, all shared strings."""
    book = xlsxwriter.Workbook(str(FOLDER / "xlsxwriter.xlsx"), {"date_1904": True})
    book.set_properties({"created": datetime.datetime(2024, 1, 1)})
    sheet = book.add_worksheet("list")
    day = book.add_format({"num_format": "d mmm yyyy"})
    month = book.add_format({"num_format": "mmm-yy"})
    zeros = book.add_format({"num_format": "000"})
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["a", "Côte d'Ivoire", "024"])
    sheet.write_datetime(1, 3, datetime.datetime(2013, 7, 10), day)
    sheet.write_number(1, 4, 2013)
    sheet.write_number(1, 5, 24, zeros)
    sheet.write_formula(1, 6, '="x"&"y"', None, "xy")
    sheet.write_row(2, 0, ["b", "NA", "404"])
    sheet.write_datetime(2, 3, datetime.datetime(2013, 5, 1), month)
    sheet.write_formula(2, 6, "=NA()", None, "#N/A")
    book.close()


def with_odfpy():
    book = OpenDocumentSpreadsheet()
    sheet = table.Table(name="list")
    book.spreadsheet.addElement(sheet)

    def row(cells, repeated=1):
        element = table.TableRow(numberrowsrepeated=repeated)
        for cell in cells:
            if cell is None:
                element.addElement(table.TableCell(numbercolumnsrepeated=2))
                continue
            kind, value, shown = cell
            attributes = {"valuetype": kind}
            if kind != "string":
                attributes["datevalue" if kind == "date" else "value"] = value
            made = table.TableCell(**attributes)
            for line in shown.split("\n"):
                made.addElement(text.P(text=line))
            element.addElement(made)
        sheet.addElement(element)

    def string(value):
        return "string", None, value

    row([string(name) for name in HEADER])
    row([string("a"), string("Côte d'Ivoire"), string("024"), ("date", "2013-07-10", "10 July"), ("float", "2013", "2,013"),
         ("float", "24", "024"), string("two\nlines")])
    row([None], repeated=1048570)
    book.save(str(FOLDER / "odfpy.ods"))


def edition():
    """What an office has: a title, a merged cell, a code that became a number, a hidden column, a helper's formula."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "ISCM"
    for row in (["Overview of ISCM, edition 2026"], [], ["No.", "Mechanism", "Kind", "Region", "Est.", "States"],
                [1, "Nile Dialogue", "RCP", "Africa", D(2025, 1, 1), 6], [2, "Lake Forum", "RCP", None, D(2024, 1, 1), 4],
                [3, "Gulf Forum", "RCP", "Asia", "#N/A", 4]):
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("D4:D5")
    for row in (4, 5):
        sheet.cell(row, 5).number_format = "yyyy"
    sheet.column_dimensions["A"].hidden = True
    states = book.create_sheet("States")
    for row in (["Code", "M49"], ["AGO", 24], ["KEN", 404, "checked"]):
        states.append(row)
    book.create_sheet("working").append(["nothing to see"])
    book["working"].sheet_state = "hidden"
    book.save(FOLDER / "edition.xlsx")


def themes():
    """Two entities, the one that names the other first."""
    book = openpyxl.Workbook()
    book.active.title = "theme-alias"
    for row in (["theme", "alias"], ["seafarers", "Sailors"]):
        book.active.append(row)
    sheet = book.create_sheet("theme")
    for row in (["code", "name"], ["seafarers", "Seafarers"]):
        sheet.append(row)
    book.save(FOLDER / "themes.xlsx")


def shapes():
    """A matrix that begins beside the first column, and groups of rows with lists in their cells."""
    book = openpyxl.Workbook()
    book.active.title = "Matrix"
    for row in (["Participation, 2026"], [], [None, "No.", "State", "MIDSA", "Almaty Process", None, "Puebla Process", "Remarks"],
                [None, 1, "Angola", "X"], [None, 2, "Atlantis", None, "x", None, None, "new"],
                [None, 3, "Kazakhstan", None, 2013, None, "o"], [None, None, "Total", 1, 2, None, 1],
                ["Source: secretariats"]):
        book.active.append(row)
    book.save(FOLDER / "matrix.xlsx")
    book = openpyxl.Workbook()
    book.active.title = "Lists"
    for row in (["Mechanism", "State", "Role"], ["MIDSA", "Angola", "member"], [None, "Botswana"], ["Puebla Process"],
                [None, "Canada\nMexico", "member"], ["Total", 3], ["* provisional"]):
        book.active.append(row)
    book.save(FOLDER / "groups.xlsx")


with_openpyxl()
with_xlsxwriter()
edition()
themes()
shapes()
with_odfpy()
for ending, exporter in (("xlsx", "Gnumeric_Excel:xlsx2"), ("ods", "Gnumeric_OpenCalc:odf")):
    subprocess.run(["ssconvert", f"--export-type={exporter}", FOLDER / "openpyxl.xlsx", FOLDER / f"gnumeric.{ending}"],
                   check=True, stderr=subprocess.DEVNULL)
