"""CMS's Clinical Laboratory Fee Schedule (CLFS).

Titles and AMA's notice stand above its header; its last columns, whose names change by year, are AMA's words and are
never read. A test that may be waived (CLIA) has a second row with QW. Local amounts (indicator L) stand there as 0.00:
the contractor prices them, so they are no amount.

Source: CMS, Clinical Laboratory Fee Schedule files and the layout in their zips.
"""

import datetime
import re
from decimal import Decimal
from functools import partial
from typing import IO, Final, NamedTuple

from codes.sources import cells
from codes.sources.edition import Edition
from codes.sources.headed import Row, Whole, checked, each_once, table
from codes.sources.months import parts, quarter_in, quarters_until
from codes.sources.source import Source

COLUMNS: Final = {
    "year": ("YEAR",),
    "code": ("HCPCS",),
    "modifier": ("MOD",),
    "since": ("EFF DATE",),
    "indicator": ("INDICATOR",),
    "amount": ("RATE",),
}
INDICATORS: Final = frozenset("NL")
# The quarters of 2025 hold some 2,100 rows: from 0001U over the eighty-thousands to U0002.
WHOLE: Final = Whole(1_500, ("0", "80", "85", "89", "G", "P"))


class LabRow(NamedTuple):
    """The national amount of one test. `modifier` "QW": the waived test has a line of its own."""

    code: str
    modifier: str
    since: datetime.date | None
    indicator: str  # "N" national limit, "L" local amount: 0.00, priced by the contractor
    amount: Decimal  # dollars


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[LabRow]:
    """Reads a whole schedule, or an `excerpt`. Its name (or title) says the quarter, or `effective` does.

    Raises SourceError, here or while the rows are drawn, for a file that is foreign, cut short or contradicts itself.
    """
    found = table(file, name, wanted="a laboratory fee schedule (CLFS)", columns=COLUMNS)
    effective = effective or quarter_in(*parts(name), found.title)
    if effective is None:
        raise cells.first_day_needed(name)
    parse = partial(_row, year=effective.year)
    rows = each_once(cells.parsed(found.rows, name, parse), name, key=_key)
    return Edition(
        label=label(effective),
        effective=effective,
        variant="",
        rows=rows if excerpt else checked(rows, file, name, key=lambda row: row.code, whole=WHOLE),
    )


def label(effective: datetime.date) -> str:
    return f"CLFS {effective.year} Q{(effective.month + 2) // 3}"


def zip_names(today: datetime.date) -> tuple[tuple[str, ...], ...]:
    """CMS's name for the zip of this quarter, then of those before it: it may not be out yet."""
    days = quarters_until(today, years=(0, 1))
    return (tuple(f"{day:%y}clabq{(day.month + 2) // 3}.zip" for day in days),)


def _row(row: Row, *, year: int) -> LabRow:
    held = row.cells
    if held["year"] != str(year):
        raise ValueError(f"YEAR: a row of {held['year'] or 'no year'} in a schedule of {year}; check --effective")
    if held["indicator"] not in INDICATORS:
        raise ValueError(f"INDICATOR: “{held['indicator']}” is neither N (national) nor L (local)")
    return LabRow(
        cells.in_cell("HCPCS", cells.code, held["code"]),
        cells.in_cell("MOD", cells.modifier, held["modifier"]) if held["modifier"] else "",
        cells.in_cell("EFF_DATE", cells.day, held["since"]),
        held["indicator"],
        cells.in_cell("RATE", partial(cells.dollars, places=2), held["amount"]),
    )


def _key(row: LabRow) -> str:
    return f"{row.code} {row.modifier}".strip()


SOURCE: Final = Source(
    name="clfs",
    title="Medicare Clinical Laboratory Fee Schedule (CLFS)",
    address="https://www.cms.gov/medicare/payment/fee-schedules/clinical-laboratory-fee-schedule-clfs/files",
    cadence="quarterly: January, April, July, October",
    licence="Figures are public. CPT codes and descriptors © American Medical Association: descriptors are not read",
    columns=LabRow._fields,
    member=re.compile(r"^(?:PUF_)?CLFS.*\.csv$", re.IGNORECASE),
    read=read,
    zip_names=zip_names,
)
