"""Rows of a small table below the header that names its columns, whatever titles and notices stand above it.

A column is known by its heading and never by its place; columns not asked for (AMA's, ADA's and X12's words) are never
read. Cells come as text, stripped.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
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
    needed = {field: headings for field, headings in columns.items() if field not in optional}

    def heads(words: Sequence[str]) -> bool:
        return all(any(one in words for one in headings) for headings in needed.values())

    names = ", ".join(headings[0] for headings in needed.values())
    header = find_header(lines, heads, partial(refusal, file, name, wanted), f"no header row with {names} was found")
    places = {field: _place(header.words, headings) for field, headings in columns.items()}
    return Table(header.title, header.line.number, _rows(lines, len(header.words), places, name))


class Header(NamedTuple):
    """`title`: all that stands above it. Both it and `words` (a text for each column) in bare words and capitals."""

    title: str
    line: Line
    words: list[str]


def find_header(
    lines: Iterator[Line],
    heads: Callable[[Sequence[str]], bool],
    refused: Callable[[str], SourceError],
    missing: str,
    *,
    within: int = HEADER_WITHIN,
) -> Header:
    """The first of `within` lines whose words head the columns; leaves `lines` behind it.

    Raises what `refused` makes of `missing`, or of what keeps the file from being read as a table.
    """
    above: list[str] = []
    try:
        for line in itertools.islice(lines, within):
            words = [heading(cell) for cell in line.cells]
            if heads(words):
                return Header(" ".join(above), line, words)
            above += filter(None, words)
    except SourceError as problem:  # no table from the start: some other kind of file
        raise refused(problem.problem) from problem
    raise refused(missing)


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
