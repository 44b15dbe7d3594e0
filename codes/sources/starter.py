"""The tables in codes/starter: what a fresh site knows before any download. Our own layout, one header line."""

import csv
import datetime
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from codes.sources.clfs import LabRow
from codes.sources.errors import RowError, SourceError
from codes.sources.mpfs import QP, FeeRow, parse_fields

CODE_COLUMNS: Final = (
    "code",
    "name",
    "description",
    "service_type",
    "synonyms",
    "deleted",
    "successors",
    "change_note",
)
PAYER_COLUMNS: Final = ("slug", "name", "family", "kind", "aliases", "note")
REASON_COLUMNS: Final = ("kind", "code", "alert", "paraphrase", "first_check", "causes", "fix", "route")
LAB_COLUMNS: Final = ("code", "amount")
MISSING: Final = "this starter table is missing"


def table(path: Path, columns: Sequence[str]) -> Iterator[Mapping[str, str]]:
    """The rows of a starter table as text. Raises SourceError if the header or a row is not as it should be."""
    if not path.is_file():
        raise SourceError(path.name, 0, MISSING)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != tuple(columns):
            raise SourceError(path.name, 1, f"the header must be {','.join(columns)}")
        for row in reader:
            if None in row or None in row.values():
                raise SourceError(path.name, reader.line_num, f"not {len(columns)} cells")
            yield row


def digest(path: Path) -> str:
    """The sha256 of a starter table. Raises SourceError if it is missing."""
    if not path.is_file():
        raise SourceError(path.name, 0, MISSING)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fee_rows(path: Path, factor: Decimal | None = None) -> Iterator[FeeRow]:
    """The rows of a fee list, each held to the rules of the published file."""
    for number, cells in enumerate(table(path, FeeRow._fields), start=2):
        try:
            row = parse_fields(cells)
        except RowError as problem:
            raise SourceError(path.name, number, str(problem)) from problem
        yield row if factor is None else row._replace(cf=factor)


def lab_rows(path: Path) -> Iterator[LabRow]:
    """The rows of a list of laboratory fees, in dollars."""
    for number, cells in enumerate(table(path, LAB_COLUMNS), start=2):
        try:
            yield LabRow(cells["code"], "", None, "", Decimal(cells["amount"]))
        except InvalidOperation:
            raise SourceError(path.name, number, f"amount: “{cells['amount']}” is no number") from None


def called(name: str, aliases: Sequence[str]) -> list[str]:
    """What a payer answers to: its name and aliases, case-folded, single spaces, in order, each once."""
    return list(dict.fromkeys(" ".join(text.casefold().split()) for text in (name, *aliases)))


class StarterList(NamedTuple):
    """Facts of one release for the starter codes; `rows` reads them as the source's own module would."""

    source: str
    file: str
    label: str
    effective: datetime.date
    columns: tuple[str, ...]
    rows: Callable[[Path], Iterator[tuple[object, ...]]]
    variant: str = ""


# CMS publishes the same RVUs for QPs and for the others; only the conversion factor differs.
LISTS: Final = (
    StarterList("mpfs", "fees_2025.csv", "RVU25D starter list", datetime.date(2025, 10, 1), FeeRow._fields, fee_rows),
    StarterList("mpfs", "fees_2026.csv", "RVU26C starter list", datetime.date(2026, 7, 1), FeeRow._fields, fee_rows),
    StarterList(
        "mpfs",
        "fees_2026.csv",
        "RVU26C starter list",
        datetime.date(2026, 7, 1),
        FeeRow._fields,
        partial(fee_rows, factor=Decimal("33.5675")),
        QP,
    ),
    StarterList(
        "clfs", "lab_fees_2025.csv", "CLFS 2025 Q2 starter list", datetime.date(2025, 4, 1), LabRow._fields, lab_rows
    ),
)
