"""Builds small relative value files in CMS's layout, of rows we made up."""

import csv
import io
from collections.abc import Iterable

# Each column's stacked words, top to bottom, as in the releases of 2025.
STACK_2025 = (
    ("", "", "", "", "HCPCS"),
    ("", "", "", "", "MOD"),
    ("", "", "", "", "DESCRIPTION"),
    ("", "", "", "STATUS", "CODE"),
    ("", "NOT USED", "FOR", "MEDICARE ", "PAYMENT"),
    ("", "", "", "WORK", "RVU"),
    ("", "", "", "NON-FAC", "PE RVU"),
    ("", "", "NON-FAC", "NA", "INDICATOR"),
    ("", "", "", "FACILITY", "PE RVU"),
    ("", "", "FACILITY ", "NA", "INDICATOR"),
    ("", "", "", "MP", "RVU"),
    ("", "", "", "NON-FACILITY", "TOTAL"),
    ("", "", "", "FACILITY", "TOTAL"),
    ("", "", "", "PCTC", "IND"),
    ("", "", "", "GLOB", "DAYS"),
    ("", "", "", "PRE", "OP"),
    ("", "", "", "INTRA", "OP"),
    ("", "", "", "POST", "OP"),
    ("", "", "", "MULT", "PROC"),
    ("", "", "", "BILAT", "SURG"),
    ("", "", "", "ASST", "SURG"),
    ("", "", "", "CO-", "SURG"),
    ("", "", "", "TEAM", "SURG"),
    ("", "", "", "ENDO", "BASE"),
    ("", "", "", "CONV", "FACTOR"),
    ("", "PHYSICIAN", "SUPERVISION OF", "DIAGNOSTIC", "PROCEDURES"),
    ("", "", "", "CALCULATION", "FLAG"),
    ("", "DIAGNOSTIC", "IMAGING", "FAMILY", "INDICATOR"),
    ("NON-FACILITY", "PE USED", "FOR OPPS", "PAYMENT", "AMOUNT"),
    ("FACILITY", "PE USED", "FOR OPPS", "PAYMENT", "AMOUNT"),
    ("", "MP USED", "FOR OPPS", "PAYMENT", "AMOUNT"),
)
PRIC = ("", "", "", "PRIC", "IND")
PRIC_PLACE = 23
STACK_2026 = (*STACK_2025[:PRIC_PLACE], PRIC, *STACK_2025[PRIC_PLACE:])
DESCRIPTION = "Somebody else's words"

Cells = list[str]


def row_2025(code: str, modifier: str = "", *, status: str = "A", used: str = "", cf: str = "32.3465") -> Cells:
    """A row of 31 cells: work 0.37, PE 0.15 in both settings, MP 0.01."""
    rvus = ["0.37", "0.15", "", "0.15", "", "0.01", "0.53", "0.53"]
    indicators = ["6", "XXX", "0.00", "0.00", "0.00", "0", "0", "0", "0", "0", ""]
    return [code, modifier, DESCRIPTION, status, used, *rvus, *indicators, cf, "09", "0", "99", "0.00", "0.00", "0.00"]


def row_2026(code: str, modifier: str = "", *, cf: str = "33.4009") -> Cells:
    """A row of 32 cells, PRIC IND 9."""
    cells = row_2025(code, modifier, cf=cf)
    return [*cells[:PRIC_PLACE], "9", *cells[PRIC_PLACE:]]


def pprrvu(rows: Iterable[Cells], *, year: int = 2025, month: str = "October", line_end: str = "\r\n") -> bytes:
    """A whole file: title, stacked header, rows."""
    stack = STACK_2025 if year < 2026 else STACK_2026
    title = f"{year} National Physician Fee Schedule Relative Value File {month} Release"
    above = [["", "", text, *[""] * (len(stack) - 3)] for text in (title, "Notices of others", "", "RELEASED", "")]
    text = io.StringIO()
    csv.writer(text, lineterminator=line_end).writerows([*above, *zip(*stack, strict=True), *rows])
    return text.getvalue().encode()


def every_code() -> list[str]:
    """Made-up codes in CMS's order, as many and as various as a complete release must hold."""
    return [f"{number:05}" for number in range(0, 100_000, 6)] + ["A0001", "G0001", "J0001", "Q0001", "V5300"]
