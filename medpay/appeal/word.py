"""The paper as a document to fill in: the letter first, the checklist on pages of its own. Same paper, same bytes."""

import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from typing import Final

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from codes.answering import in_words
from medpay.appeal.paper import Item, Letter, Paper, Section, pieces
from medpay.appeal.text import YOURS
from medpay.citing import Citation

FONT: Final = "Calibri"
NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SAVED: Final = (1980, 1, 1, 0, 0, 0)  # of each part in the file: the first day that a zip can name
SIZES: Final = {"Title": 18, "Heading 1": 13, "Heading 2": 12}
MARGIN: Final = Inches(1)


def as_word(paper: Paper) -> bytes:
    """A .docx file without macros and fields."""
    document = docx.Document()
    _dress(document)
    _describe(document, paper)
    if paper.letter:
        _write_letter(document, paper.letter)
        document.add_section(WD_SECTION.NEW_PAGE)
    _write_checklist(document, paper)
    made = io.BytesIO()
    document.save(made)
    return _dateless(made.getvalue())


def _dress(document: Document) -> None:
    for section in document.sections:
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    plain = _style(document, "Normal")
    plain.font.name, plain.font.size = FONT, Pt(11)
    plain.paragraph_format.space_after = Pt(8)
    for name, size in SIZES.items():
        style = _style(document, name)
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), True
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's font beats a named one
            fonts.attrib.pop(qn(f"w:{theme}"), None)


def _style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle), "the styles named here are those of paragraphs"
    return style


def _describe(document: Document, paper: Paper) -> None:
    """Title and day; nobody is named as the author."""
    known = document.core_properties
    known.title = paper.title
    known.author = known.last_modified_by = known.comments = known.keywords = known.subject = ""
    known.language = "en-US"
    known.created = known.modified = datetime.datetime.combine(paper.made, datetime.time(), datetime.UTC)
    known.revision = 1


def _write_letter(document: Document, letter: Letter) -> None:
    for head in (letter.sender, (letter.date,), letter.recipient):
        _lines(document, head)
    document.add_heading(f"Re: {letter.subject}", level=1)
    for field in letter.about:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run(f"{field.name}: ").bold = True
        _write(paragraph, field.value)
    document.paragraphs[-1].paragraph_format.space_after = Pt(10)
    _paragraphs(document, letter.opening)
    document.add_heading("Grounds", level=2)
    _list(document, letter.grounds, "List Number")
    if not letter.grounds:
        _paragraphs(document, (letter.unsourced,))
    _paragraphs(document, letter.closing)
    _paragraphs(document, letter.signature)
    document.add_heading("Enclosures", level=2)
    _list(document, letter.enclosures, "List Bullet")


def _write_checklist(document: Document, paper: Paper) -> None:
    document.add_heading(_fit(YOURS if paper.letter else paper.title), level=0)
    if paper.letter:
        document.add_paragraph(_fit(paper.title))
    document.add_heading(_fit(paper.way.heading), level=1)
    for item in paper.way.words:
        _write_item(document.add_paragraph(), item)
    for answer in paper.brief:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{answer.name}: ").bold = True
        _write_item(paragraph, answer.item)
    for section in paper.sections:
        _write_section(document, section)
    document.add_heading("About this paper", level=1)
    for notice in (*paper.notices, f"Made {in_words(paper.made)}. The same with fresh figures: {paper.address}"):
        document.add_paragraph(_fit(notice))


def _write_section(document: Document, section: Section) -> None:
    document.add_heading(_fit(section.heading), level=1)
    if section.note:
        document.add_paragraph(_fit(section.note))
    shared = section.source
    _list(document, [item._replace(source=None) for item in section.items] if shared else section.items, "List Bullet")
    if shared:
        _cite(document.add_paragraph(), shared)


def _lines(document: Document, items: Sequence[Item]) -> None:
    """One paragraph, each item on a line of its own."""
    paragraph = document.add_paragraph()
    for number, item in enumerate(items):
        if number:
            paragraph.add_run().add_break()
        _write(paragraph, item.words)


def _paragraphs(document: Document, items: Sequence[Item]) -> None:
    for item in items:
        _write(document.add_paragraph(), item.words)


def _list(document: Document, items: Sequence[Item], style: str) -> None:
    for item in items:
        _write_item(document.add_paragraph(style=style), item)


def _write_item(paragraph: Paragraph, item: Item) -> None:
    _write(paragraph, item.words)
    if item.source:
        paragraph.add_run().add_break()
        _cite(paragraph, item.source)


def _cite(paragraph: Paragraph, source: Citation) -> None:
    cited = ". ".join(part for part in (source.words, source.link) if part)
    paragraph.add_run(_fit(f"Source: {cited}")).font.size = Pt(9)


def _write(paragraph: Paragraph, words: str) -> None:
    """What is to be filled in is marked."""
    for piece in pieces(_fit(words)):
        run = paragraph.add_run(piece.text)
        if piece.open:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _fit(words: str) -> str:
    """Without what no document can hold."""
    return NOT_IN_XML.sub("", words)


def _dateless(made: bytes) -> bytes:
    """The same file, whenever it is saved."""
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as parts, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as written:
        for name in parts.namelist():
            written.writestr(zipfile.ZipInfo(name, SAVED), parts.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()
