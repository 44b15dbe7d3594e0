"""Rows of a small table below the header that names its columns, whatever titles and notices stand above it.

A column is known by its heading and never by its place; columns not asked for (AMA's, ADA's and X12's words) are never
read. Cells come as text, stripped.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, Final, NamedTuple, TypeVar

from codes.sources.errors import SourceError
from codes.sources.foreign import refusal
from codes.sources.lines import END_OF_FILE, Line, heading, refuse_a_broken_end
from codes.sources.sheets import table_lines
from codes.sources.workbook import is_workbook

HEADER_WITHIN: Final = 40  # rows
CELLS_OF_A_NOTE: Final = 1  # a row of one cell below the table is a footnote, not a row cut short

RowT = TypeVar("RowT", bound=tuple[object, ...])


class Row(NamedTuple):
    line: int
    cells: Mapping[str, str]  # by field; "" for a column that the file lacks


class Table(NamedTuple):
    """`title`: all that stands above the header, in bare words and capitals."""

    title: str
    line: int  # of the header
    rows: Iterator[Row]


def table(
    file: IO[bytes],
    name: str,
    *,
    wanted: str,
    columns: Mapping[str, Sequence[str]],
    optional: frozenset[str] = frozenset(),
) -> Table:
    """The rows below the first line that holds a heading of every column: `columns` lists those of each field.

    `wanted` is what the file should be, in words. Raises SourceError, here or while the rows are drawn, for a file
    without such a line, and for rows of fewer or more cells than it.
    """
    lines = table_lines(file, name)
    above: list[str] = []
    needed = {field: headings for field, headings in columns.items() if field not in optional}
    for line in _first(lines, file, name, wanted):
        words = [heading(cell) for cell in line.cells]
        if all(any(one in words for one in headings) for headings in needed.values()):
            places = {field: _place(words, headings) for field, headings in columns.items()}
            return Table(" ".join(above), line.number, _rows(lines, len(words), places, name))
        above += filter(None, words)
    names = ", ".join(headings[0] for headings in needed.values())
    raise refusal(file, name, wanted, f"no header row with {names} was found")


def _first(lines: Iterator[Line], file: IO[bytes], name: str, wanted: str) -> Iterator[Line]:
    try:
        yield from itertools.islice(lines, HEADER_WITHIN)
    except SourceError as problem:  # no table from the start: some other kind of file
        raise refusal(file, name, wanted, problem.problem) from problem


def _place(words: Sequence[str], headings: Sequence[str]) -> int | None:
    return next((words.index(one) for one in headings if one in words), None)


def _rows(lines: Iterable[Line], width: int, places: Mapping[str, int | None], name: str) -> Iterator[Row]:
    for number, cells in lines:
        held = sum(1 for cell in cells if cell.strip())
        if not held or cells[0] == END_OF_FILE:
            continue
        too_many = any(cell.strip() for cell in cells[width:])
        if too_many or (len(cells) < width and held > CELLS_OF_A_NOTE):
            problem = f"{len(cells)} cells where the header has {width}; the file seems cut short or damaged"
            raise SourceError(name, number, problem)
        yield Row(number, {field: _cell(cells, place) for field, place in places.items()})


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def words(cell: str) -> str:
    """A cell of public words as it was written: UTF-8 where it is that, else Windows' own letters."""
    raw = cell.encode("latin-1", errors="replace") if cell.isascii() or max(cell) <= "\xff" else b""
    if not raw:
        return " ".join(cell.split())
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    return " ".join(text.split())


class Whole(NamedTuple):
    """What every complete file of a kind holds: so many rows at least, and codes of each of these beginnings."""

    rows: int
    beginnings: Sequence[str] = ()


def checked(
    rows: Iterable[RowT],
    file: IO[bytes],
    name: str,
    *,
    key: Callable[[RowT], str],
    whole: Whole,
    bare: bool = False,
) -> Iterator[RowT]:
    """The rows, then whether they are all of an edition. Raises SourceError if the file is cut short.

    `bare`: codes alone, one a line, where the last line needs no end.
    """
    count = 0
    missing = set(whole.beginnings)
    for row in rows:
        count += 1
        code = key(row)
        missing -= {beginning for beginning in missing if code.startswith(beginning)}
        yield row
    if not bare and not is_workbook(file):
        refuse_a_broken_end(file, name, count)
    if count < whole.rows:
        raise SourceError(name, 0, f"{count:,} rows; a complete edition has at least {whole.rows:,}")
    if missing:
        begin = ", ".join(sorted(missing))
        raise SourceError(name, 0, f"no code begins with {begin}; the file is cut short or a selection")


def each_once(rows: Iterable[tuple[int, RowT]], name: str, *, key: Callable[[RowT], str]) -> Iterator[RowT]:
    """Rows with their lines, without the lines. Raises SourceError for a second row of the same key."""
    seen: set[str] = set()
    for line, row in rows:
        if key(row) in seen:
            raise SourceError(name, line, f"{key(row)} stands in the file twice")
        seen.add(key(row))
        yield row
