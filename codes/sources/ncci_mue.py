"""NCCI medically unlikely edits: the most units of a code that are credible.

A csv of Windows-1252 for each of three settings. A quoted notice of several lines stands above its header, whose first
cell holds a line break, and the adjudication indicator is a digit with words behind it ("3 Date of Service Edit: …").

Source: CMS, Medicare NCCI MUE page, and the header of its files.
"""

import csv
import datetime
import itertools
import re
from collections.abc import Iterator, Mapping
from typing import IO, Final, NamedTuple

from codes.shapes import CODE_SHAPE
from codes.sources.edition import Edition
from codes.sources.errors import SourceError
from codes.sources.foreign import refusal
from codes.sources.lines import begun, raw_lines, refuse_a_broken_end
from codes.sources.ncci_names import effective_in, first_day_needed, latest_quarters, quarter
from codes.sources.source import Source

WHAT: Final = "a table of medically unlikely edits"  # as foreign.SIGNS calls it
FEWEST_ROWS: Final[Mapping[str, int]] = {"practitioner": 10_000, "hospital": 10_000, "dme": 500}
SETTING_IN_HEADER: Final[Mapping[str, str]] = {
    "practitioner services mue": "practitioner",
    "outpatient hospital services mue": "hospital",
    "dme supplier services mue": "dme",
}
TITLES: Final[Mapping[str, str]] = {"practitioner": "practitioner", "hospital": "outpatient hospital", "dme": "DME"}
COLUMNS: Final = ("CPT CODE", "MUE VALUES", "ADJUDICATION INDICATOR", "RATIONALE")
HEADER_WITHIN: Final = 20  # rows
LONGEST_LINE: Final = 1 << 16  # bytes
MOST_UNITS: Final = 1_000_000  # CMS's highest is 90,000
MAI: Final = re.compile(r"([123])\b")


class LimitRow(NamedTuple):
    """`mai`: 1 per claim line, 2 absolute per day (policy), 3 per day (clinical, may be appealed)."""

    code: str
    units: int
    mai: str
    rationale: str


class _Header(NamedTuple):
    line: int
    setting: str
    width: int
    places: tuple[int, ...]  # of code, units, indicator and rationale


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[LimitRow]:
    """Reads the whole table of a setting, or an `excerpt`. The header names the setting, the file's name the quarter.

    `effective` stands in for the quarter. Raises SourceError, here or while the rows are drawn, for a file that is
    foreign or cut short.
    """
    lines = _numbered(file, name)
    header = _header(lines, file, name)
    day = effective or effective_in(name)
    if day is None:
        raise first_day_needed(name)
    rows = begun(_rows(lines, header, name), name, header.line)
    return Edition(
        label=f"MUE {day.year} Q{quarter(day)}",
        effective=day,
        variant=header.setting,
        rows=rows if excerpt else _checked(rows, header.setting, file, name),
    )


def _numbered(file: IO[bytes], name: str) -> Iterator[tuple[int, list[str]]]:
    """Rows of the csv, each with the number of its last line."""
    reader = csv.reader(piece.decode("cp1252", errors="replace") for piece in raw_lines(file, LONGEST_LINE))
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as problem:
        raise SourceError(name, reader.line_num, f"not csv: {str(problem).split(' - ')[0]}") from problem


def _header(lines: Iterator[tuple[int, list[str]]], file: IO[bytes], name: str) -> _Header:
    try:
        for number, cells in itertools.islice(lines, HEADER_WITHIN):
            words = [" ".join(cell.split()) for cell in cells]
            places = [_place(words, column) for column in COLUMNS]
            found = [place for place in places if place is not None]
            if len(found) == len(COLUMNS):
                return _Header(number, _setting(words[found[1]], name), len(cells), tuple(found))
    except SourceError as problem:
        if problem.line:
            raise refusal(file, name, WHAT, problem.problem, own=WHAT) from problem
        raise
    raise refusal(file, name, WHAT, f"no header row with {', '.join(COLUMNS)} was found", own=WHAT)


def _place(words: list[str], column: str) -> int | None:
    return next((place for place, cell in enumerate(words) if column in cell.upper()), None)


def _setting(heading: str, name: str) -> str:
    for words, setting in SETTING_IN_HEADER.items():
        if words in heading.lower():
            return setting
    raise SourceError(name, 0, f"its header says neither {', nor '.join(SETTING_IN_HEADER)} values")


def _rows(lines: Iterator[tuple[int, list[str]]], header: _Header, name: str) -> Iterator[LimitRow]:
    seen: set[str] = set()
    for number, cells in lines:
        if not any(cell.strip("\x1a ") for cell in cells):
            continue
        if len(cells) != header.width:
            problem = f"{len(cells)} cells where the header has {header.width}; the file seems cut short or damaged"
            raise SourceError(name, number, problem)
        row = _row([cells[place].strip() for place in header.places], number, name)
        if row.code in seen:
            raise SourceError(name, number, f"{row.code} stands in the file twice")
        seen.add(row.code)
        yield row


def _row(cells: list[str], number: int, name: str) -> LimitRow:
    code = cells[0].zfill(5) if cells[0].isdecimal() else cells[0]
    if not CODE_SHAPE.match(code):
        raise SourceError(name, number, f"“{code[:20]}” is no code")
    if not (cells[1].isascii() and cells[1].isdigit() and int(cells[1][:9]) <= MOST_UNITS):
        raise SourceError(name, number, f"“{cells[1][:20]}” is no count of units")
    indicator = MAI.match(cells[2])
    if indicator is None:
        raise SourceError(name, number, f"“{cells[2][:40]}” does not begin with an indicator (1, 2 or 3)")
    return LimitRow(code, int(cells[1]), indicator[1], cells[3])


def _checked(rows: Iterator[LimitRow], setting: str, file: IO[bytes], name: str) -> Iterator[LimitRow]:
    """The rows, then whether they are all of a table."""
    count = 0
    for row in rows:
        count += 1
        yield row
    refuse_a_broken_end(file, name, count)
    if count < FEWEST_ROWS[setting]:
        fewest = f"the {TITLES[setting]} table has at least {FEWEST_ROWS[setting]:,}"
        raise SourceError(name, 0, f"{count:,} rows; {fewest}")


def zip_names(today: datetime.date) -> tuple[tuple[str, ...], ...]:
    """CMS's names for the table of each setting: of this quarter, else of the one before."""
    return tuple(
        tuple(f"medicare-ncci-{day.year}-q{quarter(day)}-{setting}-mue-table.zip" for day in latest_quarters(today))
        for setting in ("practitioner-services", "facility-outpatient-hospital-services", "dme-supplier-services")
    )


SOURCE: Final = Source(
    name="ncci_mue",
    title="NCCI medically unlikely edits (MUE): the most units of a code in a line or a day",
    address=(
        "https://www.cms.gov/medicare/coding-billing/national-correct-coding-initiative-ncci-edits/"
        "medicare-ncci-medically-unlikely-edits-mues"
    ),
    cadence="quarterly: January, April, July, October; one table for each of three settings",
    licence="Values and indicators are public. CPT codes © American Medical Association",
    columns=LimitRow._fields,
    variants={
        "practitioner": "practitioner services",
        "hospital": "outpatient hospital services",
        "dme": "DME supplier services",
    },
    member=re.compile(r"^MCR_MUE_.*\.csv$", re.IGNORECASE),
    read=read,
    zip_names=zip_names,
)
