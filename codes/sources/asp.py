"""CMS's average sales price file: payment limits of drugs billed under Part B.

Titles stand above its header, and one of them says its quarter. Only "Payment Limit" is a limit: the columns of
vaccines and blood products beside it say how it was reached. Short descriptions are not read.

Source: CMS, Part B drugs, ASP pricing files.
"""

import datetime
import re
from decimal import Decimal
from functools import partial
from typing import IO, Final, NamedTuple

from codes.sources import cells
from codes.sources.edition import Edition
from codes.sources.headed import Row, Whole, checked, each_once, table, words
from codes.sources.months import parts, quarter_in
from codes.sources.source import Source

COLUMNS: Final = {
    "code": ("HCPCS CODE", "HCPCS"),
    "dosage": ("HCPCS CODE DOSAGE", "DOSAGE"),
    "limit": ("PAYMENT LIMIT",),
}
WHOLE: Final = Whole(600, ("9", "J0", "J9", "Q"))  # some 1,000


class DrugRow(NamedTuple):
    """`limit`: dollars for one `dosage` ("10 MG")."""

    code: str
    dosage: str
    limit: Decimal


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[DrugRow]:
    """Reads a whole file, or an `excerpt`. Its title or name says the quarter, or `effective` does.

    Codes without a limit are left out. Raises SourceError, here or while the rows are drawn, for a file that is
    foreign or cut short.
    """
    found = table(file, name, wanted="a file of drug payment limits (ASP)", columns=COLUMNS)
    effective = effective or quarter_in(found.title, *parts(name))
    if effective is None:
        raise cells.first_day_needed(name)
    rows = each_once(cells.parsed(found.rows, name, _row), name, key=lambda row: row.code)
    return Edition(
        label=f"ASP {effective:%Y-%m}",
        effective=effective,
        variant="",
        rows=rows if excerpt else checked(rows, file, name, key=lambda row: row.code, whole=WHOLE),
    )


def _row(row: Row) -> DrugRow | None:
    held = row.cells
    if not held["limit"]:
        return None  # a note below the table, or a code that contractors price
    return DrugRow(
        cells.in_cell("HCPCS Code", cells.code, held["code"]),
        words(held["dosage"]),
        cells.in_cell("Payment Limit", partial(cells.dollars, places=3), held["limit"]),
    )


SOURCE: Final = Source(
    name="asp",
    title="Payment limits of Part B drugs (ASP)",
    address="https://www.cms.gov/medicare/payment/part-b-drugs/asp-pricing-files",
    cadence="quarterly: January, April, July, October",
    licence="Figures are public. CPT codes and descriptors © American Medical Association: descriptors are not read",
    columns=DrugRow._fields,
    member=re.compile(
        r"^(?!.*(?:NOC|not payable|crosswalk)).*(?:ASP[ _-]Pricing|Payment[ _-]Limit)[ _-]Files?\b[^/]*\.csv$",
        re.IGNORECASE,
    ),
    read=read,
)
