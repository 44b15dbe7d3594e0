"""CMS's list of localities and the counties in them (LOCCO).

CMS saves it with Excel: leading zeros are lost, a state stands only in its first row, and an entry may go on in rows
without a number, or stand there twice with a footnote mark that says two contractors serve it.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import IO, Final, NamedTuple

from codes.sources.edition import Edition
from codes.sources.errors import SourceError
from codes.sources.foreign import refusal
from codes.sources.headed import find_header
from codes.sources.lines import Line, begun, csv_lines, refuse_a_broken_end
from codes.sources.places import contractor, locality_number, place_name
from codes.sources.quarters import january_of, zip_names
from codes.sources.source import Source

WHAT: Final = "a list of localities and counties (LOCCO)"
OWN: Final = "LOCCO"  # how foreign.SIGNS calls it
TITLE: Final = re.compile(r"\bCOUNTIES INCLUDED IN (20\d\d) LOCALITIES\b")
HEADINGS: Final = ("LOCALITY NUMBER", "STATE", "FEE SCHEDULE AREA", "COUNTIES")  # behind the contractor, in this order
HEADER_WITHIN: Final = 20  # lines
MISSING: Final = "no header row with Locality Number, State, Fee Schedule Area and Counties"
FEWEST_ROWS: Final = 100  # of a complete file; that of 2025 holds 109
LAST_STATE: Final = "Wyoming"


class CountyRow(NamedTuple):
    """One fee schedule area of a contractor. `counties` as CMS lists them ("Dade and Monroe", "all counties")."""

    contractor: str
    number: str
    state: str  # in full ("Alabama")
    area: str
    counties: str


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[CountyRow]:
    """Reads the csv of a year, in effect from January 1 unless `effective` says another day.

    Raises SourceError, here or while the rows are drawn, for a file that is foreign, cut short or contradicts itself.
    """
    lines = csv_lines(file, name)
    header = find_header(lines, _heads, partial(refusal, file, name, WHAT, own=OWN), MISSING, within=HEADER_WITHIN)
    titled = TITLE.search(header.title)
    effective = effective or january_of(titled[1] if titled else "", name)
    rows = begun(_joined(_entries(lines, name), name), name)
    return Edition(
        label=f"LOCCO {effective.year}",
        effective=effective,
        variant="",
        rows=rows if excerpt else _whole(rows, file, name),
    )


def _heads(words: Sequence[str]) -> bool:
    """The order of the columns never changed, so it is only checked."""
    return tuple(words[1:5]) == HEADINGS


class _Entry(NamedTuple):
    line: int
    row: CountyRow  # contractor and number are empty where it goes on with the entry above


def _entries(lines: Iterable[Line], name: str) -> Iterator[_Entry]:
    state = ""
    for number, cells in lines:
        texts = [cell.strip() for cell in cells]
        if not any(texts[1:]):  # blank, or a footnote
            continue
        if len(texts) < 1 + len(HEADINGS):
            raise SourceError(name, number, f"{len(texts)} cells where a row has 5; the file seems cut short")
        first, second, said, area, counties = texts[:5]
        state = place_name(said) or state
        try:
            known = (contractor(first), locality_number(second)) if first or second else ("", "")
        except ValueError as problem:
            raise SourceError(name, number, str(problem)) from problem
        yield _Entry(number, CountyRow(*known, state, place_name(area), place_name(counties)))


def _joined(entries: Iterable[_Entry], name: str) -> Iterator[CountyRow]:
    """One row for each locality: its area and its counties from all the lines that speak of it."""
    rows: dict[tuple[str, str], CountyRow] = {}
    last: tuple[str, str] | None = None
    for line, entry in entries:
        key = entry[:2] if entry.contractor else last
        if key is None:
            raise SourceError(name, line, "counties without a locality above them")
        before = rows.get(key)
        if before is None:
            rows[key] = entry
        elif before.state != entry.state:
            raise SourceError(
                name, line, f"locality {key[0]}-{key[1]} is in {before.state} above and here in {entry.state}"
            )
        else:
            area, counties = _both(before.area, entry.area, " "), _both(before.counties, entry.counties, ", ")
            rows[key] = before._replace(area=area, counties=counties)
        last = key
    yield from rows.values()


def _both(before: str, more: str, between: str) -> str:
    if not more or more == before:
        return before
    return f"{before.removesuffix(',')}{between}{more}" if before else more


def _whole(rows: Iterable[CountyRow], file: IO[bytes], name: str) -> Iterator[CountyRow]:
    """The rows, then whether they are all of a year: the states stand in order of name, Wyoming last."""
    count = 0
    states = [""]
    for row in rows:
        count += 1
        states.append(row.state)
        yield row
    refuse_a_broken_end(file, name, count)
    if count < FEWEST_ROWS or LAST_STATE not in states:
        raise SourceError(name, 0, f"{count} localities up to {states[-1]}; the file is cut short")


SOURCE: Final = Source(
    name="localities",
    title="Counties of each Medicare locality (LOCCO)",
    address="https://www.cms.gov/medicare/payment/fee-schedules/physician/pfs-relative-value-files",
    cadence="yearly, in each quarter's zip of relative values",
    licence="Public",
    columns=CountyRow._fields,
    member=re.compile(r"^\d\dLOCCO.*\.csv$", re.IGNORECASE),
    read=read,
    zip_names=zip_names,
)
