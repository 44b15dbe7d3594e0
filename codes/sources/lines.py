"""The lines of a file; a csv as lines of cells with their numbers; and whether the last line is whole."""

import csv
import itertools
import os
import re
from collections.abc import Iterator
from functools import partial
from typing import IO, Final, NamedTuple, TypeVar

from codes.sources.errors import SourceError

ZIP: Final = b"PK\x03\x04"  # begins an Excel workbook, too
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
LONGEST_LINE: Final = 1 << 16  # bytes
END_OF_FILE: Final = "\x1a"  # which Excel once put on a last line of its own


Row = TypeVar("Row")


class Line(NamedTuple):
    number: int
    cells: list[str]


def raw_lines(file: IO[bytes], longest: int) -> Iterator[bytes]:
    """Lines with their ends, from where the file stands. A longer one comes in pieces: no file fills the memory."""
    return iter(partial(file.readline, longest), b"")


def csv_lines(file: IO[bytes], name: str) -> Iterator[Line]:
    """Lines of a csv, read as Latin-1, which takes any byte: the cells that matter are ASCII, or refused."""
    file.seek(0)
    head = file.read(len(ZIP))
    if head == ZIP:
        raise SourceError(name, 0, "an Excel workbook or a zip; save the sheet as CSV, or take CMS's csv file")
    file.seek(len(BYTE_ORDER_MARK) if head.startswith(BYTE_ORDER_MARK) else 0)
    reader = csv.reader(piece.decode("latin-1") for piece in raw_lines(file, LONGEST_LINE))
    try:
        for cells in reader:
            yield Line(reader.line_num, cells)
    except csv.Error as problem:
        raise SourceError(name, reader.line_num, f"not csv: {str(problem).split(' - ')[0]}") from problem


def heading(cell: str) -> str:
    """A cell of a header as bare words in capitals: “Non-Fac PE_RVU ” is NON FAC PE RVU."""
    return " ".join(re.sub(r"[^A-Z0-9]+", " ", cell.upper()).split())


def refuse_a_broken_end(file: IO[bytes], name: str, count: int) -> None:
    """Raises SourceError if the file stops in the middle of a line. `count` rows were read from it."""
    file.seek(-1, os.SEEK_END)
    if file.read(1) not in {b"\n", b"\r", END_OF_FILE.encode()}:
        raise SourceError(name, 0, f"ends in the middle of a line, after {count:,} rows; the file is cut short")


def begun(rows: Iterator[Row], name: str, line: int = 0) -> Iterator[Row]:
    """The same rows, the first of them drawn. Raises SourceError if there is none."""
    first = next(rows, None)
    if first is None:
        raise SourceError(name, line, "nothing follows the header")
    return itertools.chain([first], rows)
