"""CMS's anesthesia conversion factors (ANES): dollars per unit, national and for each locality.

The national factor stands in a heading (“National Anes CF of 20.3178”). Read as csv from the zip of relative values,
as Excel's “Unicode text”, or as the workbook itself from CMS's page for anesthesiologists.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import IO, Final, NamedTuple

from codes.sources.cells import number
from codes.sources.edition import Edition
from codes.sources.errors import SourceError
from codes.sources.factors import QP, variant_of
from codes.sources.foreign import refusal
from codes.sources.headed import Header, find_header
from codes.sources.lines import begun
from codes.sources.places import contractor, each_place, locality_number, place_name
from codes.sources.quarters import january_of, zip_names
from codes.sources.sheets import table_lines
from codes.sources.source import Source

WHAT: Final = "a table of anesthesia conversion factors (ANES)"
OWN: Final = "ANES"  # how foreign.SIGNS calls it
TITLE: Final = re.compile(r"\bCY (20\d\d)\b")
NATIONAL: Final = re.compile(r"National Anes CF of\s+(\d+\.\d+)", re.IGNORECASE)
HEADER_WITHIN: Final = 20  # lines
MISSING: Final = "no header row with Contractor and Locality Name was found"
FEWEST_ROWS: Final = 100  # of a complete file, without the national factor; that of 2025 holds 109
LAST_LOCALITY: Final = "Wyoming"
TEN_THOUSANDTH: Final = Decimal("0.0001")
HIGHEST: Final = 100  # dollars per unit
VARIANT_OF_FACTOR: Final[Mapping[Decimal, str]] = {Decimal("20.4976"): "", Decimal("20.5998"): QP}  # of 2026


class FactorRow(NamedTuple):
    """`contractor` and `number` are empty for the national factor."""

    contractor: str
    number: str
    name: str
    factor: Decimal  # dollars per anesthesia unit


class _Header(NamedTuple):
    line: int
    title: str
    places: tuple[int, int, int, int]  # of contractor, locality, its name, its factor, counted from 0
    national: Decimal


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[FactorRow]:
    """Reads the factors of a year, in effect from January 1 unless `effective` says another day.

    Raises SourceError, here or while the rows are drawn, for a file that is foreign, cut short or contradicts itself.
    """
    lines = table_lines(file, name)
    refused = partial(refusal, file, name, WHAT, own=OWN)
    header = _header(find_header(lines, _heads, refused, MISSING, within=HEADER_WITHIN), refused)
    titled = TITLE.search(header.title)
    effective = effective or january_of(titled[1] if titled else "", name)
    rows = begun(each_place(lines, name, partial(_row, places=header.places)), name, header.line)
    return Edition(
        label=f"ANES {effective.year}",
        effective=effective,
        variant=variant_of(header.national, VARIANT_OF_FACTOR, year=effective.year, name=name, called="factor"),
        rows=_with_national(header.national, rows if excerpt else _whole(rows, name)),
    )


def _heads(words: Sequence[str]) -> bool:
    return "CONTRACTOR" in words and "LOCALITY NAME" in words


def _header(found: Header, refused: Callable[[str], SourceError]) -> _Header:
    title, line, headings = found
    factors = [(place, said[1]) for place, cell in enumerate(line.cells) if (said := NATIONAL.search(cell))]
    if len(factors) != 1:
        raise refused(f"its header names {len(factors)} national conversion factors (“National Anes CF of …”) for one")
    if "LOCALITY" not in headings:
        raise refused("its header has no column Locality")
    place, national = factors[0]
    places = (headings.index("CONTRACTOR"), headings.index("LOCALITY"), headings.index("LOCALITY NAME"), place)
    return _Header(line.number, title, places, Decimal(national))


def _row(cells: Sequence[str], places: tuple[int, int, int, int]) -> FactorRow:
    if len(cells) <= max(places):
        raise ValueError(f"{len(cells)} cells where a row has {max(places) + 1}; the file seems cut short or damaged")
    held, locality, named, factor = (cells[place] for place in places)
    return FactorRow(contractor(held), locality_number(locality), place_name(named), _factor(factor))


def _factor(text: str) -> Decimal:
    factor = number(text)
    if not (0 < factor < HIGHEST and factor == factor.quantize(TEN_THOUSANDTH)):
        raise ValueError(f"“{text.strip()}” is no conversion factor")
    return factor.quantize(TEN_THOUSANDTH)


def _with_national(national: Decimal, rows: Iterable[FactorRow]) -> Iterator[FactorRow]:
    yield FactorRow("", "", "National", national.quantize(TEN_THOUSANDTH))
    yield from rows


def _whole(rows: Iterable[FactorRow], name: str) -> Iterator[FactorRow]:
    """The rows, then whether they are all of a year: the localities stand by state, Wyoming last."""
    count = 0
    last = ""
    for row in rows:
        count += 1
        last = row.name
        yield row
    if count < FEWEST_ROWS or last != LAST_LOCALITY:
        raise SourceError(name, 0, f"{count} localities, the last of them {last}; the file is cut short")


SOURCE: Final = Source(
    name="anesthesia",
    title="Anesthesia conversion factors (ANES), national and by locality",
    address="https://www.cms.gov/medicare/payment/fee-schedules/physician/anesthesiologists-center",
    cadence="yearly, in each quarter's zip of relative values",
    licence="Public",
    columns=FactorRow._fields,
    variants={"": "standard", QP: "QP (qualifying APM participants)"},
    member=re.compile(r"^ANES\d{4}.*\.csv$", re.IGNORECASE),
    or_member=re.compile(r"^Anesthesia.*(?:CF|conversion).*\.(?:xlsx|txt)$", re.IGNORECASE),
    read=read,
    zip_names=zip_names,
)
