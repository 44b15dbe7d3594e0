"""CMS's base units of anesthesia codes: a workbook of two columns, code and units, or the same saved as csv."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Final, NamedTuple

from codes.shapes import CODE_SHAPE
from codes.sources.edition import Edition
from codes.sources.errors import SourceError
from codes.sources.foreign import refusal
from codes.sources.lines import Line, begun, heading
from codes.sources.quarters import january_of
from codes.sources.sheets import table_lines
from codes.sources.source import Source

WHAT: Final = "a table of anesthesia base units"
OWN: Final = "base units"  # how foreign.SIGNS calls it
UNITS: Final = re.compile(r"\b(?:BASE UNITS?|20\d\d)\b")  # heads the second column: 2022 over BASE over UNIT
YEAR: Final = re.compile(r"\b20\d\d\b")
UNIT_COUNT: Final = re.compile(r"^[0-9]{1,2}$")
FEWEST_ROWS: Final = 200  # of a complete file; that of 2022 holds 276
FIRST_CODE: Final = "00100"
LAST_CODE: Final = "01999"
MOST_UNITS: Final = 60  # the highest so far are 30, of a liver transplant


class BaseRow(NamedTuple):
    """Base units of one code, to which its time units are added."""

    code: str
    units: int


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[BaseRow]:
    """Reads the units of a year, in effect from January 1 unless `effective` says another day.

    Raises SourceError, here or while the rows are drawn, for a file that is foreign, cut short or contradicts itself.
    """
    lines = table_lines(file, name)
    above = _header(lines, file, name)
    titled = YEAR.search(above)
    effective = effective or january_of(titled[0] if titled else "", name)
    rows = begun(_rows(lines, name), name)
    return Edition(
        label=f"Base units {effective.year}",
        effective=effective,
        variant="",
        rows=rows if excerpt else _whole(rows, name),
    )


def _header(lines: Iterator[Line], file: IO[bytes], name: str) -> str:
    """The words of the first row, which heads the columns. Raises SourceError unless they are a code and its units."""
    try:
        line = next(lines, None)
    except SourceError as problem:
        raise refusal(file, name, WHAT, problem.problem, own=OWN) from problem
    headings = [heading(cell) for cell in line.cells] if line else []
    if len(headings) < 2 or headings[0] not in {"CODE", "HCPCS"} or not UNITS.search(headings[1]):
        raise refusal(file, name, WHAT, "its first row does not head a column of codes and one of base units", own=OWN)
    return headings[1]


def _rows(lines: Iterable[Line], name: str) -> Iterator[BaseRow]:
    seen: set[str] = set()
    for number, cells in lines:
        if not cells or not cells[0].strip():  # blank, or the heading's second and third row
            continue
        try:
            row = _row(cells)
        except ValueError as problem:
            raise SourceError(name, number, str(problem)) from problem
        if row.code in seen:
            raise SourceError(name, number, f"{row.code} stands in the file twice")
        seen.add(row.code)
        yield row


def _row(cells: Sequence[str]) -> BaseRow:
    """Excel keeps 00100 as text or turns it into 100: either is a code."""
    code = cells[0].strip().zfill(5)
    if not CODE_SHAPE.match(code):
        raise ValueError(f"“{code}” is no code")
    units = cells[1].strip() if len(cells) > 1 else ""
    if not UNIT_COUNT.match(units) or int(units) > MOST_UNITS:
        raise ValueError(f"“{units}” is no count of base units")
    return BaseRow(code, int(units))


def _whole(rows: Iterable[BaseRow], name: str) -> Iterator[BaseRow]:
    """The rows, then whether they are all of a year."""
    count = 0
    missing = {FIRST_CODE, LAST_CODE}
    for row in rows:
        count += 1
        missing.discard(row.code)
        yield row
    if count < FEWEST_ROWS or missing:
        without = f" without {', '.join(sorted(missing))}" if missing else ""
        raise SourceError(name, 0, f"{count} codes{without}; the file is cut short or a selection")


SOURCE: Final = Source(
    name="anesthesia_base",
    title="Base units of anesthesia codes",
    address="https://www.cms.gov/medicare/payment/fee-schedules/physician/anesthesiologists-center",
    cadence="when CMS changes them, with a year's final rule",
    licence="Figures are public. CPT codes © American Medical Association",
    columns=BaseRow._fields,
    member=re.compile(r"^.*Anesthesia.Base.Units.*\.(?:xlsx|csv)$", re.IGNORECASE),
    read=read,
)
