"""A checklist and a letter, the same for the page, for a text and for a document.

What a reader has to fill in stands in square brackets: it is asked for nowhere, so that it stays with them.
"""

import datetime
import re
from typing import Final, NamedTuple

from medpay.citing import Citation

TO_FILL_IN: Final = re.compile(r"(\[[^\[\]]+\])")


class Piece(NamedTuple):
    text: str
    open: bool  # to be filled in


def pieces(text: str) -> tuple[Piece, ...]:
    """What stands, and what is to be filled in, in the order of the text."""
    return tuple(Piece(part, TO_FILL_IN.fullmatch(part) is not None) for part in TO_FILL_IN.split(text) if part)


class Item(NamedTuple):
    """`source` None: plain reasoning, or said where the note of its section says."""

    words: str
    source: Citation | None = None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return pieces(self.words)


class Section(NamedTuple):
    """A part of the checklist. `note`: what holds for all items, or why there is none. `ticked`: to be done."""

    heading: str
    items: tuple[Item, ...]
    note: str = ""
    ticked: bool = False

    @property
    def source(self) -> Citation | None:
        """The one that all items with a source share, to be named once."""
        found = {item.source for item in self.items if item.source}
        return found.pop() if len(found) == 1 else None


class Answer(NamedTuple):
    name: str
    item: Item


class Field(NamedTuple):
    name: str
    value: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return pieces(self.value)


class Letter(NamedTuple):
    """Lines and paragraphs from head to foot. `unsourced`: what stands in place of grounds where none is held."""

    sender: tuple[Item, ...]
    date: Item
    recipient: tuple[Item, ...]
    subject: str
    about: tuple[Field, ...]
    opening: tuple[Item, ...]
    grounds: tuple[Item, ...]
    unsourced: Item
    closing: tuple[Item, ...]
    signature: tuple[Item, ...]
    enclosures: tuple[Item, ...]


class Way(NamedTuple):
    """What to do about a denial. `letter`: whether an appeal makes sense at all."""

    heading: str
    words: tuple[Item, ...]
    letter: bool


class Paper(NamedTuple):
    """`letter` None: an appeal makes no sense, and `way` says what does."""

    title: str
    key: str  # of the reason
    way: Way
    brief: tuple[Answer, ...]
    letter: Letter | None
    sections: tuple[Section, ...]
    notices: tuple[str, ...]
    address: str  # where the same is had anew
    made: datetime.date
