"""CMS's Physician/Supplier Procedure Summary (PSPS): what Medicare Part B was billed, allowed and denied in a year.

A csv of gigabytes, a row for each code, two modifiers, specialty, carrier, locality, type and place of service. It is
summed as it is read: for each code and first modifier in all, and by specialty, by carrier and by place.

- CMS withholds counts below 11. A row whose submitted count is withheld (empty or an asterisk) counts nowhere. Where
  only the denied count is, the row counts as submitted and is counted as `withheld`: 0 to 10 services were denied.
- Counts and charges may be negative: adjustments of what other rows hold. They are added as they are.
- Counts have up to three decimals (miles, units of anesthesia).
- Columns come and go (REGION, MTUS until 2009): they are known by name.

Source: data.cms.gov, Physician/Supplier Procedure Summary, data dictionary and methodology.
"""

import csv
import datetime
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import IO, Final, NamedTuple

from codes.sources import cells
from codes.sources.edition import Edition
from codes.sources.errors import SourceError
from codes.sources.foreign import refusal
from codes.sources.lines import BYTE_ORDER_MARK, raw_lines, refuse_a_broken_end
from codes.sources.source import Source
from codes.sources.summing import KEYS_IN_MEMORY, Sums

WANTED: Final = "a Physician/Supplier Procedure Summary (PSPS)"
KEYS: Final = ("HCPCS_CD", "HCPCS_INITIAL_MODIFIER_CD", "PROVIDER_SPEC_CD", "CARRIER_NUM", "PLACE_OF_SERVICE_CD")
FIGURES: Final = (
    "PSPS_SUBMITTED_SERVICE_CNT",
    "PSPS_DENIED_SERVICES_CNT",
    "PSPS_SUBMITTED_CHARGE_AMT",
    "PSPS_ALLOWED_CHARGE_AMT",
)
WITHHELD: Final = frozenset({"", "*"})
THOUSANDTHS: Final = Decimal("0.001")
CENTS: Final = Decimal("0.01")
MOST: Final = 1e12  # of any cell: above, a float no longer holds thousandths
YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
FEWEST_ROWS: Final = 500_000  # the editions hold millions
LONGEST_LINE: Final = 1 << 12  # bytes
LARGEST: Final = 1 << 34  # bytes
MOST_STRANGE: Final = 0.01  # of the rows: claims hold a few codes and modifiers that never were
KEY: Final = re.compile(r"[0-9A-Za-z]{0,8}")


class ServiceRow(NamedTuple):
    """Sums over one `key` ("" of `by` "all"; a specialty, carrier or place otherwise). Amounts in dollars."""

    code: str
    modifier: str
    by: str  # "all", "specialty", "carrier", "place"
    key: str
    submitted: Decimal
    denied: Decimal
    withheld: int  # rows of the file whose denied count CMS withholds: each is 0 to 10 services
    submitted_charge: Decimal
    allowed_charge: Decimal


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[ServiceRow]:
    """Reads a whole year, or an `excerpt`. The year is the one in the file's name, or that of `effective`.

    The file is read when the first row is drawn. Raises SourceError, here or then, for a file that is foreign or cut
    short.
    """
    places = _places(file, name)
    year = effective.year if effective else _year_in(name)
    if year is None:
        raise SourceError(name, 0, "the file does not say of which year it is; give its first day with --effective")
    return Edition(
        label=f"PSPS {year}",
        effective=datetime.date(year, 1, 1),
        variant="",
        rows=_rows(file, name, places, excerpt=excerpt),
    )


def _year_in(name: str) -> int | None:
    found = YEAR.search(name.rsplit("/", 1)[-1])
    return int(found[1]) if found else None


class _Places(NamedTuple):
    keys: tuple[int, ...]
    figures: tuple[int, ...]
    width: int


def _places(file: IO[bytes], name: str) -> _Places:
    """Where the columns stand. Leaves the file behind its header."""
    header = file.readline(LONGEST_LINE).removeprefix(BYTE_ORDER_MARK).decode("latin-1").strip()
    names = [cell.strip().strip('"').upper() for cell in header.split(",")]
    missing = [column for column in (*KEYS, *FIGURES) if column not in names]
    if missing:
        file.seek(0)
        raise refusal(file, name, WANTED, f"its header has no column {', '.join(missing)}")
    return _Places(tuple(map(names.index, KEYS)), tuple(map(names.index, FIGURES)), len(names))


def _rows(file: IO[bytes], name: str, places: _Places, *, excerpt: bool) -> Iterator[ServiceRow]:
    with Sums(width=len(FIGURES) + 1, limit=KEYS_IN_MEMORY) as sums:
        count, strange = _add_up(file, name, places, sums)
        if not excerpt:
            refuse_a_broken_end(file, name, count)
            if count < FEWEST_ROWS:
                raise SourceError(name, 0, f"{count:,} rows; a complete year has at least {FEWEST_ROWS:,}")
        if strange > count * MOST_STRANGE:
            raise SourceError(name, 0, f"{strange:,} of {count:,} rows hold no code or modifier; the file is damaged")
        for key, figures in sums.total():
            yield _row(key, figures)


def _add_up(file: IO[bytes], name: str, places: _Places, sums: Sums) -> tuple[int, int]:
    """Adds every row to four sums. Returns the count of rows, and of those with a code or key that cannot be.

    Written out flat: it runs tens of millions of times.
    """
    keys, figures = itemgetter(*places.keys), itemgetter(*places.figures)
    stems: dict[tuple[str, str], str] = {}
    cleaned: dict[str, str | None] = {}
    kept = sums.kept
    count = strange = 0
    for number, line in _lines(file, name, places.width):
        count += 1
        written, modifier, *rest = keys(line)
        stem = stems.get((written, modifier))
        if stem is None:
            stem = stems[written, modifier] = _stem(written, modifier)
        specialty, carrier, place = (cleaned[cell] if cell in cleaned else _kept(cleaned, cell) for cell in rest)
        if not stem or specialty is None or carrier is None or place is None:
            strange += 1
            continue
        try:
            added = _numbers(figures(line))
        except ValueError as problem:
            raise SourceError(name, number, str(problem)) from problem
        if added is None:
            continue
        for key in (f"{stem}all|", f"{stem}carrier|{carrier}", f"{stem}place|{place}", f"{stem}specialty|{specialty}"):
            held = kept[key]
            held[0] += added[0]
            held[1] += added[1]
            held[2] += added[2]
            held[3] += added[3]
            held[4] += added[4]
        if len(kept) >= sums.limit:
            sums.put_aside()
    return count, strange


def _lines(file: IO[bytes], name: str, width: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(piece.decode("latin-1") for piece in raw_lines(file, LONGEST_LINE))
    try:
        for number, line in enumerate(reader, start=2):
            if len(line) == width:
                yield number, line
            elif any(line):
                problem = f"{len(line)} cells where the header has {width}; the file seems cut short or damaged"
                raise SourceError(name, number, problem)
    except csv.Error as problem:
        raise SourceError(name, reader.line_num + 1, f"not csv: {str(problem).split(' - ')[0]}") from problem


def _stem(code: str, modifier: str) -> str:
    """Code and modifier as a key begins; "" for what can be neither."""
    try:
        return f"{cells.code(code.strip())}|{cells.modifier(modifier.strip()) if modifier.strip() else ''}|"
    except ValueError:
        return ""


def _kept(cleaned: dict[str, str | None], text: str) -> str | None:
    cleaned[text] = text.strip() if KEY.fullmatch(text.strip()) else None
    return cleaned[text]


def _numbers(texts: Sequence[str]) -> tuple[int, int, int, int, int] | None:
    """Thousandths submitted and denied, 1 if the denied are withheld, cents charged and allowed. None: withheld."""
    submitted, denied, charge, allowed = texts
    if submitted in WITHHELD:
        return None
    hidden = denied in WITHHELD
    return (
        _scaled(submitted, 1000),
        0 if hidden else _scaled(denied, 1000),
        int(hidden),
        0 if charge in WITHHELD else _scaled(charge, 100),
        0 if allowed in WITHHELD else _scaled(allowed, 100),
    )


def _scaled(text: str, by: int) -> int:
    """Exact for every number CMS prints: a float holds more digits than its cells have."""
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"“{text}” is no number") from None
    if not -MOST < number < MOST:
        raise ValueError(f"“{text}” is out of range")
    return round(number * by)


def _row(key: str, figures: Sequence[int]) -> ServiceRow:
    code, modifier, by, of = key.split("|")
    submitted, denied, withheld, charge, allowed = figures
    return ServiceRow(
        code,
        modifier,
        by,
        of,
        submitted * THOUSANDTHS,
        denied * THOUSANDTHS,
        withheld,
        charge * CENTS,
        allowed * CENTS,
    )


SOURCE: Final = Source(
    name="psps",
    title="Physician/Supplier Procedure Summary (PSPS)",
    address="https://data.cms.gov/summary-statistics-on-use-and-payments/physiciansupplier-procedure-summary",
    cadence="yearly, in the summer after the year",
    licence="Public. CPT codes © American Medical Association",
    columns=ServiceRow._fields,
    member=re.compile(r"PSPS[^/]*\.csv$|Physician[^/]*Procedure[^/]*Summary[^/]*\.csv$", re.IGNORECASE),
    read=read,
    largest=LARGEST,
)
