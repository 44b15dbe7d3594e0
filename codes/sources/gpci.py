"""CMS's geographic practice cost indices, Addendum E (GPCI): one line for each Medicare locality.

Some editions print the work index twice, with and without the floor of 1.0 that Congress sets for a time: the one with
it is paid. Copies saved by Excel have lost leading zeros. The edition of 2024 is also held with a cleaned header.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import IO, Final, NamedTuple

from codes.sources.cells import number
from codes.sources.edition import Edition
from codes.sources.errors import SourceError
from codes.sources.foreign import refusal
from codes.sources.headed import find_header
from codes.sources.lines import begun, csv_lines, refuse_a_broken_end
from codes.sources.places import contractor, each_place, locality_number, place_name
from codes.sources.quarters import january_of, zip_names
from codes.sources.source import Source

WHAT: Final = "a file of geographic indices (GPCI)"
OWN: Final = "GPCI"  # how foreign.SIGNS calls it
TITLE: Final = re.compile(r"\bCY (20\d\d)\b")
HEADER_WITHIN: Final = 20  # lines
MISSING: Final = "no header row with Locality Number and Locality Name was found"
FEWEST_ROWS: Final = 100  # of a complete file; those of 2024 to 2026 hold 109
LAST_STATE: Final = "WY"
STATE: Final = re.compile(r"^[A-Z]{2}$")
THOUSANDTH: Final = Decimal("0.001")
HIGHEST: Final = 10  # the highest index so far is 3.2, of malpractice in Miami

CONTRACTORS: Final = frozenset({"MEDICARE ADMINISTRATIVE CONTRACTOR MAC", "MAC"})
WITHOUT_FLOOR: Final = re.compile(r"\bWITHOUT\b")
WITH_FLOOR: Final = re.compile(r"\bWITH 1 0 FLOOR\b")
INDICES: Final = {
    "work": re.compile(r"\bPW GPCI\b|\bGPCI WORK\b|\bWORK GPCI\b"),
    "pe": re.compile(r"\bPE GPCI\b|\bGPCI PE\b"),
    "mp": re.compile(r"\bMP GPCI\b|\bGPCI MP\b"),
}


class GpciRow(NamedTuple):
    """Indices of one locality. `name` as a reader knows it ("Alabama", "San Diego-Chula Vista-Carlsbad")."""

    contractor: str  # five digits
    number: str  # of the locality, two digits
    state: str  # two letters
    name: str
    work: Decimal
    pe: Decimal
    mp: Decimal


class _Plan(NamedTuple):
    """Where each column stands, counted from 0."""

    contractor: int
    state: int
    number: int
    name: int
    work: int
    pe: int
    mp: int


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[GpciRow]:
    """Reads the csv of a year's indices, in effect from January 1 unless `effective` says another day.

    Raises SourceError, here or while the rows are drawn, for a file that is foreign, cut short or contradicts itself.
    """
    lines = csv_lines(file, name)
    header = find_header(lines, _heads, partial(refusal, file, name, WHAT, own=OWN), MISSING, within=HEADER_WITHIN)
    notes: list[str] = []
    by = _plan(header.words, name, notes)
    titled = TITLE.search(header.title)
    effective = effective or january_of(titled[1] if titled else "", name)
    rows = begun(each_place(lines, name, partial(_row, by=by)), name)
    return Edition(
        label=f"GPCI {effective.year}",
        effective=effective,
        variant="",
        rows=rows if excerpt else _whole(rows, file, name),
        notes=notes,
    )


def _heads(words: Sequence[str]) -> bool:
    return "LOCALITY NUMBER" in words and "LOCALITY NAME" in words


def _plan(headings: Sequence[str], name: str, notes: list[str]) -> _Plan:
    places = {part: [n for n, text in enumerate(headings) if sign.search(text)] for part, sign in INDICES.items()}
    places |= {
        "contractor": [place for place, text in enumerate(headings) if text in CONTRACTORS],
        "state": [place for place, text in enumerate(headings) if text == "STATE"],
    }
    if len(places["work"]) > 1:
        places["work"] = [place for place in places["work"] if WITH_FLOOR.search(headings[place])]
    for part, found in places.items():
        if len(found) != 1:
            raise SourceError(name, 0, f"its header has {len(found)} columns for {part} where one is wanted")
    if WITHOUT_FLOOR.search(headings[places["work"][0]]):
        notes.append("The work indices are those without the floor of 1.0: no others are in the file.")
    return _Plan(
        number=headings.index("LOCALITY NUMBER"),
        name=headings.index("LOCALITY NAME"),
        **{part: found[0] for part, found in places.items()},
    )


def _row(cells: Sequence[str], by: _Plan) -> GpciRow:
    if len(cells) <= max(by):
        raise ValueError(f"{len(cells)} cells where a row has {max(by) + 1}; the file seems cut short or damaged")
    state = cells[by.state].strip()
    if not STATE.match(state):
        raise ValueError(f"“{state}” is no state")
    return GpciRow(
        contractor=contractor(cells[by.contractor]),
        number=locality_number(cells[by.number]),
        state=state,
        name=place_name(cells[by.name]),
        work=_index(cells[by.work]),
        pe=_index(cells[by.pe]),
        mp=_index(cells[by.mp]),
    )


def _index(text: str) -> Decimal:
    index = number(text)
    if not (0 < index < HIGHEST and index == index.quantize(THOUSANDTH)):
        raise ValueError(f"“{text.strip()}” is no index of at most three decimals")
    return index.quantize(THOUSANDTH)


def _whole(rows: Iterable[GpciRow], file: IO[bytes], name: str) -> Iterator[GpciRow]:
    """The rows, then whether they are all of a year: the states stand in order of name, Wyoming last."""
    count = 0
    states = set()
    for row in rows:
        count += 1
        states.add(row.state)
        yield row
    refuse_a_broken_end(file, name, count)
    if count < FEWEST_ROWS or LAST_STATE not in states:
        raise SourceError(name, 0, f"{count} localities up to {max(states)}; the file is cut short")


SOURCE: Final = Source(
    name="gpci",
    title="Geographic practice cost indices (GPCI), which make a price local",
    address="https://www.cms.gov/medicare/payment/fee-schedules/physician/pfs-relative-value-files",
    cadence="yearly, in each quarter's zip of relative values",
    licence="Public",
    columns=GpciRow._fields,
    member=re.compile(r"^GPCI\d{4}.*\.csv$", re.IGNORECASE),
    read=read,
    zip_names=zip_names,
)
