"""CMS physician fee schedule: the relative value file PPRRVU (csv).

AMA descriptors in the file are never read into a row.
"""

from decimal import Decimal
from typing import NamedTuple


class FeeRow(NamedTuple):
    """One line of the relative value file: code + modifier. RVUs are exact decimals, conversion factor in dollars per RVU."""

    code: str
    modifier: str  # "", "26", "TC" or "53"
    status: str  # one letter: A R T price; the others say why not
    not_used: bool  # CMS's "+": not used for Medicare payment, never prices
    work: Decimal
    pe_nonfacility: Decimal
    na_nonfacility: bool
    pe_facility: Decimal
    na_facility: bool
    mp: Decimal
    total_nonfacility: Decimal
    total_facility: Decimal
    pctc: str
    global_days: str
    pre: Decimal
    intra: Decimal
    post: Decimal
    mult: str
    bilat: str
    asst: str
    co: str
    team: str
    pric: str  # "" before 2026
    endo_base: str
    cf: Decimal
    supervision: str
    calc_flag: str
    imaging_family: str
    opps_pe_nonfacility: Decimal
    opps_pe_facility: Decimal
    opps_mp: Decimal
