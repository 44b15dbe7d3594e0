"""Lines of a table of pairs as COPY text: each value is checked once and remembered."""

import csv
import datetime
from collections.abc import Iterator
from typing import Final

from codes.shapes import CODE_SHAPE
from codes.sources.blocks import Block, cell
from codes.sources.errors import RowError, SourceError
from codes.sources.ncci_ptp.layout import Head, Layout

ROWS_OF_A_BLOCK: Final = 256
NO_DATE: Final = frozenset({"", "*", "9999-12-31", "99991231"})
BLANK: Final = frozenset({b"", b"\x1a"})


class Codes(dict[bytes, bytes]):
    """A code as it stands in the file → the code, its quotes gone and lost zeros put back."""

    def __missing__(self, raw: bytes) -> bytes:
        text = raw.strip(b'"').decode("latin-1")
        code = text.zfill(5) if text.isdecimal() else text
        if not CODE_SHAPE.match(code):
            raise RowError(f"“{text[:20]}” is no code")
        self[raw] = code.encode()
        return self[raw]


class _Tails(dict[bytes, bytes]):
    """All that follows the two codes of a line → effective, deleted, indicator and rationale as COPY text."""

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self.layout = layout
        self.width = 0

    def __missing__(self, raw: bytes) -> bytes:
        (cells,) = csv.reader([raw.decode("latin-1").strip("\r\n\x1a")], delimiter=self.layout.delimiter.decode())
        self.width = self.width or len(cells)
        if len(cells) != self.width:
            raise RowError(f"{len(cells) + 2} cells where the rows above have {self.width + 2}")
        self[raw] = b"\t".join(map(cell, self._values(cells)))
        return self[raw]

    def _values(self, cells: list[str]) -> tuple[object, ...]:
        layout = self.layout
        indicator = cells[layout.indicator].strip()
        if indicator not in {"0", "1", "9"}:
            raise RowError(f"“{indicator[:20]}” is no modifier indicator (0, 1 or 9)")
        effective = None if layout.effective is None else _date(cells[layout.effective], "effective")
        if layout.effective is not None and effective is None:
            raise RowError("the effective date is missing")
        rationale = "" if layout.rationale is None else cells[layout.rationale].strip()
        return effective, _date(cells[layout.deleted], "deletion"), indicator, rationale


def _date(text: str, which: str) -> datetime.date | None:
    text = text.strip()
    if text in NO_DATE:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise RowError(f"“{text[:20]}” is no {which} date") from None


def blocks(lines: Iterator[bytes], head: Head, firsts: Codes, name: str) -> Iterator[Block]:
    seconds, tails = Codes(), _Tails(head.layout)
    delimiter = head.layout.delimiter
    number = head.lines
    rows: list[bytes] = []
    for line in lines:
        number += 1
        try:
            first, second, tail = line.split(delimiter, 2)
            rows.append(b"%b\t%b\t%b\n" % (firsts[first], seconds[second], tails[tail]))
        except RowError as problem:
            raise SourceError(name, number, str(problem)) from problem
        except (ValueError, IndexError) as problem:
            if line.strip() in BLANK:
                continue
            raise SourceError(name, number, "too few cells; the file seems cut short or damaged") from problem
        if len(rows) == ROWS_OF_A_BLOCK:
            yield Block(b"".join(rows), len(rows))
            rows = []
    if rows:
        yield Block(b"".join(rows), len(rows))
