"""CMS's outpatient payment caps (OPPSCAP). A cross-check only: its rows never become a price.

The facility price comes first, against the habit of every other file, and a heading is misspelt (NON-FACILTY).
Rows of status C are priced by the contractor: what stands in them is no amount that Medicare's schedule pays.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Final, NamedTuple

from codes.shapes import CODE_SHAPE, MODIFIER_SHAPE
from codes.sources import cells
from codes.sources.edition import Edition
from codes.sources.errors import SourceError
from codes.sources.foreign import refusal
from codes.sources.lines import Line, begun, csv_lines, heading, refuse_a_broken_end
from codes.sources.places import contractor, locality_number
from codes.sources.quarters import label, quarter_named, zip_names
from codes.sources.source import Source

WHAT: Final = "a file of outpatient payment caps (OPPSCAP)"
OWN: Final = "OPPSCAP"  # how foreign.SIGNS calls it
HEADINGS: Final = ("HCPCS", "MOD", "PROCSTAT", "CARRIER", "LOCALITY", "FACILITY PRICE")
NONFACILITY: Final = frozenset({"NON FACILTY PRICE", "NON FACILITY PRICE"})
STATUSES: Final = frozenset("ACRT")
CENT: Final = Decimal("0.01")
HIGHEST: Final = 1_000_000  # dollars

# Southern California's localities, which belong to contractor 01182, stand there a second time under 01112, where GPCI
# has none of these numbers.
NOT_IN_GPCI: Final = frozenset(("01112", number) for number in ("17", "18", "71", "72", "73", "74"))


class CapRow(NamedTuple):
    """The capped amounts of one row in one locality, in dollars. Of status C: kept, never a price."""

    code: str
    modifier: str
    status: str
    contractor: str
    number: str
    facility: Decimal
    nonfacility: Decimal


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[CapRow]:
    """Reads the csv of a quarter. The file says nothing of its day: CMS's names do, of the zip or folder it is in.

    Raises SourceError, here or while the rows are drawn, for a file that is foreign, cut short or contradicts itself.
    """
    lines = csv_lines(file, name)
    begins = _find_header(lines, file, name)
    effective = effective or quarter_named(name)
    if effective is None:
        raise SourceError(name, 0, "the file does not say which release it is; give its first day with --effective")
    notes: list[str] = []
    rows = begun(_rows(lines, name), name, begins)
    return Edition(
        label=label(effective),
        effective=effective,
        variant="",
        rows=_in_gpci(rows if excerpt else _whole(rows, file, name), notes),
        notes=notes,
    )


def _find_header(lines: Iterator[Line], file: IO[bytes], name: str) -> int:
    try:
        line = next(lines, None)
    except SourceError as problem:  # no csv from the start: some other kind of file
        raise refusal(file, name, WHAT, problem.problem, own=OWN) from problem
    headings = [heading(cell) for cell in line.cells] if line else []
    if line is None or tuple(headings[:6]) != HEADINGS or headings[6:] not in [[one] for one in NONFACILITY]:
        raise refusal(
            file, name, WHAT, "its first line is not HCPCS, MOD, PROCSTAT, CARRIER, LOCALITY and two prices", own=OWN
        )
    return line.number


def _rows(lines: Iterable[Line], name: str) -> Iterator[CapRow]:
    seen: set[tuple[str, ...]] = set()
    for number, held in lines:
        if not any(held):
            continue
        try:
            row = _row(held)
        except ValueError as problem:
            raise SourceError(name, number, str(problem)) from problem
        key = (row.code, row.modifier, row.contractor, row.number)
        if key in seen:
            raise SourceError(name, number, " ".join(filter(None, key)) + " stands in the file twice")
        seen.add(key)
        yield row


def _row(held: Sequence[str]) -> CapRow:
    if len(held) != 7:
        raise ValueError(f"{len(held)} cells where a row has 7; the file seems cut short or damaged")
    code, modifier, status, carrier, number, facility, nonfacility = (cell.strip() for cell in held)
    code = code.zfill(5) if code.isdecimal() else code
    if not CODE_SHAPE.match(code):
        raise ValueError(f"“{code}” is no code")
    if modifier and not MODIFIER_SHAPE.match(modifier):
        raise ValueError(f"“{modifier}” is no modifier")
    if status not in STATUSES:
        raise ValueError(f"“{status}” is no status of a row with a cap")
    return CapRow(
        code, modifier, status, contractor(carrier), locality_number(number), _dollars(facility), _dollars(nonfacility)
    )


def _dollars(text: str) -> Decimal:
    amount = cells.number(text)
    if not (0 <= amount < HIGHEST and amount == amount.quantize(CENT)):
        raise ValueError(f"“{text}” is no amount in dollars and cents")
    return amount.quantize(CENT)


def _whole(rows: Iterable[CapRow], file: IO[bytes], name: str) -> Iterator[CapRow]:
    """The rows, then whether every code has as many localities as the first: they stand code by code."""
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        counts[row.code, row.modifier] = counts.get((row.code, row.modifier), 0) + 1
        yield row
    refuse_a_broken_end(file, name, sum(counts.values()))
    wanted = next(iter(counts.values()))
    for (code, modifier), count in counts.items():
        if count != wanted:
            which = f"{code} {modifier}".strip()
            raise SourceError(
                name, 0, f"{which} has {count} localities, the first code {wanted}; the file is cut short"
            )


def _in_gpci(rows: Iterable[CapRow], notes: list[str]) -> Iterator[CapRow]:
    skipped: dict[tuple[str, str], int] = {}
    for row in rows:
        place = (row.contractor, row.number)
        if place in NOT_IN_GPCI:
            skipped[place] = skipped.get(place, 0) + 1
        else:
            yield row
    if skipped:
        which = ", ".join(f"{held}-{number}" for held, number in sorted(skipped))
        notes.append(f"Skipped {sum(skipped.values()):,} rows of {len(skipped)} localities not in GPCI: {which}.")


SOURCE: Final = Source(
    name="opps_cap",
    title="Outpatient payment caps (OPPSCAP), to check our own against",
    address="https://www.cms.gov/medicare/payment/fee-schedules/physician/pfs-relative-value-files",
    cadence="quarterly, in the zip of relative values",
    licence="Figures are public. CPT codes © American Medical Association",
    columns=CapRow._fields,
    member=re.compile(r"^OPPSCAP.*\.csv$", re.IGNORECASE),
    read=read,
    zip_names=zip_names,
)
