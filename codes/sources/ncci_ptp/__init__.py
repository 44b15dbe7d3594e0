"""NCCI procedure-to-procedure edits: pairs of codes not paid together.

CMS ships each of its two tables, practitioner and outpatient hospital, in four parts by column 1. A part is a release
of its own variant ("practitioner-1"): whoever answers sees which parts of a quarter are there. Two layouts are read:
CMS's own (tabs, or the same saved as csv: six header lines, `*` for none, yyyymmdd), and a csv whose first line names
its columns, which may lack the effective date (9999-12-31: not deleted).

Millions of rows: the two codes of a row are few thousand values, and all that follows them a few thousand more, so each
is checked once and remembered; rows go on as COPY text.

Source: CMS, Medicare NCCI PTP edits page, and the header of its files.
"""

import datetime
import re
from typing import Final

from codes.sources.ncci_names import latest_quarters, quarter, version
from codes.sources.ncci_ptp.reading import read
from codes.sources.ncci_ptp.row import PairRow
from codes.sources.source import Source

PARTS: Final = 4  # of a quarter's table, as CMS ships it


def zip_names(today: datetime.date) -> tuple[tuple[str, ...], ...]:
    """CMS's names for each part of both tables: of this quarter, else of the one before."""
    return tuple(
        tuple(
            f"medicare-ncci-{day.year}q{quarter(day)}-{setting}-ptp-edits-{stem}-"
            f"v{version(day).replace('.', '')}r0-f{part}.zip"
            for day in latest_quarters(today)
        )
        for setting, stem in (("practitioner", "ccipra"), ("hospital", "ccioph"))
        for part in range(1, PARTS + 1)
    )


SOURCE: Final = Source(
    name="ncci_ptp",
    title="NCCI procedure-to-procedure edits: pairs of codes not paid together",
    address=(
        "https://www.cms.gov/medicare/coding-billing/national-correct-coding-initiative-ncci-edits/"
        "medicare-ncci-procedure-procedure-ptp-edits"
    ),
    cadence="quarterly: January, April, July, October; each table in four parts",
    licence="Pairs, dates and indicators are public. CPT codes © American Medical Association",
    columns=PairRow._fields,
    variants={
        setting + suffix: f"{setting} services{words}"
        for setting in ("practitioner", "hospital")
        for suffix, words in (
            ("", ""),
            *((f"-{part}", f", part {part} of {PARTS}") for part in range(1, PARTS + 1)),
        )
    },
    member=re.compile(r"^cci(?:pra|oph).*\.(?:txt|csv)$", re.IGNORECASE),
    read=read,
    zip_names=zip_names,
)

__all__ = ["PARTS", "SOURCE", "PairRow", "read", "zip_names"]
