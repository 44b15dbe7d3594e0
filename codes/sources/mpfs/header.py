"""The header of a relative value csv: a title, then each column's words stacked over several rows, or all in one.

The releases of 2024 are also held with a cleaned header: no title, one row, lower case with underscores.
"""

import datetime
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Final, NamedTuple

from codes.sources.errors import RowError, SourceError
from codes.sources.foreign import refusal
from codes.sources.lines import Line, heading
from codes.sources.mpfs.row import Plan, plan

WHAT: Final = "a relative value file (PPRRVU)"
OWN: Final = "PPRRVU"  # how foreign.SIGNS calls it
RELEASE_MONTHS: Final[Mapping[str, int]] = {"JANUARY": 1, "APRIL": 4, "JULY": 7, "OCTOBER": 10}
TITLE: Final = re.compile(
    r"(20\d\d) NATIONAL PHYSICIAN FEE SCHEDULE RELATIVE VALUE FILE (JANUARY|APRIL|JULY|OCTOBER)\b"
)
HEADER_WITHIN: Final = 40  # rows


class Header(NamedTuple):
    line: int
    title: str  # all that stands above the columns, upper case
    headings: list[str]  # each column's stacked words


def find_header(lines: Iterator[Line], file: IO[bytes], name: str) -> Header:
    """Draws the lines down to the one that names the columns. Raises SourceError where there is none."""
    above: list[list[str]] = []
    for _ in range(HEADER_WITHIN):
        try:
            line = next(lines, None)
        except SourceError as problem:  # no csv from the start: some other kind of file
            raise refusal(file, name, WHAT, problem.problem, own=OWN) from problem
        if line is None:
            break
        above.append([heading(cell) for cell in line.cells])
        if {"HCPCS", "MOD"} <= set(above[-1]):
            title = " ".join(itertools.chain.from_iterable(above[:-1]))
            return Header(line.number, title, [" ".join(filter(None, column)) for column in _columns(above)])
    raise refusal(file, name, WHAT, "no header row with HCPCS and MOD was found", own=OWN)


def release_day(header: Header) -> datetime.date | None:
    """The first day of the release that the title names."""
    found = TITLE.search(header.title)
    return datetime.date(int(found[1]), RELEASE_MONTHS[found[2]], 1) if found else None


def plan_columns(header: Header, year: int, file: IO[bytes], name: str) -> Plan:
    try:
        return plan(header.headings, year)
    except RowError as problem:
        raise refusal(file, name, WHAT, str(problem), own=OWN) from problem


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    width = len(rows[-1])
    return zip(*((*row[:width], *[""] * (width - len(row))) for row in rows), strict=True)
