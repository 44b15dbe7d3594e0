"""CMS physician fee schedule: the relative value file PPRRVU (csv, or fixed-width text up to 2025).

Its header is stacked over ten rows, and its columns move from year to year (31 in 2025, 32 in 2026), so a column is
known by the words above it and never by its place. AMA descriptors in the file are never read into a row.

Sources: the record layout in CMS's zip files (RVU25D.pdf).
"""

import re
from typing import Final

from codes.sources.factors import FIRST_YEAR_OF_TWO_FACTORS, QP
from codes.sources.mpfs.reading import read
from codes.sources.mpfs.row import FeeRow, parse_fields
from codes.sources.quarters import zip_names
from codes.sources.source import Source

SOURCE: Final = Source(
    name="mpfs",
    title="Medicare physician fee schedule, relative values (PPRRVU)",
    address="https://www.cms.gov/medicare/payment/fee-schedules/physician/pfs-relative-value-files",
    cadence="quarterly: January, April, July, October",
    licence="Figures are public. CPT codes and descriptors © American Medical Association: descriptors are not read",
    columns=FeeRow._fields,
    variants={"": "standard", QP: "QP (qualifying APM participants)"},
    member=re.compile(r"^PPRRVU.*\.csv$", re.IGNORECASE),
    or_member=re.compile(r"^PPRRVU.*\.txt$", re.IGNORECASE),
    read=read,
    zip_names=zip_names,
)

__all__ = [
    "FIRST_YEAR_OF_TWO_FACTORS",
    "QP",
    "SOURCE",
    "FeeRow",
    "parse_fields",
    "read",
    "zip_names",
]
