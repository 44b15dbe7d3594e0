"""Any paper as a PDF and as a workbook: what a hostile or odd cell may not do, and what every reader may expect."""

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from pypdf import PdfReader

from medpay.citing import Citation
from medpay.remedies.steps import STEPS
from medpay.toolkit import as_pdf, as_workbook
from medpay.toolkit.paper import Column, Paper, Table, citations

NEAR = Citation("A manual, chapter 1", "https://manuals.example/")
FAR = Citation("A rule", "https://rules.example/")
COLUMNS = (Column("Code", 1, "code"), Column("Words", 5), Column("Paid", 1, "money"), Column("Source", 1))


def paper(*rows: tuple[str, str, Decimal | None, Citation]) -> Paper:
    table = Table("A table", ("A note.",), COLUMNS, rows, empty="Nothing is here.")
    hidden = Table("To filter", (), COLUMNS, rows, printed=False)
    return Paper("A paper", ("What it says.",), (table, hidden), ("A notice.",), "the foot")


def row(words: str = "plain") -> tuple[str, str, Decimal | None, Citation]:
    return "86320", words, Decimal("17.70"), NEAR


def printed(made: Paper) -> PdfReader:
    return PdfReader(io.BytesIO(as_pdf(made)))


def book(made: Paper) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(as_workbook(made)))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_like_a_formula_stays_text(start: str) -> None:
    words = f"{start}cmd|' /C calc'!A0"
    cell = book(paper(row(words)))["A table"]["B2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value.lstrip() == words.lstrip()


def test_plain_text_has_no_mark_and_amounts_are_numbers() -> None:
    sheet = book(paper(row()))["A table"]
    assert (sheet["B2"].data_type, sheet["B2"].quotePrefix) == ("s", False)
    assert (sheet["C2"].data_type, sheet["C2"].value, sheet["C2"].number_format) == ("n", 17.7, '"$"#,##0.00')


def test_the_workbook_holds_no_macro_and_no_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(as_workbook(paper(row("=1+1"))))) as parts:
        names = parts.namelist()
        sheets = b"".join(parts.read(name) for name in names if name.startswith("xl/worksheets/sheet"))
    assert [name for name in names if "vba" in name.lower() or "externalLink" in name] == []
    assert b"<f>" not in sheets


def test_what_no_sheet_can_hold_is_left_out() -> None:
    assert book(paper(row("a\x00b\x1fc")))["A table"]["B2"].value == "abc"


def test_each_sheet_can_be_read_filtered_and_printed() -> None:
    found = book(paper(row(), row()))
    assert found.sheetnames == ["About", "A table", "To filter", "Sources"]
    sheet = found["A table"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref) == ("A2", "$1:$1", "A1:D3")
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 1)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.HeaderFooter.oddFooter is not None
    assert sheet.HeaderFooter.oddFooter.right.text == "Page &P of &N"
    assert sheet["D2"].hyperlink.target == NEAR.link


def test_the_pdf_has_title_language_bookmarks_and_page_numbers() -> None:
    found = printed(paper(*[row("Words that fill a page. " * 12)] * 80))
    assert found.metadata is not None
    assert (found.metadata.title, found.metadata.author) == ("A paper", "medpay")
    assert str(found.root_object["/Lang"]) == "en-US"
    assert "/DisplayDocTitle true" in as_pdf(paper()).decode("latin-1")
    assert [str(mark["/Title"]) for mark in found.outline if isinstance(mark, dict)] == ["A table", "Sources"]
    pages = len(found.pages)
    assert pages > 3
    for number, page in enumerate(found.pages, start=1):
        assert (page.mediabox.width, page.mediabox.height) == (612, 792)
        assert f"Page {number}" in page.extract_text()
        assert f"of {pages}" in page.extract_text()


def test_the_heads_of_a_table_stand_on_each_of_its_pages() -> None:
    pages = printed(paper(*[row("Words that fill a page. " * 12)] * 60)).pages
    assert all("Words" in page.extract_text().split("Words that")[0] for page in pages[:-1])


def test_every_font_in_use_is_embedded_so_that_any_printer_has_it() -> None:
    embedded, others = set[str](), set[str]()
    for page in printed(paper(row())).pages:
        with_file, without = page._get_fonts()
        embedded |= {name.rpartition("+")[2] for name in with_file}
        others |= without
    assert embedded == {"BitstreamVeraSans-Roman", "BitstreamVeraSans-Bold"}
    assert others <= {"/Helvetica"}  # named by the library at the head of each page, and used for nothing


def test_marks_of_print_and_of_markup_come_through() -> None:
    words = "“Curly” \u2018quotes\u2019 \u2013 § © \u00d7 ÷ ≤ <b>&amp; 5 < 6"
    assert words in " ".join(printed(paper(row(words))).pages[0].extract_text().split())


def test_an_empty_table_says_why() -> None:
    assert "Nothing is here." in printed(paper()).pages[0].extract_text()
    assert [value for (value, *_) in book(paper())["A table"].values if value] == [
        "Code",
        "A note.",
        "Nothing is here.",
    ]


def test_a_table_for_the_workbook_is_not_printed() -> None:
    assert "To filter" not in printed(paper(row())).pages[0].extract_text()


def test_sources_are_cited_once_and_those_of_one_address_stand_together() -> None:
    other = NEAR._replace(words="A manual, chapter 2")
    made = paper(("1", "", None, NEAR), ("2", "", None, FAR), ("3", "", None, other), ("4", "", None, NEAR))
    assert citations(made) == (NEAR, other, FAR)


def test_every_rule_of_the_checklist_that_is_no_plain_reasoning_is_cited() -> None:
    for step in STEPS:
        assert step.source is None or (step.source.words and step.source.link.startswith("https://"))
    assert [
        step for step in STEPS if any(mark in step.text for mark in ("days", "MAI", "MA130")) and not step.source
    ] == []
