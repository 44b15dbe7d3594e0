"""Builds small files of places, caps and anesthesia in CMS's layouts, of figures we made up."""

import csv
import io
from collections.abc import Iterable, Sequence

import openpyxl

Cells = Sequence[object]
GPCI_2025 = (
    "Medicare Administrative Contractor (MAC)",
    "State",
    "Locality Number",
    "Locality Name",
    "2025 PW GPCI (with 1.0 Floor)",
    "2025 PE GPCI",
    "2025 MP GPCI",
)
GPCI_CLEANED = ("mac", "state", "locality_number", "locality_name", "gpci_work", "gpci_pe", "gpci_mp", "gpci_gaf")


def csv_of(rows: Iterable[Cells], line_end: str = "\r\n") -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator=line_end).writerows(rows)
    return text.getvalue().encode()


def gpci(rows: Iterable[Cells], *, year: int = 2025, headings: Cells = GPCI_2025) -> bytes:
    """Title, header, rows, footnotes."""
    title = f"ADDENDUM E. FINAL CY {year} GEOGRAPHIC PRACTICE COST INDICES (GPCIs) BY STATE AND MEDICARE LOCALITY"
    notes = [["MAC Assignments as of some day"], [], ["*A floor, it is said."]]
    padded = [[*row, *[""] * (len(headings) - len(row))] for row in [[title], [], headings, *rows, *notes]]
    return csv_of(padded)


def locco(rows: Iterable[Cells], *, year: int = 2025) -> bytes:
    title = f"COUNTIES INCLUDED IN {year} LOCALITIES. (ALPHABETICALLY BY STATE AND LOCALITY NAME WITHIN STATE)"
    header = ["Medicare Adminstrative Contractor", "Locality Number", "State ", "Fee Schedule Area ", "Counties"]
    note = ["*  Payment locality is serviced by two carriers."]
    return csv_of([*row, *[""] * (5 - len(row))] for row in [[title], [], header, [], *rows, [], note])


def zip5(*records: tuple[str, str, str, str], quarter: str = "20254") -> bytes:
    """Records of state, ZIP code, contractor with locality and rural indicator, plus-four flag."""
    lines = [f"{state}{code}{place:<8}Z9   {flag} A".ljust(75) + quarter for state, code, place, flag in records]
    return "".join(f"{line}\r\n" for line in lines).encode()


def oppscap(rows: Iterable[Cells]) -> bytes:
    header = ["HCPCS", "MOD", "PROCSTAT", "CARRIER", "LOCALITY", "FACILITY PRICE", "NON-FACILTY PRICE"]
    return csv_of([header, *rows, [""] * 7])


def anes(rows: Iterable[Cells], *, national: str = "20.3178") -> bytes:
    header = ["Contractor", "Locality", "Locality Name", f"National Anes CF of {national}"]
    return csv_of([header, *rows, [""] * 4])


def anes_rows(rows: Iterable[Cells], *, national: str = "20.3178", year: int = 2025) -> list[list[object]]:
    """The rows of the sheet that CMS publishes by itself: a title, and the indices before the factor."""
    title = f"Locality-Adjusted Anesthesia Conversion Factors as a result of the CY {year} Final Rule"
    header = ["Contractor", "Locality", "Locality Name", f"{year} Work GPCI\n*through 3/31/{year}", "PE", "MP"]
    body = [[*row[:3], 1, 0.9, 0.5, row[3]] for row in rows]
    return [[title, *[""] * 6], [""] * 7, [*header, f"National Anes CF of {national}"], *body, [""] * 7]


def unicode_text(rows: Iterable[Cells]) -> bytes:
    """As Excel saves “Unicode text”: tabs, UTF-16 with its mark."""
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-16")


def workbook(rows: Iterable[Cells]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
