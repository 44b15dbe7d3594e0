"""A paper: titled tables of cells, the same for print and for the workbook."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from medpay.citing import Citation

Kind = Literal["text", "code", "money", "number", "tick"]


Cell = str | int | Decimal | Citation | None  # None: nothing to say


class Column(NamedTuple):
    """`width`: its part of the page, in relation to the other columns."""

    name: str
    width: float
    kind: Kind = "text"


class Table(NamedTuple):
    """`empty`: what is said where there is no row. `printed`: False for the workbook alone."""

    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""
    printed: bool = True


class Paper(NamedTuple):
    title: str
    summary: tuple[str, ...]
    tables: tuple[Table, ...]
    notices: tuple[str, ...]
    footer: str


def citations(paper: Paper) -> tuple[Citation, ...]:
    """Each once, in the order of the tables, but all of one address together."""
    by_link: dict[str, dict[Citation, None]] = {}
    for citation in _cited(paper):
        by_link.setdefault(citation.link, {})[citation] = None
    return tuple(citation for together in by_link.values() for citation in together)


def _cited(paper: Paper) -> Iterator[Citation]:
    for table in paper.tables:
        for row in table.rows:
            yield from (cell for cell in row if isinstance(cell, Citation) and cell.words)
