"""The picture of a code that other sites show beside a link to its page: drawn from the numbers of the first screen.

1200 by 630 pixels, the size that is asked for a large picture of a link. Set in the typeface that Pillow brings.
"""

import io
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final, Literal, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from medpay.code_page.first import Billable

Anchor = Literal["ls", "rs"]  # x is where the text begins; where it ends

SIZE: Final = (1200, 630)
MARGIN: Final = 72
EDGE: Final = SIZE[0] - MARGIN
OFFICE: Final = 890  # where the column of the office ends; that of the facility ends at the edge
AMOUNT: Final = 200  # the width that an amount may take
TABLE: Final = 346  # where the rows begin
ROOM: Final = 218  # for the rows
TALLEST: Final = 66
MOST_ROWS: Final = 4
CUT: Final = " ..."

PAPER: Final = "#fcfbf8"
INK: Final = "#1e2226"
SOFT: Final = "#565c64"
RULE: Final = "#dad5ca"
ACCENT: Final = "#14505c"

# Signs which the typeface lacks, and what stands for them.
WITHOUT_GLYPH: Final = str.maketrans({"\u2013": "-", "\u2014": "-", "\u00d7": "x", "\u2265": ">="})


class Card(NamedTuple):
    """What is drawn, in words. `sentence` is said where there is nothing to bill."""

    code: str
    name: str
    heading: str
    billables: Sequence[Billable]
    sentence: str
    basis: str
    reports: str  # "40 reports"; empty while nothing about reports is published


def draw(card: Card) -> bytes:
    """The picture, as PNG."""
    picture = Image.new("RGB", SIZE, PAPER)
    pen = _Pen(ImageDraw.Draw(picture))
    pen.band()
    pen.write(MARGIN, 74, "medpay", size=34, bold=True)
    pen.write(EDGE, 74, card.heading, size=30, color=SOFT, anchor="rs")
    pen.write(MARGIN - 5, 186, card.code, size=104, color=ACCENT, bold=True)
    for at, line in enumerate(pen.wrapped(card.name, size=42, width=EDGE - MARGIN, most=2)):
        pen.write(MARGIN, 244 + 48 * at, line, size=42)
    if card.billables:
        _table(pen, card.billables[:MOST_ROWS])
    else:
        for at, line in enumerate(pen.wrapped(card.sentence, size=32, width=EDGE - MARGIN, most=4)):
            pen.write(MARGIN, 388 + 44 * at, line, size=32, color=SOFT)
    pen.write(MARGIN, 594, card.basis, size=26, color=SOFT)
    pen.write(EDGE, 594, card.reports, size=26, color=ACCENT, bold=True, anchor="rs")
    written = io.BytesIO()
    picture.quantize(64, method=Image.Quantize.FASTOCTREE).save(written, "PNG", optimize=True)
    return written.getvalue()


def _table(pen: "_Pen", billables: Sequence[Billable]) -> None:
    """One amount a row; two where a row pays another amount in a facility."""
    pitch = min(TALLEST, ROOM // len(billables))
    size = round(pitch * 0.58)
    by_setting = any(one.nonfacility != one.facility for one in billables)
    if by_setting:
        pen.write(OFFICE, TABLE - 9, "Office", size=24, color=SOFT, anchor="rs")
        pen.write(EDGE, TABLE - 9, "Facility", size=24, color=SOFT, anchor="rs")
    for at, one in enumerate(billables):
        pen.rule(TABLE + pitch * at)
        base = TABLE + pitch * at + round(pitch * 0.72)
        end = pen.write(MARGIN, base, one.row, size=size, bold=True) + size // 2
        if one.words:
            pen.write(EDGE, base, one.words, size=round(size * 0.7), color=SOFT, anchor="rs")
            continue
        width = (OFFICE if by_setting else EDGE) - AMOUNT - end
        name, *_ = pen.wrapped(one.name, size=round(size * 0.7), width=width, most=1)
        pen.write(end, base, name, size=round(size * 0.7), color=SOFT)
        if by_setting:
            pen.write(OFFICE, base, one.anywhere or one.nonfacility, size=size, bold=True, anchor="rs")
        pen.write(EDGE, base, one.anywhere or one.facility, size=size, bold=True, anchor="rs")


class _Pen:
    """Writes on the picture. Positions in pixels, `y` of the line that letters stand on."""

    def __init__(self, surface: ImageDraw.ImageDraw) -> None:
        self.surface = surface

    def band(self) -> None:
        self.surface.rectangle((0, 0, SIZE[0], 11), fill=ACCENT)

    def rule(self, y: int) -> None:
        self.surface.line((MARGIN, y, EDGE, y), fill=RULE, width=2)

    def write(
        self, x: int, y: int, text: str, *, size: int, color: str = INK, bold: bool = False, anchor: Anchor = "ls"
    ) -> int:
        """`anchor` "rs": `x` is where the text ends. Returns where it ends."""
        shown = drawable(text)
        self.surface.text((x, y), shown, font=_font(size), fill=color, anchor=anchor, stroke_width=size / 40 * bold)
        return round(x + _font(size).getlength(shown))

    def wrapped(self, text: str, *, size: int, width: int, most: int) -> list[str]:
        """In lines of at most `width`; what does not fit into `most` of them is cut at a word."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            cut = CUT if len(lines) == most else ""
            if _font(size).getlength(drawable(longer + cut)) <= width or not lines[-1]:
                lines[-1] = longer
            elif cut:
                return [*lines[:-1], lines[-1] + cut]
            else:
                lines.append(word)
        return lines


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont), "Pillow's wheels bring FreeType"
    return font


def drawable(text: str) -> str:
    """As much of it as the typeface has glyphs for: ASCII, more or less."""
    plain = unicodedata.normalize("NFKD", text.translate(WITHOUT_GLYPH))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
