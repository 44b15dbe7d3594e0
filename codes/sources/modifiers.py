"""Modifiers of CPT and HCPCS. The words of CPT modifiers are AMA's and are not read.

A list may name a modifier twice, under two categories, or as CPT's and as HCPCS's: it becomes one row, and what is
CPT's anywhere is CPT's. P1 to P6 and those that begin with a digit are CPT's whatever the list says.

Source: the modifiers of CMS's quarterly HCPCS update, in the form that others publish with these columns.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import IO, Final, NamedTuple

from codes.sources import cells
from codes.sources.edition import Edition
from codes.sources.headed import Row, Whole, checked, table, words
from codes.sources.months import parts, quarter_in
from codes.sources.source import Source

COLUMNS: Final = {
    "modifier": ("MOD CODE", "MODIFIER"),
    "kind": ("MOD TYPE", "TYPE"),
    "category": ("MOD CATEGORY", "CATEGORY"),
    "words": ("MOD DESCRIPTION", "DESCRIPTION"),
}
KINDS: Final = frozenset({"CPT", "HCPCS"})
CPT_ALWAYS: Final = re.compile(r"[0-9].|P[1-6]")
BETWEEN_CATEGORIES: Final = "; "
WHOLE: Final = Whole(300)  # 426


class ModifierRow(NamedTuple):
    """`words` only for HCPCS modifiers."""

    modifier: str
    kind: str  # "CPT" or "HCPCS"
    category: str
    words: str


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[ModifierRow]:
    """Reads a whole list, or an `excerpt`. `effective` gives its day where its name does not. Raises SourceError."""
    found = table(file, name, wanted="a list of modifiers", columns=COLUMNS, optional=frozenset({"category", "words"}))
    effective = effective or quarter_in(*parts(name))
    if effective is None:
        raise cells.first_day_needed(name)
    notes: list[str] = []
    rows = _each_once(cells.parsed(found.rows, name, _row), notes)
    return Edition(
        label=f"Modifiers {effective:%Y-%m}",
        effective=effective,
        variant="",
        rows=rows if excerpt else checked(rows, file, name, key=lambda row: row.modifier, whole=WHOLE),
        notes=notes,
    )


def _row(row: Row) -> ModifierRow:
    held = row.cells
    modifier = cells.modifier(held["modifier"])
    if held["kind"].upper() not in KINDS:
        raise ValueError(f"“{held['kind']}” is neither CPT nor HCPCS")
    kind = "CPT" if CPT_ALWAYS.fullmatch(modifier) else held["kind"].upper()
    return ModifierRow(modifier, kind, words(held["category"]), words(held["words"]) if kind == "HCPCS" else "")


def _each_once(rows: Iterable[tuple[int, ModifierRow]], notes: list[str]) -> Iterator[ModifierRow]:
    """One row for each modifier, when all are read. `notes` says which stood there more than once."""
    found: dict[str, ModifierRow] = {}
    twice: dict[str, None] = {}
    for _, row in rows:
        if row.modifier in found:
            twice[row.modifier] = None
        found[row.modifier] = _together(found.get(row.modifier, row), row)
    if twice:
        notes.append(f"listed more than once, taken once: {', '.join(twice)}")
    yield from found.values()


def _together(one: ModifierRow, other: ModifierRow) -> ModifierRow:
    categories = BETWEEN_CATEGORIES.join(filter(None, dict.fromkeys((one.category, other.category))))
    if "CPT" in {one.kind, other.kind}:
        return ModifierRow(one.modifier, "CPT", categories, "")
    return one._replace(category=categories, words=one.words or other.words)


SOURCE: Final = Source(
    name="modifiers",
    title="Modifiers of CPT and HCPCS",
    address="https://www.cms.gov/medicare/coding-billing/healthcare-common-procedure-system/quarterly-update",
    cadence="HCPCS modifiers quarterly, CPT's each January",
    licence="HCPCS modifiers are public. CPT modifiers © American Medical Association: their words are not read",
    columns=ModifierRow._fields,
    member=re.compile(r"modifiers?[^/]*\.csv$", re.IGNORECASE),
    read=read,
    rows_vary=True,
)
