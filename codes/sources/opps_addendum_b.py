"""CMS's OPPS Addendum B: what the hospital outpatient schedule pays by code.

Several title rows stand above its header and notes below its rows. Amounts carry dollar signs and thousands
separators; a lone dot or dash stands where the schedule has no figure. Short descriptors are AMA's and are never read.

Source: CMS, Hospital Outpatient PPS, quarterly addenda updates.
"""

import datetime
import itertools
import re
from decimal import Decimal
from functools import partial
from typing import IO, Final, NamedTuple

from codes.sources import cells
from codes.sources.edition import Edition
from codes.sources.headed import Row, Whole, checked, each_once, table
from codes.sources.months import in_words, parts, quarter_in, quarters_until
from codes.sources.source import Source

COLUMNS: Final = {
    "code": ("HCPCS CODE", "HCPCS"),
    "status": ("SI", "STATUS INDICATOR"),
    "apc": ("APC",),
    "weight": ("RELATIVE WEIGHT",),
    "rate": ("PAYMENT RATE",),
    "copayment": ("NATIONAL UNADJUSTED COPAYMENT",),
    "minimum_copayment": ("MINIMUM UNADJUSTED COPAYMENT",),
}
STATUS: Final = re.compile(r"[A-Z][1-9]?")  # A, N, S, T, J1, Q3 …
APC: Final = re.compile(r"\d{1,5}")
NOTHING: Final = frozenset({"", ".", "-", "N/A"})
WHOLE: Final = Whole(10_000, ("0", "1", "3", "7", "9", "C", "G", "J", "Q"))


class OutpatientRow(NamedTuple):
    """Dollars; None where the schedule has no figure of its own for the code."""

    code: str
    status: str  # status indicator
    apc: str
    weight: Decimal | None
    rate: Decimal | None
    copayment: Decimal | None
    minimum_copayment: Decimal | None


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[OutpatientRow]:
    """Reads a whole addendum, or an `excerpt`. Its name or title says the quarter, or `effective` does.

    Raises SourceError, here or while the rows are drawn, for a file that is foreign or cut short.
    """
    found = table(file, name, wanted="OPPS Addendum B", columns=COLUMNS)
    effective = effective or quarter_in(*parts(name), found.title)
    if effective is None:
        raise cells.first_day_needed(name)
    rows = each_once(cells.parsed(found.rows, name, _row), name, key=lambda row: row.code)
    return Edition(
        label=f"OPPS {effective:%Y-%m}",
        effective=effective,
        variant="",
        rows=rows if excerpt else checked(rows, file, name, key=lambda row: row.code, whole=WHOLE),
    )


def zip_names(today: datetime.date) -> tuple[tuple[str, ...], ...]:
    """CMS's names for the zip of this quarter, then of the one before."""
    return (
        tuple(
            written
            for day in itertools.islice(quarters_until(today, years=(0, 1)), 2)
            for written in (
                f"{in_words(day)}-opps-addendum-b.zip",
                f"cy-{day.year}-{in_words(day).split('-')[0]}-opps-addendum-b.zip",
            )
        ),
    )


def _row(row: Row) -> OutpatientRow | None:
    held = row.cells
    if not any(text for field, text in held.items() if field != "code"):
        return None  # a note below the table
    if not STATUS.fullmatch(held["status"]):
        raise ValueError(f"SI: “{held['status']}” is no status indicator")
    apc = "" if held["apc"] in NOTHING else held["apc"]
    if apc and not APC.fullmatch(apc):
        raise ValueError(f"APC: “{apc}” is no number of a payment group")
    return OutpatientRow(
        cells.in_cell("HCPCS Code", cells.code, held["code"]),
        held["status"],
        apc.zfill(4) if apc else "",
        _figure("Relative Weight", held["weight"], 4),
        _figure("Payment Rate", held["rate"], 2),
        _figure("National Unadjusted Copayment", held["copayment"], 2),
        _figure("Minimum Unadjusted Copayment", held["minimum_copayment"], 2),
    )


def _figure(column: str, text: str, places: int) -> Decimal | None:
    bare = text.replace("$", "").strip()
    return None if bare in NOTHING else cells.in_cell(column, partial(cells.dollars, places=places), bare)


SOURCE: Final = Source(
    name="opps_addendum_b",
    title="Hospital outpatient rates (OPPS Addendum B)",
    address=(
        "https://www.cms.gov/medicare/payment/prospective-payment-systems/hospital-outpatient-pps/"
        "quarterly-addenda-updates"
    ),
    cadence="quarterly: January, April, July, October",
    licence="Figures are public. CPT codes and descriptors © American Medical Association: descriptors are not read",
    columns=OutpatientRow._fields,
    member=re.compile(r"Addendum[ _-]?B\b[^/]*\.csv$", re.IGNORECASE),
    or_member=re.compile(r"Addendum[ _-]?B\b[^/]*\.xlsx$", re.IGNORECASE),
    read=read,
    zip_names=zip_names,
)
