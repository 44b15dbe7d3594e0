"""NUCC's provider taxonomy: who provides care, as kinds of providers.

NUCC names its files by version: 25.1 is `nucc_taxonomy_251.csv`. Version .0 is published in January for use from April,
.1 in July for use from October. Definitions and notes are not read.

Source: nucc.org, Health Care Provider Taxonomy.
"""

import datetime
import re
from typing import IO, Final, NamedTuple

from codes.sources import cells
from codes.sources.edition import Edition
from codes.sources.headed import Row, Whole, checked, each_once, table, words
from codes.sources.source import Source

COLUMNS: Final = {
    "code": ("CODE",),
    "grouping": ("GROUPING",),
    "classification": ("CLASSIFICATION",),
    "specialization": ("SPECIALIZATION",),
    "name": ("DISPLAY NAME",),
}
CODE: Final = re.compile(r"[0-9A-Z]{9}X")
VERSION: Final = re.compile(r"taxonomy_?(?P<year>\d\d)_?(?P<half>[01])(?!\d)", re.IGNORECASE)
IN_USE_FROM: Final = (4, 10)  # months
WHOLE: Final = Whole(800)  # 25.1 has 883


class TaxonomyRow(NamedTuple):
    """One kind of provider. Definitions are not read."""

    code: str  # ten characters
    grouping: str
    classification: str
    specialization: str
    name: str


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[TaxonomyRow]:
    """Reads a whole edition, or an `excerpt`. NUCC's file name gives its day, or `effective`. Raises SourceError."""
    found = table(file, name, wanted="the provider taxonomy", columns=COLUMNS)
    version = VERSION.search(name.rsplit("/", 1)[-1])
    if version and effective is None:
        effective = datetime.date(2000 + int(version["year"]), IN_USE_FROM[int(version["half"])], 1)
    if effective is None:
        raise cells.first_day_needed(name)
    rows = each_once(cells.parsed(found.rows, name, _row), name, key=lambda row: row.code)
    return Edition(
        label=f"NUCC {version['year']}.{version['half']}" if version else f"NUCC {effective:%Y-%m}",
        effective=effective,
        variant="",
        rows=rows if excerpt else checked(rows, file, name, key=lambda row: row.code, whole=WHOLE),
    )


def _row(row: Row) -> TaxonomyRow:
    if not CODE.fullmatch(row.cells["code"]):
        raise ValueError(f"Code: “{row.cells['code']}” is no taxonomy code")
    found = TaxonomyRow(row.cells["code"], *(words(row.cells[field]) for field in TaxonomyRow._fields[1:]))
    if not (found.name and found.classification):
        raise ValueError(f"{found.code} has no name")
    return found


SOURCE: Final = Source(
    name="taxonomy",
    title="Health Care Provider Taxonomy (NUCC)",
    address="https://www.nucc.org/index.php/code-sets-mainmenu-41/provider-taxonomy-mainmenu-40/csv-mainmenu-57",
    cadence="twice a year: January for use from April, July for use from October",
    licence="© American Medical Association for NUCC, free to use with claims. Definitions are not read",
    columns=TaxonomyRow._fields,
    member=re.compile(r"^nucc_taxonomy.*\.csv$", re.IGNORECASE),
    read=read,
)
