"""The paper as a workbook: a sheet for each table, to filter and sort. Text stays text, whatever it begins with."""

import io
import re
from decimal import Decimal
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from medpay.citing import Citation
from medpay.toolkit.paper import Cell, Column, Paper, Table, citations

LIKE_A_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
ONE_WIDTH: Final = 9  # characters for a column of width 1
WIDEST: Final = 70
NARROWEST: Final = 9
ABOUT_WIDTH: Final = 110
MONEY: Final = '"$"#,##0.00'
COUNT: Final = "#,##0"
HEAD: Final = Font(bold=True)
TITLE: Final = Font(bold=True, size=16)
LINK: Final = Font(underline="single", color="1F4E79")
HEAD_FILL: Final = PatternFill("solid", fgColor="E8E8E8")
HEAD_RULE: Final = Border(bottom=Side(style="medium"))
TOP: Final = Alignment(vertical="top", wrap_text=True)


def as_workbook(paper: Paper) -> bytes:
    """An .xlsx file without macros and formulas."""
    book = Workbook()
    book.properties.title = paper.title
    book.properties.creator = "medpay"
    book.properties.language = "en-US"
    about = book.active
    assert isinstance(about, Worksheet), "a new workbook has one sheet"
    _about(about, paper)
    for table in paper.tables:
        _fill(book.create_sheet(table.title), table)
    _sources(book.create_sheet("Sources"), citations(paper))
    for sheet in book.worksheets:
        _set_up_print(sheet, paper)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _about(sheet: Worksheet, paper: Paper) -> None:
    sheet.title = "About"
    sheet.column_dimensions["A"].width = ABOUT_WIDTH
    _write(sheet.cell(1, 1), paper.title)
    sheet.cell(1, 1).font = TITLE
    for number, words in enumerate((*paper.summary, *paper.notices), start=2):
        _write(sheet.cell(number, 1), words)


def _fill(sheet: Worksheet, table: Table) -> None:
    """Heads in the first row, frozen, then the rows; the notes below, where they disturb no filter."""
    _head(sheet, table.columns)
    for number, row in enumerate(table.rows, start=2):
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True), start=1):
            _write(sheet.cell(number, place), cell, column)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    notes = table.notes if table.rows else (*table.notes, table.empty)
    for number, note in enumerate(filter(None, notes), start=len(table.rows) + 3):
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(table.columns))
        _write(sheet.cell(number, 1), note)
        sheet.row_dimensions[number].height = 15 * _lines(note, table.columns)


def _lines(note: str, columns: tuple[Column, ...]) -> int:
    """How many a note takes: programs do not find the height of merged cells by themselves."""
    return 1 + len(note) // int(sum(map(_width, columns)))


def _head(sheet: Worksheet, columns: tuple[Column, ...]) -> None:
    for place, column in enumerate(columns, start=1):
        cell = sheet.cell(1, place, column.name)
        cell.font, cell.fill, cell.border, cell.alignment = HEAD, HEAD_FILL, HEAD_RULE, TOP
        sheet.column_dimensions[get_column_letter(place)].width = _width(column)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


def _width(column: Column) -> float:
    wanted = 5 if column.name == "Source" else column.width  # words here, not a number as in print
    return max(NARROWEST, len(column.name) + 4, min(WIDEST, ONE_WIDTH * wanted))


def _write(at: SheetCell | MergedCell, cell: Cell, column: Column | None = None) -> None:
    assert isinstance(at, SheetCell), "the first of merged cells is the one that is written"
    at.alignment = TOP
    match cell:
        case None:
            return
        case Citation():
            _text(at, cell.words)
            if cell.link:
                at.hyperlink = cell.link
                at.font = LINK
        case Decimal() | int():
            at.value = cell
            at.number_format = MONEY if column and column.kind == "money" else COUNT
        case str():
            _text(at, cell)


def _text(at: SheetCell, words: str) -> None:
    """As text, even where it looks like a formula; what no sheet can hold is left out."""
    at.value = ILLEGAL_CHARACTERS_RE.sub("", words)
    at.data_type = "s"
    at.number_format = "@"
    if LIKE_A_FORMULA.match(words):
        at.quotePrefix = True


def _sources(sheet: Worksheet, cited: tuple[Citation, ...]) -> None:
    columns = (Column("Source", 7), Column("Address", 7))
    rows = tuple((Citation(one.words, one.link), one.link) for one in cited)
    _fill(sheet, Table("Sources", (), columns, rows, empty="Nothing is cited."))


def _set_up_print(sheet: Worksheet, paper: Paper) -> None:
    """Letter, wide, as many pages long as it takes; which sheet and page it is in head and foot."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_LETTER
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    assert sheet.sheet_properties.pageSetUpPr is not None, "a sheet comes with it"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    head, foot = sheet.HeaderFooter.oddHeader, sheet.HeaderFooter.oddFooter
    assert head is not None, "a sheet comes with it"
    assert foot is not None, "a sheet comes with it"
    head.left.text = "&A"
    foot.left.text = paper.footer
    foot.right.text = "Page &P of &N"
