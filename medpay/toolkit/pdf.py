"""The paper in print: PDF, letter size, black on white, with page numbers, bookmarks, title and language."""

import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import reportlab
from reportlab.lib.colors import HexColor, black
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    LongTable,
    PageTemplate,
    Paragraph,
    TableStyle,
)

from medpay.citing import Citation
from medpay.toolkit.paper import Cell, Column, Paper, Table, citations

PLAIN: Final = "Vera"  # Bitstream Vera comes with the library, with a license to embed it
BOLD: Final = "VeraBd"
MARGIN: Final = 0.55 * inch
FOOT: Final = 0.35 * inch
WIDTH: Final = LETTER[0] - 2 * MARGIN
TOGETHER: Final = 1.4 * inch  # a heading, its notes and a first row
RULE: Final = HexColor("#8a8a8a")
SHADE: Final = HexColor("#e8e8e8")
TOTAL: Final = "total"  # the name of what is drawn into each foot
OF_TOTAL: Final = 0.4 * inch  # room for it

TEXT: Final = ParagraphStyle("text", fontName=PLAIN, fontSize=7.5, leading=9.6, textColor=black)
STRONG: Final = ParagraphStyle("strong", TEXT, fontName=BOLD)
NOTE: Final = ParagraphStyle("note", TEXT, fontSize=8, leading=10.6, spaceAfter=4)
TITLE: Final = ParagraphStyle("title", TEXT, fontName=BOLD, fontSize=18, leading=23, spaceAfter=6)
HEADING: Final = ParagraphStyle("heading", TEXT, fontName=BOLD, fontSize=11.5, leading=15, spaceBefore=14, spaceAfter=3)
STRONG_RIGHT: Final = ParagraphStyle("strong right", STRONG, alignment=2)
HEADS: Final = {"text": STRONG, "code": STRONG, "tick": STRONG, "money": STRONG_RIGHT, "number": STRONG_RIGHT}
SMALL: Final = ParagraphStyle("small", TEXT, spaceAfter=3)
LOOK: Final = TableStyle(
    [
        ("FONT", (0, 0), (-1, -1), PLAIN, 7.5, 9.6),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
        ("LINEABOVE", (0, 0), (-1, 0), 0.8, black),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, black),
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
)


@cache
def _fonts() -> None:
    """Registers both fonts, once for each process."""
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))


def as_pdf(paper: Paper) -> bytes:
    _fonts()
    made = io.BytesIO()
    document = BaseDocTemplate(
        made,
        pagesize=LETTER,
        title=paper.title,
        author="medpay",
        subject=paper.summary[0],
        creator="medpay",
        lang="en-US",
        displayDocTitle=True,
        pageTemplates=[_page(paper.footer)],
    )
    document.build([*_story(paper), _LastPage()])
    return made.getvalue()


def _page(footer: str) -> PageTemplate:
    frame = Frame(MARGIN, MARGIN, WIDTH, LETTER[1] - 2 * MARGIN, leftPadding=0, rightPadding=0, id="page")

    def foot(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont(PLAIN, 7)
        canvas.drawString(MARGIN, FOOT, footer)
        canvas.drawRightString(LETTER[0] - MARGIN - OF_TOTAL, FOOT, f"Page {canvas.getPageNumber()}")
        canvas.doForm(TOTAL)

    return PageTemplate("page", [frame], onPage=foot, pagesize=LETTER)


class _LastPage(Flowable):
    """Where all pages are made, their number is known: it is written once, into every foot."""

    width = height = 0

    def draw(self) -> None:
        pages = self.canv.getPageNumber()
        self.canv.beginForm(TOTAL)
        self.canv.setFont(PLAIN, 7)
        self.canv.drawString(LETTER[0] - MARGIN - OF_TOTAL, FOOT, f" of {pages}")
        self.canv.endForm()


class _Heading(Paragraph):
    """A heading that is also a bookmark."""

    def __init__(self, text: str) -> None:
        super().__init__(escape(text), HEADING)
        self.words = text

    def draw(self) -> None:
        self.canv.bookmarkPage(self.words)
        self.canv.addOutlineEntry(self.words, self.words)
        super().draw()


def _story(paper: Paper) -> Iterator[Flowable]:
    cited = citations(paper)
    numbers = {citation: number for number, citation in enumerate(cited, start=1)}
    yield Paragraph(escape(paper.title), TITLE)
    yield from _notes((*paper.summary, *paper.notices))
    for table in paper.tables:
        if table.printed:
            yield from _section(table, numbers)
    yield from _heading("Sources")
    for link, together in groupby(cited, key=lambda citation: citation.link):
        yield _sources(link, [(numbers[citation], citation.words) for citation in together])


def _heading(words: str) -> Iterator[Flowable]:
    """Never the last line of a page."""
    yield CondPageBreak(TOGETHER)
    yield _Heading(words)


def _section(table: Table, numbers: Mapping[Citation, int]) -> Iterator[Flowable]:
    yield from _heading(table.title)
    yield from _notes(table.notes if table.rows else (*table.notes, table.empty))
    if table.rows:
        head = [Paragraph(escape(column.name), HEADS[column.kind]) for column in table.columns]
        rows = [
            [_cell(cell, column, numbers) for cell, column in zip(row, table.columns, strict=True)]
            for row in table.rows
        ]
        look = TableStyle([rule for at, column in enumerate(table.columns) for rule in _look(at, column)], parent=LOOK)
        yield LongTable([head, *rows], colWidths=_widths(table.columns), repeatRows=1, style=look)


def _look(at: int, column: Column) -> Iterator[tuple[Any, ...]]:
    """Of the cells of a column that are one line."""
    if column.kind == "code":
        yield "FONTNAME", (at, 1), (at, -1), BOLD
    if column.kind in {"money", "number"}:
        yield "ALIGN", (at, 1), (at, -1), "RIGHT"
        yield "RIGHTPADDING", (at, 0), (at, -1), 8


def _widths(columns: tuple[Column, ...]) -> list[float]:
    whole = sum(column.width for column in columns)
    return [WIDTH * column.width / whole for column in columns]


def _cell(cell: Cell, column: Column, numbers: Mapping[Citation, int]) -> Paragraph | str:
    """A paragraph only where the words may need several lines: a page of them takes its time."""
    if column.kind == "tick":
        return "[   ]"
    words = _words(cell, numbers)
    return Paragraph(escape(words), TEXT) if column.kind == "text" and words else words


def _words(cell: Cell, numbers: Mapping[Citation, int]) -> str:
    match cell:
        case None:
            return ""
        case Citation():
            return f"[{numbers[cell]}]" if cell.words else ""
        case Decimal():
            return f"{cell:,.2f}"
        case int():
            return f"{cell:,}"
        case str():
            return cell


def _sources(link: str, cited: list[tuple[int, str]]) -> Paragraph:
    """All that is cited from one address."""
    words = " ".join(f'<font name="{BOLD}">[{number}]</font> {escape(words)}.' for number, words in cited)
    return Paragraph(f'{words}<br/><font size="6.5">{escape(link)}</font>' if link else words, SMALL)


def _notes(notes: tuple[str, ...]) -> Iterator[Paragraph]:
    return (Paragraph(escape(note), NOTE) for note in notes if note)
